import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDebugger } from '../support/debugger.ts';
import { linkPackages } from '../support/link-packages.ts';
import { cleanEnvironment, runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

interface LaunchConfiguration {
  readonly name: string;
  readonly type: string;
  readonly request: string;
  readonly runtimeExecutable: string;
  readonly runtimeArgs: readonly string[];
  readonly cwd: string;
  readonly preLaunchTask?: string;
  readonly outFiles?: readonly string[];
  readonly pauseForSourceMap?: boolean;
}

interface Task {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd: string };
  readonly problemMatcher: { readonly pattern: { readonly regexp: string } } | [];
}

const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

/** A new project with its packages, and what it has for VS Code. */
async function create(template: string) {
  const { root } = await tempProject();
  const { code, stderr } = await runMews(['new', template, '-n', 'hello', '--no-restore'], { cwd: root });
  expect(code, stderr).toBe(0);
  const project = join(root, 'hello');
  linkPackages(project);
  const { configurations } = read<{ configurations: LaunchConfiguration[] }>(project, '.vscode/launch.json');
  const { tasks } = read<{ tasks: Task[] }>(project, '.vscode/tasks.json');
  return { project, configurations, tasks };
}

/** Runs a command of those files as VS Code does, with `${workspaceFolder}` filled in. */
function start({ command, args, cwd }: { readonly command: string; readonly args: readonly string[]; readonly cwd: string }, project: string, env: Record<string, string> = {}) {
  const fill = (text: string): string => text.replaceAll('${workspaceFolder}', project);
  const child = spawn(command, args.map(fill), { cwd: fill(cwd), env: { ...cleanEnvironment(), NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  let wake: () => void = () => undefined;
  const onData = (text: string): void => {
    output += text;
    wake();
  };
  child.stdout.setEncoding('utf8').on('data', onData);
  child.stderr.setEncoding('utf8').on('data', onData);
  const closed = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(-child.pid, 'SIGKILL');
    await closed;
  });
  const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      expect(child.exitCode, output).toBeNull();
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), closed]);
    }
  };
  return { child, output: () => output, closed, said };
}

