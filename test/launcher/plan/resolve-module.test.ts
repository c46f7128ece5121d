import { describe, expect, it } from 'vitest';
import type { PlannedUrl } from '../../../src/foundation/events/event.ts';
import type { ModuleSource } from '../../../src/launcher/plan/launch-facts.ts';
import { moduleProgram, moduleWarnings } from '../../../src/launcher/plan/module-program.ts';
import { resolveHostingModel } from '../../../src/launcher/plan/resolve-hosting.ts';
import { resolveModule, splitApplicationPath } from '../../../src/launcher/plan/resolve-module.ts';
import { variableLayers } from '../../../src/launcher/plan/variable-layers.ts';
import type { LaunchOptions } from '../../../src/launcher/plan/launch-options.ts';
import type { LaunchProfile } from '../../../src/launcher/profiles/launch-profile.ts';
import type { ModuleSettings } from '../../../src/launcher/profiles/module/module-settings.ts';
import { failureOf } from '../../support/failure-of.ts';
import { webProfile } from './web-profile.ts';

type Values = ModuleSettings['values'];

const PROFILE = 'profile "web" module';
const source = (from: string, values: Values, variables: Record<string, string> = {}): ModuleSource => ({
  from,
  settings: { values, environmentVariables: new Map(Object.entries(variables)), unknown: [] },
});
const asWritten = (text: string): string => text;
const rootPath = { value: '/', from: 'default' };
const resolved = (module?: readonly ModuleSource[]) =>
  resolveModule({ facts: { platform: 'linux', settings: { warnings: [], ...(module && { module }) } }, contentRoot: '/app', applicationPath: rootPath, expand: (text) => text.replace('%LOGS%', '/var/log') });

const launchOptions = (options: Partial<LaunchOptions> = {}): LaunchOptions => ({ useLaunchProfile: true, useLaunchProfileArguments: true, noBuild: false, environment: new Map(), args: [], ...options });

describe('the settings of the module', () => {
  it("have the module's defaults", () => {
    const told = (value: string | number | boolean) => ({ value, from: 'default' });
    expect(resolved()).toEqual({
      startupTimeLimit: told(120_000),
      shutdownTimeLimit: told(10_000),
      shutdownDelay: told(0),
      requestTimeout: told(120_000),
      idleTimeout: told(0),
      rapidFailsPerMinute: told(10),
      processesPerApplication: told(1),
      stdoutLogEnabled: told(false),
      stdoutLogFile: told('/app/aspnetcore-stdout'),
      disableStartUpErrorPage: told(false),
      applicationPath: rootPath,
      webConfig: null,
      webConfigPath: '/app/web.config',
    });
  });

  it("come from web.config, and over it from the profile's module, each by itself", () => {
    const plan = resolved([
      source('web.config', { startupTimeLimit: 1000, requestTimeout: 2000, stdoutLogEnabled: true, rapidFailsPerMinute: 5 }),
      source(PROFILE, { startupTimeLimit: 3000, stdoutLogEnabled: false, rapidFailsPerMinute: 0 }),
    ]);
    expect(plan).toMatchObject({
      startupTimeLimit: { value: 3000, from: 'profile "web" module startupTimeLimit' },
      requestTimeout: { value: 2000, from: 'web.config requestTimeout' },
      stdoutLogEnabled: { value: false, from: 'profile "web" module stdoutLogEnabled' },
      rapidFailsPerMinute: { value: 0, from: 'profile "web" module rapidFailsPerMinute' },
      shutdownTimeLimit: { value: 10_000, from: 'default' },
    });
  });

  it.each([
    ['.\\logs\\stdout', '/app/logs/stdout'],
    ['../out', '/out'],
    ['/tmp/out', '/tmp/out'],
    ['%LOGS%\\out', '/var/log/out'],
  ])("have the log file %s at %s, from the app's folder", (written, path) => {
    expect(resolved([source('web.config', { stdoutLogFile: written })]).stdoutLogFile).toEqual({ value: path, from: 'web.config stdoutLogFile' });
  });

  it('say where the web.config was looked for', () => {
    const plan = resolveModule({ facts: { platform: 'linux', settings: { warnings: [], webConfigPath: '/elsewhere/web.config' } }, contentRoot: '/app', applicationPath: rootPath, expand: asWritten });
    expect(plan).toMatchObject({ webConfig: null, webConfigPath: '/elsewhere/web.config' });
  });

  it('say which web.config was read', () => {
    expect(resolved([source('web.config', {})])).toMatchObject({ webConfig: '/app/web.config', webConfigPath: '/app/web.config' });
    expect(resolved([source(PROFILE, {})]).webConfig).toBeNull();
  });
});

