import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownIdentity, runningOf } from '../../src/foundation/process/process-identity.ts';
import { hasProgram } from '../support/has-program.ts';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

interface Listed {
  readonly name: string;
  readonly project: string;
  readonly worktree: string | null;
  readonly branch: string | null;
  readonly profile: string | null;
  readonly urls: readonly string[];
  readonly pid: number;
  readonly command: string;
  readonly server: string | null;
  readonly startedAt: string;
  readonly uptime: number;
}

const ANSWER = `export default { fetch: () => new Response('hello') };`;
const APP = {
  'package.json': { name: 'shop', type: 'module' },
  'main.js': ANSWER,
  'launchSettings.json': { profiles: { https: { commandName: 'Project', applicationUrl: 'http://localhost:0' } } },
};

/** A user with a home of their own, where what runs is registered. */
async function user(files: Record<string, string | object> = {}) {
  const project = await tempProject(files);
  const env = { MEWS_HOME: project.path('home') };
  /** What `mews ps` lists of this test's projects: other tests, and other people, run apps on this machine, too. */
  const ps = async (more: Record<string, string | undefined> = {}): Promise<Listed[]> => {
    const { code, stdout, stderr } = await runMews(['ps', '--format', 'json'], { env: { ...env, ...more } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return (JSON.parse(stdout) as Listed[]).filter(({ project: folder }) => folder.startsWith(project.root));
  };
  return { ...project, env, ps };
}

const registered = (me: TempProject): string[] => (existsSync(me.path('home/running')) ? readdirSync(me.path('home/running')) : []);

/** Resolves when the launch is registered: a moment after it has started. */
async function untilRegistered(me: Awaited<ReturnType<typeof user>>, count = 1): Promise<void> {
  while (registered(me).length < count) await me.ps();
}

describe('mews ps', () => {
  test('lists what runs where, and no more when it has ended', async () => {
    const me = await user(APP);
    const before = Date.now();
    const mews = await startListening([], { cwd: me.root, env: me.env });
    await untilRegistered(me);
    const [launch, ...others] = await me.ps();
    expect(others).toEqual([]);
    expect(launch).toEqual({
      name: 'shop',
      project: me.root,
      worktree: null,
      branch: null,
      profile: 'https',
      urls: [mews.url],
      pid: mews.pid,
      command: 'run',
      server: 'kestrel',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      uptime: expect.any(Number),
    });
    expect(Math.abs(Date.parse(launch?.startedAt ?? '') - before)).toBeLessThan(5000);
    mews.signal('SIGINT');
    await mews.exited;
    expect(await me.ps()).toEqual([]);
    expect(registered(me)).toEqual([]);
  });

  test('prints a table for people', async () => {
    const me = await user(APP);
    const mews = await startListening([], { cwd: me.root, env: me.env });
    await untilRegistered(me);
    const { stdout } = await runMews(['ps'], { env: me.env });
    expect(stdout).toMatch(/^ *PID {2}UP +SERVER +PROFILE +BRANCH +URLS +PROJECT +WORKTREE\n/);
    expect(stdout).toMatch(new RegExp(`^ *${mews.pid} {2}\\d+ s +kestrel +https +- +${mews.url} +shop +${me.root}$`, 'm'));
  });

  test.skipIf(!hasProgram('git'))('knows the worktree and the branch, also of a linked worktree and of a project below', async () => {
    const me = await user({ 'main/api/package.json': { name: 'api', type: 'module' }, 'main/api/main.js': ANSWER });
    const git = (...args: string[]) => {
      const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: me.path('main'), encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    };
    git('init', '-q', '-b', 'trunk');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    git('worktree', 'add', '-q', '-b', 'feature/nest', '../linked');
    for (const worktree of ['main', 'linked']) await startListening(['--project', join(worktree, 'api'), '--urls', 'http://127.0.0.1:0'], { cwd: me.root, env: me.env });
    await untilRegistered(me, 2);
    const places = (await me.ps()).map(({ worktree, branch }) => [worktree, branch]);
    expect(places).toEqual([[me.path('main'), 'trunk'], [me.path('linked'), 'feature/nest']]);
    git('checkout', '-q', '--detach');
    expect((await me.ps())[0]).toMatchObject({ worktree: me.path('main'), branch: null });
  });

  test('lists programs of other kinds, and apps that listen nowhere', async () => {
    const me = await user({
      'package.json': { name: 'quiet', type: 'module' },
      'main.js': `console.log('ready'); setInterval(() => {}, 1000);`,
      'launchSettings.json': { profiles: { program: { commandName: 'Executable', executablePath: 'node', commandLineArgs: `-e "console.log('ready'); require('http').createServer().listen(0, '127.0.0.1')"` } } },
    });
    const quiet = startMews(['run', '--no-launch-profile'], { cwd: me.root, env: me.env });
    await quiet.printed(/ready/);
    const other = startMews(['run'], { cwd: me.root, env: me.env });
    await other.said(/Now listening on: (\S+)/);
    await untilRegistered(me, 2);
    expect(await me.ps()).toMatchObject([
      { pid: quiet.pid, profile: null, urls: [], server: 'kestrel' },
      { pid: other.pid, profile: 'program', urls: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)], server: 'node' },
    ]);
  });

  test('registers for this user alone', async () => {
    const me = await user(APP);
    await startListening([], { cwd: me.root, env: me.env });
    await untilRegistered(me);
    expect(statSync(me.path('home/running')).mode & 0o777).toBe(0o700);
    for (const file of registered(me)) expect(statSync(me.path('home/running', file)).mode & 0o777).toBe(0o600);
  });

  test('runs the app where nothing can be registered', async () => {
    const me = await user({ ...APP, home: 'a file' });
    const mews = await startListening([], { cwd: me.root, env: me.env });
    expect(await (await fetch(mews.url)).text()).toBe('hello');
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/error|warning/) });
  });
});

