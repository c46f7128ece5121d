import { describe, expect, test } from 'vitest';
import { runMews, startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const URLS = ['--urls', 'http://localhost:0'];
const LISTEN = `createServer((q, s) => s.end('answer')).listen(3000)`;

/** Every configuration, and whether the entry stands in a folder. */
const WAYS = [
  ['Debug', 'src/main.ts'],
  ['Release', 'src/main.ts'],
  ['Debug', 'main.ts'],
] as const;

describe.each(WAYS)('in %s, %s', (configuration, entry) => {
  const run = async (type: string, source: string, files: Record<string, string> = {}) => {
    const folder = entry.includes('/') ? 'src/' : '';
    const beside = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}${name}`, text]));
    const { root } = await tempProject({ 'package.json': { type }, [entry]: source, ...beside });
    return runMews(['run', '-c', configuration, '--typecheck', 'off', ...URLS], { cwd: root });
  };

  test('import.meta.url finds a file beside the source', async () => {
    const { stdout } = await run('module', `import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(new URL('./data.txt', import.meta.url), 'utf8'));`, { 'data.txt': 'beside' });
    expect(stdout).toBe('beside\n');
  });

  test('import.meta.dirname and import.meta.filename do as well', async () => {
    const { stdout } = await run('module', `import { readFileSync } from 'node:fs';\nimport { basename, join } from 'node:path';\nconsole.log(readFileSync(join(import.meta.dirname, 'data.txt'), 'utf8'), basename(import.meta.filename));`, { 'data.txt': 'beside' });
    expect(stdout).toBe('beside main.ts\n');
  });

  test('__dirname and __filename of CommonJS do as well', async () => {
    const { stdout } = await run('commonjs', `import { readFileSync } from 'node:fs';\nimport { basename, join } from 'node:path';\nconsole.log(readFileSync(join(__dirname, 'data.txt'), 'utf8'), basename(__filename));`, { 'data.txt': 'beside' });
    expect(stdout).toBe('beside main.ts\n');
  });

  test('a module in a folder of its own has that folder', async () => {
    const { stdout } = await run('module', `import { read } from './lib/read.ts';\nconsole.log(read());`, {
      'lib/read.ts': `import { readFileSync } from 'node:fs';\nexport const read = (): string => readFileSync(new URL('data.txt', import.meta.url), 'utf8');`,
      'lib/data.txt': 'in lib',
    });
    expect(stdout).toBe('in lib\n');
  });

  test.each([
    ['require.main === module', 'commonjs', `import { createServer } from 'node:http';\nif (require.main === module) console.log('main');`],
    ['process.argv[1] as a file URL', 'module', `import { pathToFileURL } from 'node:url';\nif (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log('main');`],
    ['process.argv[1] as a path', 'module', `import { fileURLToPath } from 'node:url';\nif (process.argv[1] === fileURLToPath(import.meta.url)) console.log('main');`],
  ])('the guard %s says that it is the main module', async (_, type, source) => {
    expect((await run(type, source)).stdout).toBe('main\n');
  });
});

describe('plain JavaScript knows that it is the main module', () => {
  test.each([
    ['require.main === module', 'commonjs', `const { createServer } = require('node:http');\nif (require.main === module) ${LISTEN};`],
    ['process.argv[1]', 'module', `import { createServer } from 'node:http';\nimport { pathToFileURL } from 'node:url';\nif (import.meta.url === pathToFileURL(process.argv[1]).href) ${LISTEN};`],
  ])('%s', async (_, type, source) => {
    const { root } = await tempProject({ 'package.json': { type }, 'src/index.js': source });
    const { url } = await startListening(URLS, { cwd: root });
    expect(await textOf(url)).toBe('answer');
  });
});