describe('F5 in VS Code', () => {
  test('builds, launches, and stops at breakpoints on lines of the TypeScript, at the start and in a request', { timeout: 120_000 }, async () => {
    const { project, configurations, tasks } = await create('webapi');
    const [configuration] = configurations;
    expect(configuration).toMatchObject({ name: 'mews: http', type: 'node', request: 'launch', pauseForSourceMap: true });
    const task = tasks.find(({ label }) => label === configuration?.preLaunchTask) ?? expect.fail('there is no such task');
    const build = start({ command: task.command, args: task.args, cwd: task.options.cwd }, project);
    expect(await build.closed, build.output()).toBe(0);
    expect(existsSync(join(project, 'dist/Debug/main.js'))).toBe(true);

    const lineOf = (file: string, text: string): number => readFileSync(join(project, file), 'utf8').split('\n').findIndex((line) => line.includes(text)) + 1;
    const atStart = { source: 'src/main.ts', line: lineOf('src/main.ts', 'createApp().run()') };
    const inRequest = { source: 'src/app.ts', line: lineOf('src/app.ts', `request.query.get('done')`) };
    const { env, paused } = await startDebugger([atStart, inRequest]);
    const { runtimeExecutable: command = '', runtimeArgs: args = [], cwd = '' } = configuration ?? {};
    const launch = start({ command, args, cwd }, project, env);

    const first = await paused();
    expect(first.at).toEqual(atStart);
    await first.resume();
    const [, url] = await launch.said(/Now listening on: (\S+)/);
    const answer = fetch(`${url}/todos?done=true`);
    const second = await paused();
    expect(second.at).toEqual(inRequest);
    await second.resume();
    expect(await (await answer).json()).toEqual([]);
    // The Stop button, "politely": SIGTERM for the whole tree.
    if (launch.child.pid !== undefined) process.kill(-launch.child.pid, 'SIGTERM');
    await launch.closed;
    expect(launch.output()).toContain('Application is shutting down...');
  });

  test('finds the findings of a build in what it prints', async () => {
    const { project, tasks } = await create('web');
    const [task] = tasks;
    const source = join(project, 'src/app.ts');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\nconst wrong: number = 'text';\n`);
    const build = start({ command: task?.command ?? '', args: task?.args ?? [], cwd: task?.options.cwd ?? '' }, project);
    await build.closed;
    const pattern = new RegExp(task?.problemMatcher && 'pattern' in task.problemMatcher ? task.problemMatcher.pattern.regexp : '^$', 'm');
    const [, file, line, , severity, code, message] = pattern.exec(build.output()) ?? expect.fail(build.output());
    expect([file, Number(line) > 10, severity, code, message]).toEqual(['src/app.ts', true, 'error', 'TS2322', expect.stringContaining("Type 'string' is not assignable")]);
  });
});

describe('the files for VS Code', () => {
  test.each(['web', 'webapi', 'webapp', 'hono', 'fastify', 'express'])('of %s have a configuration and a watch for each profile, and a build', async (template) => {
    const { root, path } = await tempProject();
    await program(['new', template, '-n', 'hello', '--no-restore'], { cwd: root });
    const { configurations } = read<{ configurations: LaunchConfiguration[] }>(path('hello/.vscode/launch.json'));
    const { tasks } = read<{ tasks: Task[] }>(path('hello/.vscode/tasks.json'));
    expect(configurations.map(({ name, preLaunchTask }) => [name, preLaunchTask])).toEqual([['mews: http', 'mews: build'], ['mews: https', 'mews: build']]);
    expect(tasks.map(({ label }) => label)).toEqual(['mews: build', 'mews: watch http', 'mews: watch https']);
  });

  test('follow the options, and are not there without launch settings', async () => {
    const { root, path } = await tempProject();
    await program(['new', 'web', '-n', 'a', '--no-restore', '--no-https'], { cwd: root });
    expect(read<{ configurations: object[] }>(path('a/.vscode/launch.json')).configurations).toHaveLength(1);
    await program(['new', 'web', '-n', 'b', '--no-restore', '--exclude-launch-settings'], { cwd: root });
    expect(existsSync(path('b/.vscode'))).toBe(false);
  });
});

describe('mews profiles --format vscode', () => {
  const SETTINGS = {
    profiles: {
      container: { commandName: 'Docker' },
      'IIS Express': { commandName: 'IISExpress' },
      release: { commandName: 'Project', configuration: 'Release' },
      tool: { commandName: 'Executable', executablePath: 'python3' },
    },
    iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5124' } },
  };

  test('prints a configuration for every profile that can be launched, the default one first, and says what it leaves out', async () => {
    const { root: cwd } = await tempProject({ 'src/main.ts': '', 'Properties/launchSettings.json': SETTINGS });
    const { out, err, exitCode } = await program(['profiles', '--format', 'vscode'], { cwd });
    expect(exitCode).toBe(0);
    const { version, configurations } = JSON.parse(out) as { version: string; configurations: LaunchConfiguration[] };
    expect(version).toBe('0.2.0');
    expect(configurations.map(({ name, runtimeArgs }) => [name, runtimeArgs.at(-1)])).toEqual([['mews: release', 'release'], ['mews: IIS Express', 'IIS Express'], ['mews: tool', 'tool']]);
    expect(configurations.map(({ outFiles }) => outFiles !== undefined)).toEqual([true, true, false]);
    expect(configurations.every(({ preLaunchTask, cwd: folder }) => preLaunchTask === undefined && folder === '${workspaceFolder}')).toBe(true);
    expect(err).toMatch(/^Left out: container\. .*Docker needs/);
  });

  test('is for the folder it is typed in, also for a project below and for a file', async () => {
    const { root: cwd } = await tempProject({ 'api/src/main.ts': '', 'api/launchSettings.json': SETTINGS, 'tool.ts': '', 'tool.run.json': { profiles: { own: { commandName: 'Project' } } } });
    const of = async (...words: string[]): Promise<LaunchConfiguration | undefined> => (JSON.parse((await program(['profiles', ...words, '--format', 'vscode'], { cwd })).out) as { configurations: LaunchConfiguration[] }).configurations[0];
    expect(await of('--project', 'api')).toMatchObject({ cwd: '${workspaceFolder}/api', outFiles: ['${workspaceFolder}/api/dist/**/*.{js,cjs,mjs}'] });
    expect(await of('tool.ts')).toMatchObject({ cwd: '${workspaceFolder}', runtimeArgs: ['--no-install', 'mews', 'run', 'tool.ts', '--launch-profile', 'own'] });
  });

  test('has nothing to print for a project without profiles', async () => {
    const { root: cwd } = await tempProject({ 'src/main.ts': '' });
    expect(JSON.parse((await program(['profiles', '--format', 'vscode'], { cwd })).out)).toEqual({ version: '0.2.0', configurations: [] });
  });
});
