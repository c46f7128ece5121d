import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, mewsBin, runMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const SETTINGS = { profiles: { web: { commandName: 'Project', applicationUrl: 'http://localhost:0' } } };

describe('the exit code', () => {
  it.each<[string, string, number]>([
    ['of an app that ends well', '', 0],
    ['of an app that chose one', 'process.exit(42);', 42],
    ['of an app that throws', 'throw new Error("on purpose");', 1],
  ])('is that %s', async (_what, source, code) => {
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source, 'launchSettings.json': SETTINGS });
    expect((await runMews(['run'], { cwd })).code).toBe(code);
  });

  it('is 0 for a plan, a list, a build and a clean', async () => {
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': 'export {};', 'launchSettings.json': SETTINGS });
    for (const args of [['run', '--dry-run'], ['profiles'], ['build', '--typecheck', 'off'], ['clean']]) {
      expect({ args, code: (await runMews(args, { cwd })).code }).toEqual({ args, code: 0 });
    }
  });
});

describe('a reader that went away', () => {
  it.each([['profiles'], ['run', '--dry-run'], ['--help']])('is no trouble for mews %s %s', async (...args) => {
    const { root: cwd } = await tempProject({ 'main.ts': '', 'launchSettings.json': SETTINGS });
    const mews = spawn(process.execPath, [mewsBin, ...args.filter(Boolean)], { cwd, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    mews.stdout.destroy();
    let stderr = '';
    mews.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(mews, 'close')) as [number];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('a defect of mews itself', () => {
  // Whatever reads JSON fails, as if mews had a mistake in it.
  const broken = { NODE_OPTIONS: `--import data:text/javascript,JSON.parse=()=>{throw(new(TypeError)('a-mistake'))}` };

  it('is told as one, with the stack', async () => {
    const { code, stdout, stderr } = await runMews(['profiles'], { env: broken });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error MEWS9001: Unexpected error in mews: TypeError: a-mistake\nhint: .*report it.*\nTypeError: a-mistake\n {4}at /);
  });

  it('is one JSON object for machines, the stack apart', async () => {
    const { code, stdout, stderr } = await runMews(['profiles', '--format=json'], { env: broken });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { code: 'MEWS9001', message: expect.stringContaining('a-mistake') } });
    expect(stderr).toMatch(/^TypeError: a-mistake\n {4}at /);
  });
});

describe('a folder that was deleted under the shell', () => {
  it('is no project', async () => {
    const { path } = await tempProject({ 'gone/main.ts': '' });
    const cwd = path('gone');
    const shell = spawn('sh', ['-c', 'rm -r "$PWD" && exec "$0" "$1" run', process.execPath, mewsBin], { cwd, env: { ...cleanEnvironment(), NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(shell, 'close')) as [number];
    rmSync(cwd, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error MEWS1101: .*\/gone has no package\.json/);
  });
});
