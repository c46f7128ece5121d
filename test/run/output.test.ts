import { describe, expect, test } from 'vitest';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const APP = `console.log('the app says');\nexport default { fetch: () => new Response('answer') };`;

async function projectWithProfile(file = 'main.ts'): Promise<TempProject> {
  return tempProject({
    'package.json': { name: 'hello', type: 'module' },
    [file]: APP,
    'Properties/launchSettings.json': {
      profiles: { web: { commandName: 'Project', applicationUrl: 'http://localhost:0;http://127.0.0.1:0', environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' } } },
    },
  });
}

test('a start prints its lines in order on stderr, and stdout belongs to the app', async () => {
  const { root } = await projectWithProfile();
  const mews = await startListening(['--typecheck', 'off'], { cwd: root });
  await mews.said(/Content root path: .*\n/);
  expect(mews.stderr().split('\n')).toEqual([
    'Using launch settings from Properties/launchSettings.json (profile "web")',
    expect.stringMatching(/^Build succeeded in \d+\.\d\d s \(Debug\)$/),
    expect.stringMatching(/^Now listening on: http:\/\/localhost:\d+$/),
    expect.stringMatching(/^Now listening on: http:\/\/127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^Application started in \d+\.\d\d s\. Press Ctrl\+C to shut down\.$/),
    'Hosting environment: Development',
    `Content root path: ${root}`,
    '',
  ]);
  mews.signal('SIGINT');
  const { stdout, stderr } = await mews.exited;
  expect(stdout).toBe('the app says\n');
  expect(stderr).toMatch(/Application is shutting down\.\.\.\n$/);
});

test('a quiet start prints nothing of its own', async () => {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': `console.log('up');\nprocess.exitCode = 3;` });
  expect(await runMews(['run', '-v', 'q', '--urls', 'http://localhost:0'], { cwd: root })).toEqual({ code: 3, signal: null, stdout: 'up\n', stderr: '' });
});

test('away from a terminal nothing is coloured', async () => {
  const { root } = await projectWithProfile('main.js');
  const mews = await startListening([], { cwd: root, env: { NO_COLOR: undefined } });
  await mews.said(/Content root path/);
  expect(mews.stderr()).not.toContain('\u001B');
});

test('the second run of what has not changed says nothing of a build, and works', async () => {
  const { root, write } = await projectWithProfile();
  const first = await startListening(['--typecheck', 'off'], { cwd: root });
  first.signal('SIGTERM');
  await first.exited;
  const second = await startListening(['--typecheck', 'off'], { cwd: root });
  expect(await textOf(second.url)).toBe('answer');
  expect(second.stderr()).not.toContain('Build');
  second.signal('SIGTERM');
  await second.exited;
  write('main.ts', APP.replace('answer', 'changed'));
  const third = await startListening(['--typecheck', 'off'], { cwd: root });
  expect(await textOf(third.url)).toBe('changed');
  await third.said(/Build succeeded/);
});

describe('--no-build', () => {
  test('runs what was built before, whatever the source says now', async () => {
    const { root, write } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': `console.log('before' as string);` });
    expect(await runMews(['run'], { cwd: root })).toMatchObject({ code: 0, stdout: 'before\n' });
    write('main.ts', `console.log('after' as string);`);
    expect(await runMews(['run', '--no-build'], { cwd: root })).toMatchObject({ code: 0, stdout: 'before\n' });
  });

  test('without a build is an error', async () => {
    const { root, path } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': `console.log('before' as string);` });
    const { code, stdout, stderr } = await runMews(['run', '--no-build'], { cwd: root });
    expect(stderr).toMatch(/^error MEWS2003: /m);
    expect(stderr).toContain(path('dist', 'Debug', 'main.js'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

describe('--format json', () => {
  test('events go to stdout, one object a line, and the output of the app is among them', async () => {
    const { root } = await projectWithProfile();
    const mews = startMews(['run', '--format', 'json', '--typecheck', 'off'], { cwd: root });
    const { addresses } = await mews.event('listening');
    expect(addresses).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+$/), expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);
    expect(await mews.event('started')).toMatchObject({ environment: 'Development', contentRoot: root, seconds: expect.any(Number) });
    mews.signal('SIGTERM');
    const { stdout, stderr, code } = await mews.exited;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string });
    expect(events).toContainEqual({ type: 'output', stream: 'stdout', text: 'the app says\n' });
    expect(events.map(({ type }) => type).filter((type) => type !== 'output')).toEqual(['launchSettingsUsed', 'buildStarted', 'buildSucceeded', 'listening', 'started', 'stopping', 'exited']);
    expect(events.at(-1)).toEqual({ type: 'exited', exitCode: 0, signal: null });
  });

  test('an app that crashes on start: its stack is output, and the error is an event', async () => {
    const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': `const what: string = 'boom';\nthrow new Error(what);` });
    const { code, stdout, stderr } = await runMews(['run', '--format', 'json', '--typecheck', 'off'], { cwd: root });
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string; error?: object; text?: string });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(events.find(({ type }) => type === 'error')?.error).toMatchObject({ code: 'MEWS3105', location: { line: 2, column: 7 } });
    expect(events.map(({ text }) => text ?? '').join('')).toContain('main.ts:2:7');
    expect(events.at(-1)).toMatchObject({ type: 'exited', exitCode: 1 });
  });

  test('a failure of the tool is an event as well', async () => {
    const { root } = await tempProject();
    const { code, stdout, stderr } = await runMews(['run', '--format', 'json'], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { code: expect.stringMatching(/^MEWS1/), message: expect.any(String), hint: expect.any(String) } });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
});
