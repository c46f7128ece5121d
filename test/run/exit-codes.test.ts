import { describe, expect, test } from 'vitest';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const URLS = ['--urls', 'http://127.0.0.1:0'];

async function run(source: string, args: readonly string[] = []) {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
  return runMews(['run', ...URLS, ...args], { cwd: root });
}

describe('the exit code is that of the app', () => {
  test.each([
    ['a script that ends', `console.log('done');`, 0],
    ['process.exit(7)', `process.exit(7);`, 7],
    ['process.exitCode', `process.exitCode = 9;`, 9],
    ['killed by SIGKILL', `process.kill(process.pid, 'SIGKILL');`, 137],
    ['killed by SIGTERM', `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`, 143],
    ['aborted', `process.abort();`, 134],
  ])('%s', async (_, source, code) => {
    const result = await run(source);
    expect(result).toMatchObject({ code, signal: null });
    expect(result.stderr).not.toMatch(/Now listening|Application started/);
  });

  test('an app that ends itself after it was started', async () => {
    const { root } = await tempProject({
      'package.json': { type: 'module' },
      'main.js': `import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('bye', () => process.exit(5))).listen(3000);`,
    });
    const mews = await startListening(URLS, { cwd: root });
    await textOf(mews.url);
    expect(await mews.exited).toMatchObject({ code: 5 });
  });

  test('a crash after the start is the app’s own business', async () => {
    const { root } = await tempProject({
      'package.json': { type: 'module' },
      'main.ts': `import { createServer } from 'node:http';\ncreateServer((q, s) => {\n  s.end('bye', () => setImmediate(() => { throw new Error('late' as string); }));\n}).listen(3000);`,
    });
    const mews = await startListening([...URLS, '--typecheck', 'off'], { cwd: root });
    await textOf(mews.url);
    const { code, stderr } = await mews.exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Error: late\n\s+at .*main\.ts:3:/);
    expect(stderr).not.toContain('MEWS3105');
  });
});

test('stdin reaches the app, and its end too', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `let text = '';\nprocess.stdin.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => console.log(\`read \${text.toUpperCase()}\`));`,
  });
  const mews = startMews(['run', ...URLS], { cwd: root, stdin: 'pipe' });
  mews.type('hello\nyou');
  expect(await mews.exited).toMatchObject({ code: 0, stdout: 'read HELLO\nYOU\n' });
});

test('much output arrives whole before the end', async () => {
  const { code, stdout } = await run(`process.stdout.write('x'.repeat(300_000) + '\\n'); process.exitCode = 4;`);
  expect({ code, length: stdout.length }).toEqual({ code: 4, length: 300_001 });
});

test('and so it does as events', async () => {
  const { code, stdout } = await run(`process.stdout.write('é'.repeat(200_000) + '\\n'); process.exitCode = 4;`, ['--format', 'json']);
  const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string; text?: string });
  expect(code).toBe(4);
  expect(events.map(({ text }) => text ?? '').join('')).toBe(`${'é'.repeat(200_000)}\n`);
  expect(events.at(-1)).toMatchObject({ type: 'exited', exitCode: 4 });
});
