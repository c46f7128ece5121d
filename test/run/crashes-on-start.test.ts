import { describe, expect, test } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const LIB = `export interface Options { readonly deep: boolean }\n\nexport function fail(options: Options): never {\n  throw new TypeError(\`deep is \${options.deep}\`);\n}\n`;

async function run(main: string, files: Record<string, string | object> = {}, args: readonly string[] = []) {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'src/main.ts': main, 'src/lib.ts': LIB, ...files });
  const result = await runMews(['run', '--urls', 'http://localhost:0', '--typecheck', 'off', ...args], { cwd: project.root });
  return { ...result, project };
}

describe.each([['Debug'], ['Release']])('a crash on start, %s', (configuration) => {
  const args = ['-c', configuration];

  test('prints the stack with the places in the source, and an error with the code there', async () => {
    const { code, stdout, stderr, project } = await run(`import { fail } from './lib.ts';\n\ntype Unused = string;\nfail({ deep: true });\n`, {}, args);
    expect(stderr).toMatch(/TypeError: deep is true\n\s+at fail \(.*src\/lib\.ts:4:9\)\n\s+at .*src\/main\.ts:4:1/);
    expect(stderr).toContain('error MEWS3105: The application crashed on start (exit code 1): TypeError: deep is true.\n  at src/lib.ts:4:9\n');
    expect(stderr).toContain('> 4 |   throw new TypeError(`deep is ${options.deep}`);\n');
    expect(stderr).not.toContain(`${project.path('dist')}/${configuration}/main.js:`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

test.each([
  ['an unhandled rejection', `import { fail } from './lib.ts';\nvoid Promise.resolve().then(() => fail({ deep: false }));\nsetInterval(() => {}, 1000);\n`],
  ['a rejection of the top level', `import { fail } from './lib.ts';\nawait Promise.resolve();\nfail({ deep: false });\n`],
  ['a timer', `import { fail } from './lib.ts';\nsetTimeout(() => fail({ deep: false }), 1);\n`],
  ['a hook of the framework', `import { fail } from './lib.ts';\nexport default { get fetch() { return fail({ deep: false }); } };\n`],
])('%s on start is such a crash', async (_, main) => {
  const { code, stderr } = await run(main);
  expect(stderr).toContain('error MEWS3105: The application crashed on start (exit code 1): TypeError: deep is false.\n  at src/lib.ts:4:9\n');
  expect(code).toBe(1);
});

test('what is thrown need not be an error', async () => {
  const { code, stderr } = await run(`throw 'a text';\n`);
  expect(stderr).toMatch(/error MEWS3105: .*a text/);
  expect(code).toBe(1);
});

test('plain JavaScript without a build', async () => {
  const { code, stderr } = await run('', { 'package.json': { main: 'app.js' }, 'app.js': `const a = 1;\n\nmodule.exports = a.b.c;\n` });
  expect(stderr).toMatch(/error MEWS3105: .*TypeError: Cannot read properties of undefined.*\n {2}at app\.js:3:22\n/);
  expect(stderr).toContain('> 3 | module.exports = a.b.c;');
  expect(code).toBe(1);
});

test('a syntax error in plain JavaScript is shown at its place', async () => {
  const { code, stderr } = await run('', { 'package.json': { main: 'app.js', type: 'module' }, 'app.js': `const a = 1;\nconst = 2;\n` });
  expect(stderr).toMatch(/app\.js:2/);
  expect(stderr).toMatch(/error MEWS/);
  expect(code).toBe(1);
});

describe('a package that is not installed is named, with the way to install it', () => {
  test.each([
    ['TypeScript, ESM', { 'src/main.ts': `import express from 'express';\nexport default express();\n` }, 'express'],
    ['TypeScript, CommonJS', { 'package.json': {}, 'src/main.ts': `import { thing } from '@scope/thing/part';\nthing();\n` }, '@scope/thing'],
    ['JavaScript, ESM', { 'package.json': { type: 'module', main: 'app.js' }, 'app.js': `import 'left-pad';\n` }, 'left-pad'],
    ['JavaScript, CommonJS', { 'package.json': { main: 'app.js' }, 'app.js': `require('left-pad');\n` }, 'left-pad'],
  ])('%s', async (_, files, name) => {
    const { code, stderr } = await run('', files);
    expect(stderr).toContain(`'${name}'`);
    expect(stderr).toMatch(/error MEWS3106: The application could not start: the package '[^']+' is not installed\.\nhint: Run 'npm install'/);
    expect(stderr).toContain(`npm install ${name}'`);
    expect(code).toBe(1);
  });
});

test('an app that catches its own errors is left alone', async () => {
  const { code, stderr, stdout } = await run(`process.on('uncaughtException', (error: Error) => console.log(\`caught \${error.message}\`));\nthrow new Error('mine');\n`);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'caught mine\n' });
  expect(stderr).not.toContain('MEWS');
});
