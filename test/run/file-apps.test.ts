import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMews, startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const TELL = `console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), greeting: process.env['GREETING'] ?? null, profile: process.env['MEWS_LAUNCH_PROFILE'] ?? null } as object));\n`;

test('a TypeScript file without a package.json is built and run, in the folder it was called from', async () => {
  const { path } = await tempProject({ 'tools/app.ts': TELL, 'elsewhere/x': '' });
  const { code, stdout, stderr } = await runMews(['run', '../tools/app.ts', '--', '--seed', '4 2'], { cwd: path('elsewhere') });
  expect(JSON.parse(stdout)).toEqual({ args: ['--seed', '4 2'], cwd: path('elsewhere'), greeting: null, profile: null });
  expect(stderr).not.toMatch(/error|launch settings/);
  expect(code).toBe(0);
});

test('the settings beside it give it profile, environment, arguments and address', async () => {
  const { root } = await tempProject({
    'app.ts': `${TELL}export default { fetch: () => new Response('file app' as string) };\n`,
    'app.run.json': {
      profiles: {
        dev: { commandName: 'Project', applicationUrl: 'http://localhost:0', commandLineArgs: '--verbose "a b"', environmentVariables: { GREETING: 'hi', ASPNETCORE_ENVIRONMENT: 'Development' } },
        other: { commandName: 'Project', environmentVariables: { GREETING: 'other' } },
      },
    },
  });
  const mews = await startListening(['app.ts'], { cwd: root });
  await mews.said(/^Using launch settings from app\.run\.json \(profile "dev"\)\n/);
  await mews.said(/Hosting environment: Development\nContent root path: /);
  expect(await textOf(mews.url)).toBe('file app');
  expect(JSON.parse(mews.stdout())).toEqual({ args: ['--verbose', 'a b'], cwd: root, greeting: 'hi', profile: 'dev' });
  const named = await runMews(['run', 'app.ts', '-lp', 'OTHER', '--urls', 'http://127.0.0.1:0', '--dry-run', '--format', 'json'], { cwd: root });
  expect(JSON.parse(named.stdout)).toMatchObject({ profile: { name: 'other', source: 'app.run.json' } });
});

test('arguments of the command line replace those of the settings', async () => {
  const { root } = await tempProject({
    'app.ts': TELL,
    'app.run.json': { profiles: { dev: { commandName: 'Project', commandLineArgs: '--verbose' } } },
  });
  const { stdout } = await runMews(['run', 'app.ts', '--', 'mine'], { cwd: root });
  expect(JSON.parse(stdout)).toMatchObject({ args: ['mine'], profile: 'dev' });
});

describe('a JavaScript file runs without a build', () => {
  test.each([
    ['app.js', `const { basename } = require('node:path');\nconsole.log(basename(__filename), require.main === module);`, 'app.js true\n'],
    ['app.mjs', `import { basename } from 'node:path';\nconsole.log(basename(process.argv[1]), typeof require);`, 'app.mjs undefined\n'],
    ['app.cjs', `console.log(require('node:path').basename(__filename));`, 'app.cjs\n'],
  ])('%s', async (file, source, printed) => {
    const { root } = await tempProject({ [file]: source });
    const { code, stdout, stderr } = await runMews(['run', file], { cwd: root });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: printed, stderr: '' });
  });
});

test('a file app may import its neighbours and the packages of its folder', async () => {
  const { root, install } = await tempProject({
    'app.ts': `import { Hono } from 'hono';\nimport { greet } from './greet.ts';\nconst app = new Hono();\napp.get('/', (context) => context.text(greet('you')));\nexport default app;\n`,
    'greet.ts': `export const greet = (name: string): string => \`Hello \${name}\`;\n`,
  });
  install('hono');
  const { url } = await startListening(['app.ts', '--urls', 'http://localhost:0'], { cwd: root });
  expect(await textOf(url)).toBe('Hello you');
});

test('two file apps of one folder do not overwrite each other', async () => {
  const { root } = await tempProject({ 'one.ts': `console.log('one' as string);`, 'two.ts': `console.log('two' as string);` });
  expect((await runMews(['run', 'one.ts'], { cwd: root })).stdout).toBe('one\n');
  expect((await runMews(['run', 'two.ts'], { cwd: root })).stdout).toBe('two\n');
  const again = await runMews(['run', 'one.ts'], { cwd: root });
  expect(again).toMatchObject({ stdout: 'one\n', code: 0 });
  expect(again.stderr).not.toContain('Build');
});

test('a file inside a project keeps to itself: neither the profile nor the entry of the project', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'src/main.ts': `console.log('project');`,
    'Properties/launchSettings.json': { profiles: { web: { commandName: 'Project', environmentVariables: { GREETING: 'project' } } } },
    'scripts/seed.ts': TELL,
  });
  const { stdout } = await runMews(['run', 'scripts/seed.ts'], { cwd: root });
  expect(JSON.parse(stdout)).toMatchObject({ cwd: root, greeting: null, profile: null });
});

test('a file that is not there, and a folder, are refused with a word', async () => {
  const { root, path } = await tempProject();
  mkdirSync(path('folder.ts'));
  for (const file of ['missing.ts', 'folder.ts']) {
    const { code, stdout, stderr } = await runMews(['run', file], { cwd: root });
    expect(stderr).toMatch(new RegExp(`^error MEWS1\\d{3}: .*${file}`, 'm'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  }
});
