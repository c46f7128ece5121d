import { existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../src/foundation/errors/mews-error.ts';
import { SAMPLES, sampleFiles, WHY_SKIPPED } from '../launcher/profiles/import/launch-json-samples.ts';
import { planOf, program } from '../support/run-program.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

interface ImportOutcome {
  readonly profiles: Record<string, unknown>;
  readonly err: string;
}

const DEVELOPMENT = { ASPNETCORE_ENVIRONMENT: 'Development' };

async function imported({ root }: TempProject, ...words: string[]): Promise<ImportOutcome> {
  const { out, err, error } = await program(['profiles', 'import', ...words], { cwd: root });
  if (error) throw error;
  const { profiles } = JSON.parse(out) as { profiles: Record<string, unknown> };
  return { profiles, err };
}

const project = (files: Record<string, string | object> = {}) => tempProject({ 'package.json': { name: 'p', type: 'module' }, 'src/index.ts': 'export default { fetch: () => new Response() };', ...files });
const withLaunchJson = (...configurations: object[]) => project({ '.vscode/launch.json': { version: '0.2.0', configurations } });
const node = (more: object) => ({ type: 'node', request: 'launch', name: 'it', ...more });

describe('a configuration of launch.json', () => {
  it.each<[string, object, object]>([
    ['the entry', { program: '${workspaceFolder}/src/index.ts' }, { commandName: 'Project', environmentVariables: DEVELOPMENT }],
    ['the entry, with backslashes', { program: '${workspaceFolder}\\src\\index.ts' }, { commandName: 'Project', environmentVariables: DEVELOPMENT }],
    ['what is built of it', { program: '${workspaceFolder}/dist/index.js', preLaunchTask: 'tsc: build' }, { commandName: 'Project', environmentVariables: DEVELOPMENT }],
    ['arguments', { program: 'src/index.ts', args: ['--seed', '4 2', '${workspaceFolder}/data'] }, { commandName: 'Project', commandLineArgs: '--seed "4 2" $(ProjectDir)data', environmentVariables: DEVELOPMENT }],
    ['variables', { program: 'src/index.ts', env: { A: '${env:HOME}/x', N: 7, NOT: null } }, { commandName: 'Project', environmentVariables: { ...DEVELOPMENT, A: '%HOME%/x', N: '7' } }],
    ['a port', { program: 'src/index.ts', env: { PORT: '3000', HOST: '0.0.0.0', B: '1' } }, { commandName: 'Project', applicationUrl: 'http://0.0.0.0:3000', environmentVariables: { ...DEVELOPMENT, B: '1' } }],
    ['NODE_ENV', { program: 'src/index.ts', env: { NODE_ENV: 'production' } }, { commandName: 'Project', environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Production' } }],
    ['another NODE_ENV', { program: 'src/index.ts', env: { NODE_ENV: 'local' } }, { commandName: 'Project', environmentVariables: { NODE_ENV: 'local' } }],
    ['loaders and an inspector', { program: 'src/index.ts', runtimeArgs: ['-r', 'ts-node/register', '--inspect=9230'] }, { commandName: 'Project', inspect: 9230, environmentVariables: DEVELOPMENT }],
    ['options of Node', { program: 'src/index.ts', runtimeArgs: ['--max-old-space-size=512'], env: { NODE_OPTIONS: '--trace-warnings' } }, { commandName: 'Project', environmentVariables: { ...DEVELOPMENT, NODE_OPTIONS: '--trace-warnings --max-old-space-size=512' } }],
    ['another folder', { program: '${workspaceFolder}/src/index.ts', cwd: '${workspaceFolder}/data' }, { commandName: 'Project', workingDirectory: './data', environmentVariables: DEVELOPMENT }],
    ['a browser', { program: 'src/index.ts', serverReadyAction: { action: 'openExternally', uriFormat: 'http://localhost:%s/docs' } }, { commandName: 'Project', environmentVariables: DEVELOPMENT, launchBrowser: true, launchUrl: 'docs' }],
    ['another program', { program: '${workspaceFolder}/node_modules/.bin/jest', args: ['--runInBand'] }, { commandName: 'Executable', executablePath: 'node', commandLineArgs: '$(ProjectDir)node_modules/.bin/jest --runInBand', environmentVariables: DEVELOPMENT }],
    ['another TypeScript', { program: '${workspaceFolder}/tools/seed.ts', args: ['x'] }, { commandName: 'Executable', executablePath: 'npx', commandLineArgs: '--no-install mews run $(ProjectDir)tools/seed.ts -- x', environmentVariables: DEVELOPMENT }],
    ['a tool', { runtimeExecutable: 'pnpm', runtimeArgs: ['exec', 'vite'], env: { PORT: '1' } }, { commandName: 'Executable', executablePath: 'pnpm', commandLineArgs: 'exec vite', environmentVariables: { ...DEVELOPMENT, PORT: '1' } }],
    ['a tool at home', { runtimeExecutable: '~/.deno/bin/deno', args: ['task'] }, { commandName: 'Executable', executablePath: '%HOME%/.deno/bin/deno', commandLineArgs: 'task', environmentVariables: DEVELOPMENT }],
    ['a terminal', { type: 'node-terminal', command: 'npx vite --host' }, { commandName: 'Executable', executablePath: 'npx', commandLineArgs: 'vite --host', environmentVariables: DEVELOPMENT }],
    ['what this system has of its own', { program: 'x.js', [{ darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux']: { program: 'src/index.ts' } }, { commandName: 'Project', environmentVariables: DEVELOPMENT }],
  ])('with %s becomes a profile', async (_what, configuration, profile) => {
    const { profiles } = await imported(await withLaunchJson(node(configuration)), '--dry-run');
    expect(profiles).toEqual({ it: profile });
  });

  it.each<[string, object, RegExp]>([
    ['of another type', { type: 'chrome', request: 'launch', name: 'it' }, /its type is "chrome", not "node"/],
    ['that attaches', { type: 'node', request: 'attach', name: 'it', port: 9229 }, /attaches to a program that runs already/],
    ['with the open file', node({ program: '${file}' }), /it uses \$\{file\}, which only the editor knows/],
    ['with a question', node({ program: 'x.js', args: ['${input:name}'] }), /it uses \$\{input:name\}/],
    ['with a folder of the editor', node({ program: 'x.js', cwd: '${fileDirname}' }), /it uses \$\{fileDirname\}/],
    ['without a program', node({}), /names no program/],
    ['of several commands', { type: 'node-terminal', request: 'launch', name: 'it', command: 'npm i && npm start' }, /names no program, or more than one/],
  ])('%s is left out, with the reason', async (_what, configuration, reason) => {
    const { profiles, err } = await imported(await withLaunchJson(configuration));
    expect(profiles).toEqual({});
    expect(err).toMatch(/^it: left out, for /m);
    expect(err).toMatch(reason);
  });

  it('that runs a script of package.json is what the script is', async () => {
    const where = await withLaunchJson(node({ runtimeExecutable: 'npm', runtimeArgs: ['run', 'dev'], env: { B: '2' } }), node({ name: 'other', runtimeExecutable: 'yarn', runtimeArgs: ['lint'] }));
    where.write('package.json', { name: 'p', type: 'module', scripts: { dev: 'A=1 tsx watch src/index.ts', lint: 'eslint .' } });
    const { profiles, err } = await imported(where, '--dry-run');
    expect(profiles).toEqual({
      it: { commandName: 'Project', environmentVariables: { ...DEVELOPMENT, A: '1', B: '2' } },
      other: { commandName: 'Executable', executablePath: 'yarn', commandLineArgs: 'lint', environmentVariables: DEVELOPMENT },
    });
    expect(err).toContain("it: tsx is not needed: mews builds TypeScript, and 'mews watch' starts again");
  });

  it('has a name of its own, whatever case', async () => {
    const { profiles } = await imported(await withLaunchJson(node({ program: 'src/index.ts' }), node({ name: 'IT', program: 'src/index.ts' }), node({ name: '', program: 'src/index.ts' })), '--dry-run');
    expect(Object.keys(profiles)).toEqual(['it', 'IT 2', 'configuration 3']);
  });

  it('of the workspace around the project is seen from the project', async () => {
    const { root } = await tempProject({
      '.git/HEAD': '',
      '.vscode/launch.json': { configurations: [node({ program: '${workspaceFolder}/api/src/index.ts' }), node({ name: 'seed', program: '${workspaceFolder}/tools/seed.js' })] },
      'api/package.json': { type: 'module' },
      'api/src/index.ts': '',
    });
    const { out } = await program(['profiles', 'import', '--project', 'api', '--dry-run'], { cwd: root });
    expect(JSON.parse(out)).toEqual({
      profiles: {
        it: { commandName: 'Project', workingDirectory: '..', environmentVariables: DEVELOPMENT },
        seed: { commandName: 'Executable', executablePath: 'node', commandLineArgs: '$(ProjectDir)../tools/seed.js', workingDirectory: '..', environmentVariables: DEVELOPMENT },
      },
    });
  });
});

describe('the scripts of package.json', () => {
  it('that start something become profiles', async () => {
    const scripts = { start: 'node dist/index.js', 'start:prod': 'NODE_ENV=production node dist/index.js', dev: 'nodemon src/index.ts', serve: 'vite', preview: 'a && b', develop: 'mews run', build: 'tsc', test: 'vitest' };
    const where = await project({ 'package.json': { name: 'p', type: 'module', scripts } });
    const { profiles, err } = await imported(where, '--dry-run');
    const npm = (name: string) => ({ commandName: 'Executable', executablePath: 'npm', commandLineArgs: `run ${name}`, environmentVariables: DEVELOPMENT });
    expect(profiles).toEqual({
      start: { commandName: 'Project', environmentVariables: DEVELOPMENT },
      'start:prod': { commandName: 'Project', environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Production' } },
      dev: { commandName: 'Project', environmentVariables: DEVELOPMENT },
      serve: npm('serve'),
      preview: npm('preview'),
    });
    expect(err).toContain('From the scripts of package.json:');
    expect(err).toContain('start: dist/index.js is what was built of src/index.ts: mews builds that itself');
    expect(err).toContain('develop: left out, for it runs mews already');
    expect(err).toContain('Scripts that start nothing: build, test');
  });

  it('are asked for where there is a launch.json, too', async () => {
    const where = await withLaunchJson(node({ program: 'src/index.ts' }));
    where.write('package.json', { name: 'p', type: 'module', scripts: { start: 'node .' } });
    expect(Object.keys((await imported(where, '--from', 'scripts', '--dry-run')).profiles)).toEqual(['start']);
    expect(Object.keys((await imported(where, '--dry-run')).profiles)).toEqual(['it']);
  });
});

describe('mews profiles import', () => {
  it('makes launch settings that can be used', async () => {
    const where = await withLaunchJson(node({ name: 'Debug API', program: 'src/index.ts', args: ['a b'], env: { PORT: '3000' } }));
    const { err } = await imported(where);
    expect(err).toBe('From .vscode/launch.json:\nWritten to Properties/launchSettings.json\n');
    const plan = await planOf(['-lp', 'debug api'], { cwd: where.root });
    expect(plan).toMatchObject({ profile: { name: 'Debug API' }, args: ['a b'], urls: [{ value: 'http://localhost:3000' }] });
    expect(JSON.parse(readFileSync(where.path('Properties/launchSettings.json'), 'utf8'))).toMatchObject({ $schema: '../node_modules/mews/src/launcher/profiles/launchsettings.schema.json' });
  });

  it('leaves comments, layout, encoding and links of the file as they are', async () => {
    const before = '\uFEFF// mine\r\n{\r\n\t"profiles": {\r\n\t\t// the first\r\n\t\t"http": { "commandName": "Project" }, // last\r\n\t},\r\n}\r\n';
    const where = await withLaunchJson(node({ program: 'src/index.ts' }));
    where.write('shared.json', before);
    where.write('Properties/.keep', '');
    symlinkSync('../shared.json', where.path('Properties/launchSettings.json'));
    await imported(where);
    const after = readFileSync(where.path('shared.json'), 'utf8');
    expect(after).toBe('\uFEFF// mine\r\n{\r\n\t"profiles": {\r\n\t\t// the first\r\n\t\t"http": { "commandName": "Project" },\r\n\t\t"it": {\r\n\t\t\t"commandName": "Project",\r\n\t\t\t"environmentVariables": {\r\n\t\t\t\t"ASPNETCORE_ENVIRONMENT": "Development"\r\n\t\t\t}\r\n\t\t}, // last\r\n\t},\r\n}\r\n');
    expect(lstatSync(where.path('Properties/launchSettings.json')).isSymbolicLink()).toBe(true);
    expect(statSync(where.path('shared.json')).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['{"profiles":{}}', '{"profiles":{\n    "it": {'],
    ['{\n    "profiles": {\n    }\n}', '{\n    "profiles": {\n        "it": {\n            "commandName"'],
    ['{\n  "profiles": { /* none */ }\n}', '{\n  "profiles": {\n    "it": {'],
  ])('fills %j', async (before, after) => {
    const where = await withLaunchJson(node({ program: 'src/index.ts' }));
    where.write('launchSettings.json', before);
    await imported(where);
    expect(readFileSync(where.path('launchSettings.json'), 'utf8')).toContain(after);
    expect(JSON.parse((await program(['profiles', '--format', 'json'], { cwd: where.root })).out)).toMatchObject([{ name: 'it', usable: true }]);
  });

  it('never overwrites a profile without --force, and writes nothing then', async () => {
    const where = await withLaunchJson(node({ name: 'HTTP', program: 'src/index.ts' }), node({ name: 'new', program: 'src/index.ts' }));
    const before = '{\n  "profiles": {\n    // kept\n    "other": {},\n    "http": { "commandName": "Docker" }\n  }\n}\n';
    where.write('launchSettings.json', before);
    const { error, out } = await program(['profiles', 'import'], { cwd: where.root });
    expect(error && isFailure(error, 'profilesExist') && error.message).toContain("'http'");
    expect(Object.keys((JSON.parse(out) as { profiles: object }).profiles)).toEqual(['HTTP', 'new']);
    expect(readFileSync(where.path('launchSettings.json'), 'utf8')).toBe(before);
    await imported(where, '--force');
    const after = readFileSync(where.path('launchSettings.json'), 'utf8');
    expect(after).toContain('// kept\n    "other": {},');
    expect(JSON.parse(after.replace('// kept', ''))).toMatchObject({ profiles: { other: {}, http: { commandName: 'Project' }, new: { commandName: 'Project' } } });
    expect(after).not.toContain('HTTP');
  });

  it('shows and does not write with --dry-run', async () => {
    const where = await withLaunchJson(node({ program: 'src/index.ts' }));
    await imported(where, '--dry-run');
    expect(existsSync(where.path('Properties'))).toBe(false);
  });

  it.each<[string, Record<string, string | object>, string[], string]>([
    ['there is nothing', {}, [], 'MEWS1214'],
    ['no script starts anything', { 'package.json': { name: 'p', type: 'module', scripts: { test: 'x' } } }, [], 'MEWS1214'],
    ['launch.json is asked for and not there', { 'package.json': { name: 'p', type: 'module', scripts: { start: 'x' } } }, ['--from', 'vscode'], 'MEWS1214'],
    ['launch.json has no configurations', { '.vscode/launch.json': '{}' }, [], 'MEWS1214'],
    ['launch.json is empty', { '.vscode/launch.json': '' }, [], 'MEWS1201'],
    ['launch.json is no JSON', { '.vscode/launch.json': '{ "configurations": [ }' }, [], 'MEWS1201'],
    ['the launch settings are no JSON', { '.vscode/launch.json': { configurations: [node({ program: 'src/index.ts' })] }, 'launchSettings.json': '{' }, [], 'MEWS1201'],
    ['an option is unknown', {}, ['--form', 'vscode'], 'MEWS1001'],
    ['the source is unknown', {}, ['--from', 'webstorm'], 'MEWS1004'],
  ])('says so when %s', async (_what, files, words, code) => {
    const where = await project(files);
    const { error } = await program(['profiles', 'import', ...words], { cwd: where.root });
    expect(error?.code).toBe(code);
    if (code === 'MEWS1001') expect(error?.hint).toMatch(/^Did you mean '--from'.*'mews profiles import --help'/);
  });

  it('has its own help', async () => {
    const { out } = await program(['profiles', 'import', '--help'], { cwd: '/' });
    expect(out).toMatch(/^Usage: mews profiles import \[options\]/);
    for (const word of ['--from <vscode|scripts>', '--dry-run', '--force', '--project', 'Examples:\n  mews profiles import']) expect(out).toContain(word);
  });
});

describe(`real launch.json files${WHY_SKIPPED}`, () => {
  it.skipIf(WHY_SKIPPED !== '')('become profiles that mews reads, or say why not', async () => {
    for (const name of sampleFiles()) {
      const text = readFileSync(join(SAMPLES, name), 'utf8');
      const where = await project({ '.vscode/launch.json': text });
      const { out, err, error } = await program(['profiles', 'import'], { cwd: where.root });
      if (error) {
        expect(['MEWS1201', 'MEWS1214'], `${name}: ${error.message}`).toContain(error.code);
        continue;
      }
      const { profiles } = JSON.parse(out) as { profiles: Record<string, object> };
      const left = err.match(/: left out, for (?:its type is|it attaches|it uses|it names)/g) ?? [];
      const configurations = text.match(/"request"\s*:/g) ?? [];
      expect(Object.keys(profiles).length + left.length, `${name}\n${err}`).toBe(configurations.length);
      const listed = JSON.parse((await program(['profiles', '--format', 'json'], { cwd: where.root })).out) as { usable: boolean; reason?: string }[];
      expect(listed.filter(({ usable }) => !usable), name).toEqual([]);
      expect(listed).toHaveLength(Object.keys(profiles).length);
    }
  });
});
