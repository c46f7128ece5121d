import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, mewsBin, runMews, startMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

/** A folder with an `npm` of the test's own on the PATH. */
async function withNpm(script: string): Promise<TempProject & { readonly env: Record<string, string> }> {
  const project = await tempProject({ 'bin/npm': `#!/bin/sh\n${script}\n` });
  chmodSync(project.path('bin/npm'), 0o755);
  return { ...project, env: { PATH: `${project.path('bin')}:${process.env['PATH']}` } };
}

const whole = ['.editorconfig', '.gitignore', '.vscode', 'Properties', 'README.md', 'package.json', 'src', 'test', 'tsconfig.json'];

describe.skipIf(process.platform === 'win32')('npm install after mews new', () => {
  test('is told of when it succeeds', async () => {
    const { root, env } = await withNpm('test "$*" = "install --no-fund --no-audit --ignore-scripts" || exit 9\nmkdir node_modules; echo added 7 packages');
    const { code, stdout, stderr } = await runMews(['new', 'web', '-n', 'a'], { cwd: root, env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain("was created successfully.\n\nProcessing post-creation actions...\nRunning 'npm install'...\nadded 7 packages\nRestore succeeded.\n");
  });

  test('that fails is told of, and leaves the project and nothing half installed', async () => {
    const { root, path, env } = await withNpm('mkdir node_modules; touch package-lock.json; echo no network >&2; exit 3');
    const { code, stderr } = await runMews(['new', 'web', '-n', 'a'], { cwd: root, env });
    expect(code).toBe(0);
    expect(stderr).toContain("no network\nerror MEWS1310: The project was created, but 'npm install' failed: it ended with exit code 3.");
    expect(stderr).toMatch(/hint: .*run 'npm install' in the project's folder/);
    expect(stderr).toMatch(/Next:\n {2}cd a\n {2}mews run\n$/);
    expect(readdirSync(path('a')).toSorted()).toEqual(whole);
  });

  test('is told of when there is no npm at all', async () => {
    const { root, env } = await withNpm('');
    const { code, stderr } = await runMews(['new', 'web', '-n', 'a'], { cwd: root, env: { ...env, PATH: '/nowhere' } });
    expect(code).toBe(0);
    expect(stderr).toMatch(/MEWS1310: .*'npm install' failed: 'npm' could not be started: .*ENOENT/);
  });

  test('stopped with Ctrl+C leaves the project, no packages and no process', async () => {
    const { root, path, env } = await withNpm('mkdir node_modules; echo "pid $$"; exec sleep 600');
    const mews = startMews(['new', 'web', '-n', 'a'], { cwd: root, env });
    const [, pid] = await mews.said(/pid (\d+)/);
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(130);
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    expect(readdirSync(path('a')).toSorted()).toEqual(whole);
  });

  test('leaves packages that were there before', async () => {
    const { root, path, write, env } = await withNpm('exit 1');
    write('a/node_modules/mine/package.json', '{}');
    await runMews(['new', 'web', '-o', 'a'], { cwd: root, env });
    expect(existsSync(path('a/node_modules/mine'))).toBe(true);
  });
});

test.skipIf(process.platform === 'win32')('mews new install stopped with Ctrl+C installs nothing', async () => {
  const { root, path, env } = await withNpm('kill -INT "$PPID"; exec sleep 600');
  expect(await runMews(['new', 'install', 'some-templates'], { cwd: root, env: { ...env, MEWS_HOME: path('home') } })).toMatchObject({ code: 130, stdout: '', stderr: '' });
  expect(readdirSync(path('home/templates'))).toEqual([]);
});

describe('mews new', () => {
  test('twice at the same time makes one project, and the other one says that it is there', async () => {
    const { root, path } = await tempProject();
    const both = await Promise.all(['first', 'second'].map((name) => runMews(['new', 'web', '-n', name, '-o', 'same', '--no-restore'], { cwd: root })));
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 73]);
    expect(readdirSync(path('same')).toSorted()).toEqual(whole);
    expect(readdirSync(root)).toEqual(['same']);
  });

  test.skipIf(process.platform === 'win32')('on a disk that takes nothing more leaves nothing', async () => {
    const { root, path } = await tempProject({ 'here/mine.txt': '' });
    // No file may grow, which is what a full disk says in other words.
    for (const cwd of [root, path('here')]) {
      const child = spawn('/bin/sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, mewsBin, 'new', 'web', '-n', 'a', '--no-restore'], { cwd, env: cleanEnvironment() });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
      const [code] = (await once(child, 'close')) as [number | null];
      expect({ code, said }).toEqual({ code: 100, said: expect.stringMatching(/MEWS1305: .*file too large\. Nothing of it was left there/) });
    }
    expect(readdirSync(root)).toEqual(['here']);
    expect(readdirSync(path('here'))).toEqual(['mine.txt']);
  });
});