describe('the application path', () => {
  const urls = (...values: string[]): PlannedUrl[] => values.map((value) => ({ value, from: 'profile "web" iisSettings', isDefault: false }));

  it.each([
    [['http://localhost:5000'], ['http://localhost:5000'], '/'],
    [['http://localhost:5000/'], ['http://localhost:5000/'], '/'],
    [['http://localhost:5000/shop'], ['http://localhost:5000'], '/shop'],
    [['http://localhost:5000/shop/', 'https://localhost:5001/shop'], ['http://localhost:5000', 'https://localhost:5001'], '/shop'],
    [['HTTP://[::1]:5000/a/b'], ['HTTP://[::1]:5000'], '/a/b'],
    [['http://unix:/tmp/app.sock'], ['http://unix:/tmp/app.sock'], '/'],
    [['http://pipe:/app'], ['http://pipe:/app'], '/'],
    [[], [], '/'],
  ])('of %j', (written, sites, path) => {
    const split = splitApplicationPath(urls(...written));
    expect(split.urls.map(({ value }) => value)).toEqual(sites);
    expect(split.applicationPath).toEqual({ value: path, from: path === '/' ? 'default' : 'profile "web" iisSettings' });
  });

  it('keeps where an address is from, and that nobody wrote it', () => {
    expect(splitApplicationPath([{ value: 'http://localhost:5000', from: 'default', isDefault: true }]).urls).toEqual([{ value: 'http://localhost:5000', from: 'default', isDefault: true }]);
  });

  it.each([
    [['http://localhost:1/a', 'https://localhost:2/b']],
    [['http://localhost:1/a', 'https://localhost:2']],
    [['http://localhost:1', 'https://localhost:2/a']],
    [['http://localhost:1/a', 'http://localhost:3/a', 'https://localhost:2/A']],
  ])('is one: %j', (written) => {
    const failure = failureOf(() => splitApplicationPath(urls(...written)));
    expect(failure.code).toBe('MEWS4307');
    expect(failure.message).toBe(`The addresses '${written[0]}' and '${written.at(-1)}' (from profile "web" iisSettings) have different paths, and the app can have one.`);
  });
});

describe('the program behind the module', () => {
  const expand = (text: string): string => text.replace('%RUNTIME%', '/opt/node/bin/node').replace('%PYTHON%', '/usr/bin/python3');
  const programOf = (...module: ModuleSource[]) => moduleProgram({ warnings: [], module }, expand);

  it.each(['', ' ', 'node', 'NODE', 'node.exe', 'mews', 'mews.cmd', 'dotnet', 'dotnet.exe', 'C:\\Program Files\\dotnet\\dotnet.exe', '/usr/bin/node', '%LAUNCHER_PATH%', '%launcher_path%', '%RUNTIME%', '%ProgramFiles%\\dotnet\\dotnet'])(
    "is the project's own app with processPath %j",
    (processPath) => {
      expect(programOf(source('web.config', { processPath, arguments: '.\\Shop.dll' }))).toBeUndefined();
    },
  );

  it('is the own app when nothing is said', () => {
    expect(moduleProgram({ warnings: [] }, expand)).toBeUndefined();
    expect(programOf(source('web.config', { arguments: '.\\Shop.dll' }))).toBeUndefined();
  });

  it.each(['python3', './x.sh', '.\\x.cmd', 'nodejs', 'deno', 'dotnet-script', './node/start', '%UNSET%', 'my node', './Shop.exe'])('is %j', (processPath) => {
    expect(programOf(source('web.config', { processPath }))).toEqual({ path: { value: processPath, from: 'web.config processPath' }, arguments: undefined });
  });

  it('has the variables of its path replaced', () => {
    expect(programOf(source('web.config', { processPath: '%PYTHON%' }))?.path).toEqual({ value: '/usr/bin/python3', from: 'web.config processPath' });
  });

  it("of a web.config gives way to that of an Executable profile, and the profile's own module to neither", () => {
    const profile = webProfile({ commandName: 'Executable', executablePath: 'ruby' });
    const webConfig = source('web.config', { processPath: 'dotnet' });
    expect(moduleProgram({ warnings: [], profile, module: [source('web.config', { processPath: 'python3' })] }, expand)).toBeUndefined();
    expect(moduleWarnings({ warnings: [], profile, module: [webConfig] })).toEqual([]);
    expect(moduleProgram({ warnings: [], profile, module: [webConfig, source(PROFILE, { processPath: 'perl' })] }, expand)?.path.value).toBe('perl');
  });

  it('takes its arguments from where it is named, or from what lies over that', () => {
    const [webConfig, profile] = [source('web.config', { processPath: 'python3', arguments: '-m a' }), source(PROFILE, { arguments: '-m b' })];
    expect(programOf(webConfig)?.arguments).toEqual({ value: '-m a', from: 'web.config arguments' });
    expect(programOf(webConfig, profile)?.arguments).toEqual({ value: '-m b', from: 'profile "web" module arguments' });
  });

  it('is given no arguments of another program', () => {
    const program = programOf(source('web.config', { processPath: 'dotnet', arguments: '.\\Shop.dll' }), source(PROFILE, { processPath: 'python3' }));
    expect(program).toEqual({ path: { value: 'python3', from: 'profile "web" module processPath' }, arguments: undefined });
  });

  it("is the own app again when the profile's module says so", () => {
    expect(programOf(source('web.config', { processPath: 'python3' }), source(PROFILE, { processPath: 'node' }))).toBeUndefined();
  });

  it.each([
    ['dotnet', 1],
    ['C:\\Program Files\\dotnet\\DOTNET.EXE', 1],
    ['node', 0],
    ['%LAUNCHER_PATH%', 0],
    ['python3', 0],
  ])('that is not started is said: %s', (processPath, count) => {
    const warnings = moduleWarnings({ warnings: [], module: [source('web.config', { processPath })] });
    expect(warnings).toHaveLength(count);
    expect(warnings.join('')).toContain(count === 0 ? '' : `processPath '${processPath}' (from web.config processPath)`);
  });
});

