import { expect, it } from 'vitest';
import { crashError } from '../../../src/launcher/launch/crash-error.ts';
import { tempProject } from '../../support/temp-project.ts';

const crash = { type: 'crashed', name: 'TypeError', message: 'boom\nmore', origin: 'uncaughtException' } as const;

it("shows the first frame of the app's own source, not those of Node and packages", async () => {
  const project = await tempProject({ 'src/app.ts': 'const a = 1;\nthrow new TypeError();\n', 'node_modules/x/i.js': 'x()' });
  const stack = ['TypeError: boom', `    at x (${project.path('node_modules/x/i.js')}:1:1)`, '    at node:internal/main:1:2', `    at start (file://${project.path('src/app.ts')}:2:7)`].join('\n');
  const error = crashError({ ...crash, stack }, 1);
  expect(error).toMatchObject({ code: 'MEWS3105', location: { file: project.path('src/app.ts'), line: 2, column: 7 } });
  expect(error.message).toBe('The application crashed on start (exit code 1): TypeError: boom.');
  expect(error.location?.frame).toContain('> 2 | throw new TypeError();');
});

it('has no place when no frame is the app’s own', () => {
  expect(crashError({ ...crash, stack: 'TypeError: boom\n    at /no/such/file.js:1:1' }, 1).location).toBeUndefined();
});

it.each(["Cannot find package 'fastify' imported from /app/dist/Debug/app.js", "Cannot find module '@scope/thing'\nRequire stack:\n- /app/x.js"])('names the package to install: %s', (message) => {
  const error = crashError({ ...crash, name: 'Error', message, stack: '' }, 1);
  expect(error).toMatchObject({ code: 'MEWS3106', hint: expect.stringContaining('npm install') });
});