describe('a registration', () => {
  test('of a mews that was killed is cleaned away', async () => {
    const me = await user(APP);
    const mews = await startListening([], { cwd: me.root, env: me.env });
    await untilRegistered(me);
    mews.signal('SIGKILL');
    await mews.exited;
    expect(registered(me)).not.toEqual([]);
    expect((await me.ps()).filter(({ pid }) => pid === mews.pid)).toEqual([]);
    expect(registered(me)).toEqual([]);
  });

  test('counts only while its very process runs, and only on its machine', async () => {
    const me = await user();
    const registration = (more: object, identity: object = {}) => ({ launcher: { ...ownIdentity(), ...identity }, command: 'run', name: 'x', project: me.root, profile: null, urls: [], server: 'kestrel', since: 1, ...more });
    me.write('home/running/1-1.json', registration({ name: 'ours' }));
    me.write('home/running/2-1.json', registration({ name: 'reused' }, { start: '12345' }));
    me.write('home/running/3-1.json', registration({ name: 'gone' }, { pid: 999_999_999 }));
    me.write('home/running/4-1.json', registration({ name: 'elsewhere' }, { space: 'another machine' }));
    me.write('home/running/5-1.json', 'not JSON');
    me.write('home/running/6-1.json', registration({ urls: 'no list' }));
    me.write('home/running/notes.txt', 'mine');
    expect((await me.ps()).map(({ name }) => name)).toEqual(['ours']);
    expect(registered(me).toSorted()).toEqual(['1-1.json', '4-1.json', '5-1.json', '6-1.json', 'notes.txt']);
  });

  test('of a later version of the app is the one that counts', async () => {
    const me = await user();
    const registration = (url: string) => ({ launcher: ownIdentity(), command: 'watch', name: 'x', project: me.root, profile: null, urls: [url], server: 'kestrel', since: 1 });
    for (const number of [2, 10, 9]) me.write(`home/running/${process.pid}-${number}.json`, registration(`http://localhost:${number}`));
    expect((await me.ps()).map(({ urls }) => urls)).toEqual([['http://localhost:10']]);
  });

  test('is made in the folder of the session, and found from another one', async () => {
    const me = await user(APP);
    const runtime = me.path('runtime');
    const mews = await startListening([], { cwd: me.root, env: { MEWS_HOME: undefined, XDG_RUNTIME_DIR: runtime } });
    while (!existsSync(join(runtime, 'mews')) || readdirSync(join(runtime, 'mews')).length === 0) await me.ps();
    expect(await me.ps({ XDG_RUNTIME_DIR: runtime })).toMatchObject([{ pid: mews.pid, server: 'kestrel' }]);
  });
});

describe.skipIf(process.platform !== 'linux')('an app that is registered nowhere', () => {
  test('is found by looking at the processes', async () => {
    const me = await user(APP);
    const mews = await startListening([], { cwd: me.root, env: { MEWS_HOME: me.path('another home') } });
    const [launch] = await me.ps();
    expect(launch).toMatchObject({ name: 'shop', project: me.root, profile: 'https', urls: [mews.url], pid: mews.pid, command: 'run', server: null });
    expect(Math.abs(Date.parse(launch?.startedAt ?? '') - Date.now())).toBeLessThan(30_000);
    mews.signal('SIGINT');
    await mews.exited;
    expect(await me.ps()).toEqual([]);
  });
});

test('a process is told from another one of the same id', async () => {
  const own = ownIdentity();
  expect(await runningOf([own])).toEqual([own]);
  expect(await runningOf([{ ...own, start: '0' }])).toEqual([]);
  expect(await runningOf([{ ...own, pid: 999_999_999 }])).toEqual([]);
  expect(await runningOf([])).toEqual([]);
});

test('nothing that runs is said, too; the help has examples', async () => {
  const { path } = await tempProject();
  const { out } = await program(['ps', '--help'], { cwd: '/' });
  expect(out).toMatch(/Examples:\n {2}mews ps {2,}/);
  const { exitCode, error } = await program(['ps', 'x'], { cwd: '/', env: { MEWS_HOME: path('home') } });
  expect([exitCode, error?.code]).toEqual([1, 'MEWS1003']);
  expect(readFileSync(new URL('../../src/launcher/cli/render-running.ts', import.meta.url), 'utf8')).toContain('No app is running.');
});
