import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './support/run-mews.ts';
import { tempProject } from './support/temp-project.ts';

const SOURCE = `const { sep } = require('node:path');\nfunction greet(name) { return 'hello ' + name + sep; }\nconsole.log(greet(__filename.length > 0 ? 'world' : ''));\n`;

async function cached() {
  const project = await tempProject({ 'main.cjs': SOURCE });
  const file = project.path('main.cjs');
  const run = (): string =>
    execFileSync(process.execPath, ['-e', `require(${JSON.stringify(join(repository, 'bin/compile-cache.js'))}).runCached(${JSON.stringify(file)})`], { encoding: 'utf8' });
  const caches = (): string[] => readdirSync(project.root).filter((name) => name.includes('cache')).map((name) => project.path(name));
  return { project, file, run, caches };
}

it('keeps what V8 compiled, and runs it the next time', async () => {
  const { run, caches } = await cached();
  expect(run()).toBe('hello world/\n');
  expect(caches()).toHaveLength(1);
  expect(run()).toBe('hello world/\n');
  expect(caches()).toHaveLength(1);
});

it.each<[string, (content: Buffer) => Buffer]>([
  ['cut short', (content) => content.subarray(0, 100)],
  ['empty', () => Buffer.alloc(0)],
  ['of other bytes', (content) => content.map((byte, at) => (at > 200 && at % 17 === 0 ? byte ^ 0xff : byte)) as Buffer],
])('makes a cache anew that is %s', async (_what, damage) => {
  const { run, caches } = await cached();
  run();
  const [cache = ''] = caches();
  const intact = readFileSync(cache);
  writeFileSync(cache, damage(intact));
  expect(run()).toBe('hello world/\n');
  expect(readFileSync(cache)).toHaveLength(intact.length);
});

it('does not run the code of a file that was changed', async () => {
  const { file, run } = await cached();
  run();
  writeFileSync(file, SOURCE.replace('hello', 'hallo'));
  expect(run()).toBe('hallo world/\n');
});

// Root may write everywhere: then there is nothing to see.
it.skipIf(process.getuid?.() === 0)('does without in a folder that cannot be written', async () => {
  const { project, run, caches } = await cached();
  chmodSync(project.root, 0o555);
  expect(run()).toBe('hello world/\n');
  chmodSync(project.root, 0o755);
  expect(caches()).toEqual([]);
});
