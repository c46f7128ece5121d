import { expect, it } from 'vitest';
import { crashError } from '../../../src/launcher/launch/crash-error.ts';
import { tempProject } from '../../support/temp-project.ts';

const context = { exitCode: 1, mewsRoot: '/opt/mews' };
const crash = { type: 'crashed', name: 'TypeError', message: 'boom\nmore', origin: 'uncaughtException' } as const;

it("shows the first frame of the app's own source, not those of Node and packages", async () => {
  const project = await tempProject({ 'src/app.ts': 'const a = 1;\nthrow new TypeError();\n', 'node_modules/x/i.js': 'x()' });
  const stack = ['TypeError: boom', `    at x (${project.path('node_modules/x/i.js')}:1:1)`, '    at node:internal/main:1:2', `    at start (file://${project.path('src/app.ts')}:2:7)`].join('\n');
  const error = crashError({ ...crash, stack }, context);
  expect(error).toMatchObject({ code: 'MEWS3105', location: { file: project.path('src/app.ts'), line: 2, column: 7 } });
  expect(error.message).toBe('The application crashed on start (exit code 1): TypeError: boom.');
  expect(error.location?.frame).toContain('> 2 | throw new TypeError();');
});

it('has no place when no frame is the app’s own', () => {
  expect(crashError({ ...crash, stack: 'TypeError: boom\n    at /no/such/file.js:1:1' }, context).location).toBeUndefined();
});

it.each(["Cannot find package 'fastify' imported from /app/dist/Debug/app.js", "Cannot find module '@scope/thing'\nRequire stack:\n- /app/x.js", "Cannot find module 'thing/part'"])('names the package to install: %s', (message) => {
  const error = crashError({ ...crash, name: 'Error', message, stack: '' }, context);
  expect(error).toMatchObject({ code: 'MEWS3106', hint: expect.stringContaining('npm install') });
});

it.each([
  ['an import', 'TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for /app/src/plugins/a.ts\n    at x (node:internal:1:1)'],
  ['a require', '/app/src/plugins/a.ts:1\nenum A { B }\n^^^^\n\nSyntaxError: Unexpected reserved word\n    at y (node:internal:1:1)'],
  ['a require of an ES module', 'file:///app/src/plugins/a.ts:1\nenum A { B }\n^^^^\n\nSyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode'],
])('explains TypeScript that the app loads while it runs: %s', (_name, stack) => {
  const error = crashError({ ...crash, name: 'Error', message: 'no matter', stack }, context);
  expect(error).toMatchObject({ code: 'MEWS3107', message: expect.stringContaining(`'/app/src/plugins/a.ts'`) });
});

it('does not look for the reason in the code of mews', async () => {
  const project = await tempProject({ 'app.ts': 'x', 'dist/app-host.js': 'x' });
  const stack = `TypeError: boom\n    at ${project.path('dist/app-host.js')}:1:1\n    at ${project.path('app.ts')}:1:1`;
  expect(crashError({ ...crash, stack }, { ...context, mewsRoot: project.root }).location?.file).toBe(project.path('app.ts'));
});

it.each([
  ['listen EADDRINUSE: address already in use :::1', 'MEWS3006', 'http://[::]:1: address already in use.'],
  ['listen EADDRINUSE: address already in use 127.0.0.1:1', 'MEWS3006', 'http://127.0.0.1:1: address already in use.'],
  ['listen EADDRINUSE: address already in use /tmp/my app.sock', 'MEWS3006', 'http://unix:/tmp/my app.sock: address already in use.'],
  ['listen EACCES: permission denied 0.0.0.0:80', 'MEWS3007', 'http://0.0.0.0:80: permission denied (EACCES).'],
])('tells of a listen() that failed as of an address: %s', (message, code, end) => {
  const error = crashError({ ...crash, name: 'Error', message, stack: '' }, context);
  expect(error).toMatchObject({ code, message: `Failed to bind to address ${end}` });
});
