import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { hasProgram } from '../support/has-program.ts';
import { freePort } from '../support/free-port.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

/** A folder with launch settings, and nothing that Node could run. */
async function folder(profile: object, scripts: Record<string, string> = {}): Promise<TempProject> {
  const project = await tempProject({ 'Properties/launchSettings.json': { profiles: { program: { commandName: 'Executable', ...profile } } }, ...scripts });
  for (const script of Object.keys(scripts)) chmodSync(project.path(script), 0o755);
  return project;
}

const hasPython = hasProgram('python3');
const TELL = `#!/bin/sh\nfor argument in "$@"; do printf '[%s]\\n' "$argument"; done\n`;

test.skipIf(!hasPython)('python3 -m http.server: its real port is found, and Ctrl+C ends it', async () => {
  const { root } = await folder(
    { executablePath: 'python3', commandLineArgs: `-u -m http.server %FREE_PORT% --bind 127.0.0.1`, workingDirectory: 'public' },
    { 'public/page.txt': 'from python' },
  );
  const port = await freePort();
  const mews = await startListening([], { cwd: root, env: { FREE_PORT: String(port) } });
  expect(mews.url).toBe(`http://127.0.0.1:${port}`);
  await mews.said(/Application started in .*\nHosting environment: .*\nContent root path: .*public\n/);
  expect(await textOf(`${mews.url}/page.txt`)).toBe('from python');
  expect(mews.stderr()).not.toContain('Build');
  mews.signal('SIGINT');
  const { code } = await mews.exited;
  expect([0, 130]).toContain(code);
  await expect(textOf(mews.url)).rejects.toThrow('ECONNREFUSED');
});

test.skipIf(!hasPython)('the wrapper of a server may be a shell: the group is what counts', async () => {
  const { root } = await folder({ executablePath: './serve.sh' }, { 'serve.sh': `#!/bin/sh\npython3 -u -m http.server 0 --bind 127.0.0.1 >&2\n` });
  const mews = await startListening([], { cwd: root });
  expect(await textOf(mews.url)).toContain('Directory listing');
  mews.signal('SIGTERM');
  expect(await mews.exited).toMatchObject({ code: 143 });
  await expect(textOf(mews.url)).rejects.toThrow('ECONNREFUSED');
});

test('arguments arrive as they are written: quotes, dollars, blanks and newlines', async () => {
  const commandLineArgs = `plain "two words" "a \\"quoted\\" one" $HOME '$(id)' \`id\` a*b "line one\nline two" "" back\\slash ; && | > "%NAME% x"`;
  const { root } = await folder({ executablePath: './tell.sh', commandLineArgs, environmentVariables: { NAME: 'ignored' } }, { 'tell.sh': TELL });
  const { code, stdout } = await runMews(['run'], { cwd: root, env: { NAME: 'from shell' } });
  expect(stdout).toBe(
    ['plain', 'two words', 'a "quoted" one', '$HOME', `'$(id)'`, '`id`', 'a*b', 'line one\nline two', '', 'back\\slash', ';', '&&', '|', '>', 'from shell x'].map((argument) => `[${argument}]\n`).join(''),
  );
  expect(code).toBe(0);
});

test('arguments of the command line replace those of the profile', async () => {
  const { root } = await folder({ executablePath: './tell.sh', commandLineArgs: 'a b' }, { 'tell.sh': TELL });
  expect((await runMews(['run', '--', 'c d', '--open', '-x'], { cwd: root })).stdout).toBe('[c d]\n[--open]\n[-x]\n');
});

test('the working directory is relative to the project, and the environment is that of the profile', async () => {
  const { root, path } = await folder(
    { executablePath: 'sh', commandLineArgs: '-c "pwd; echo $GREETING; echo $PORT"', workingDirectory: 'sub/folder', applicationUrl: 'http://localhost:0', environmentVariables: { GREETING: 'hi %WHO%!' } },
    { 'sub/folder/x': '' },
  );
  const { stdout } = await runMews(['run', '--project', root], { env: { WHO: 'you' } });
  expect(stdout).toBe(`${path('sub', 'folder')}\nhi you!\n0\n`);
});

test.each([
  ['exit 7', 7],
  ['kill -TERM $$', 143],
  ['exit 0', 0],
])('the exit code is that of the program: %s', async (script, code) => {
  const { root } = await folder({ executablePath: './end.sh' }, { 'end.sh': `#!/bin/sh\n${script}\n` });
  const result = await runMews(['run'], { cwd: root });
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).not.toMatch(/Now listening|error/);
});

test('stdin reaches the program, and with --format json its output becomes events', async () => {
  const { root } = await folder({ executablePath: 'cat' });
  const mews = startMews(['run', '--format', 'json'], { cwd: root, stdin: 'pipe' });
  mews.type('through the pipe\n');
  await mews.exited;
  expect(mews.events()).toContainEqual({ type: 'output', stream: 'stdout', text: 'through the pipe\n' });
  expect(mews.events().at(-1)).toMatchObject({ type: 'exited', exitCode: 0 });
});

describe('what cannot be started is refused', () => {
  test('a program that does not exist, with the nearest name', async () => {
    const { root } = await folder({ executablePath: 'pyton3' });
    const { code, stdout, stderr } = await runMews(['run', '-lp', 'program'], { cwd: root });
    expect(stderr).toMatch(/^error MEWS3101: The executable 'pyton3' was not found in .* or on the PATH\.\nhint: .*'python3'/m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  test('a file that is not executable', async () => {
    const { root, path } = await folder({ executablePath: 'tool.sh' }, { 'tool.sh': TELL });
    chmodSync(path('tool.sh'), 0o644);
    const { code, stderr } = await runMews(['run'], { cwd: root });
    expect(stderr).toContain(`error MEWS3102: '${path('tool.sh')}' cannot be executed: permission denied.\nhint: Make it executable: chmod +x`);
    expect(code).toBe(1);
  });

  test('a file that the system cannot run', async () => {
    const { root } = await folder({ executablePath: './broken' }, { broken: '#!/no/such/interpreter\n' });
    const { code, stderr } = await runMews(['run'], { cwd: root });
    expect(stderr).toMatch(/^error MEWS310\d: /m);
    expect(code).toBe(1);
  });

  test('a working directory that does not exist', async () => {
    const { root, path } = await folder({ executablePath: 'touch', commandLineArgs: 'ran', workingDirectory: 'nowhere' });
    const { code, stderr } = await runMews(['run'], { cwd: root });
    expect(stderr).toContain(`error MEWS3103: The working directory '${path('nowhere')}'`);
    expect(code).toBe(1);
    expect(existsSync(path('ran'))).toBe(false);
  });
});

test('a program in the project beside other profiles is chosen by its name', async () => {
  const { root, path, write } = await folder({}, {});
  write('package.json', { name: 'mixed', type: 'module' });
  write('main.js', `import { writeFileSync } from 'node:fs';\nwriteFileSync('app', '');`);
  write('Properties/launchSettings.json', {
    profiles: { app: { commandName: 'Project' }, Worker: { commandName: 'Executable', executablePath: 'node', commandLineArgs: `-e "fs.writeFileSync('worker', process.env.MEWS_LAUNCH_PROFILE)"` } },
  });
  expect(await runMews(['run', '-lp', 'worker'], { cwd: root })).toMatchObject({ code: 0 });
  expect(readFileSync(path('worker'), 'utf8')).toBe('Worker');
  expect(existsSync(path('app'))).toBe(false);
});