describe('the hosting model', () => {
  const webConfig: ModuleSource = { from: 'web.config', settings: { values: {}, environmentVariables: new Map(), hostingModel: 'outofprocess', unknown: [] } };
  interface Asked {
    readonly option?: 'inprocess' | 'outofprocess';
    readonly profile?: Partial<LaunchProfile>;
    readonly module?: readonly ModuleSource[];
  }
  const model = ({ option, profile, module }: Asked) =>
    resolveHostingModel({ options: launchOptions({ ...(option && { hostingModel: option }) }), settings: { warnings: [], ...(profile && { profile: webProfile(profile) }), ...(module && { module }) } });

  it.each<[string, Asked, 'inprocess' | 'outofprocess' | null, string]>([
    ['--hosting-model above all', { option: 'outofprocess', profile: { hostingModel: 'inprocess', ancmHostingModel: 'inprocess' }, module: [webConfig] }, 'outofprocess', '--hosting-model'],
    ["then the profile's hostingModel", { profile: { hostingModel: 'inprocess', ancmHostingModel: 'outofprocess' }, module: [webConfig] }, 'inprocess', 'profile "web" hostingModel'],
    ['then its ancmHostingModel', { profile: { ancmHostingModel: 'inprocess' }, module: [webConfig] }, 'inprocess', 'profile "web" ancmHostingModel'],
    ['then web.config', { profile: {}, module: [webConfig] }, 'outofprocess', 'web.config hostingModel'],
    ['then the profile being one of IIS', { profile: { commandName: 'IIS' }, module: [] }, 'inprocess', 'profile "web" commandName'],
    ['and none for a Project profile', { profile: { commandName: 'Project', ancmHostingModel: 'outofprocess' }, module: [webConfig] }, null, 'default'],
    ['but a Project profile may have one', { profile: { commandName: 'Project', hostingModel: 'outofprocess' } }, 'outofprocess', 'profile "web" hostingModel'],
    ['and none without a profile', {}, null, 'default'],
    ['unless the command line says so', { option: 'inprocess' }, 'inprocess', '--hosting-model'],
  ])('%s', (_what, asked, value, from) => {
    expect(model(asked)).toEqual({ value, from });
  });
});

describe('the variables', () => {
  it('of web.config lie over the shell, those of the module over the profile, and each is expanded once', () => {
    const values: Record<string, string> = { '%OUTER%': '%INNER%', '%INNER%': 'expanded twice' };
    const layers = variableLayers({
      dotenv: [{ from: '.env', variables: new Map([['A', '1']]) }],
      shell: new Map([['A', '2']]),
      options: launchOptions({ environment: new Map([['A', '%OUTER%']]) }),
      settings: {
        warnings: [],
        profile: webProfile({ environmentVariables: new Map([['A', '%OUTER%']]) }),
        module: [source('web.config', {}, { A: '%OUTER%' }), source(PROFILE, {}, { A: '%OUTER%' })],
      },
      expand: (text) => values[text] ?? text,
    });
    expect(layers.map(({ from, variables }) => [from, variables.get('A')])).toEqual([
      ['.env', '1'],
      ['shell', '2'],
      ['web.config', '%INNER%'],
      ['profile "web"', '%INNER%'],
      [PROFILE, '%INNER%'],
      ['-e', '%OUTER%'],
    ]);
  });
});
