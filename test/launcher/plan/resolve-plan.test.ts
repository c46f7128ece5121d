import { describe, expect, it } from 'vitest';
import { mewsError } from '../../../src/foundation/errors/mews-error.ts';
import type { LaunchFacts } from '../../../src/launcher/plan/launch-facts.ts';
import type { LaunchOptions } from '../../../src/launcher/plan/launch-options.ts';
import type { LaunchPlan } from '../../../src/launcher/plan/launch-plan.ts';
import { resolvePlan } from '../../../src/launcher/plan/resolve-plan.ts';
import type { LaunchProfile } from '../../../src/launcher/profiles/launch-profile.ts';

interface Situation {
  readonly options?: Partial<LaunchOptions>;
  readonly profile?: Partial<LaunchProfile>;
  readonly variables?: Record<string, string>;
  readonly shell?: Record<string, string>;
  readonly dotenv?: Record<string, Record<string, string>>;
  readonly facts?: Partial<LaunchFacts>;
  readonly iisSettings?: LaunchFacts['settings']['iisSettings'];
}

function plan({ options, profile, variables, shell, dotenv, facts, iisSettings }: Situation = {}): LaunchPlan {
  const chosen: LaunchProfile | undefined = (profile || variables) && {
    name: 'web',
    file: 'launchSettings.json',
    sources: new Map(),
    commandName: 'Project',
    launchBrowser: false,
    unknownProperties: [],
    environmentVariables: new Map(Object.entries(variables ?? {})),
    ...profile,
  };
  return resolvePlan({
    options: { useLaunchProfile: true, useLaunchProfileArguments: true, noBuild: false, environment: new Map(), args: [], ...options },
    platform: 'linux',
    cwd: '/here',
    shell: new Map(Object.entries(shell ?? {})),
    dotenv: Object.entries(dotenv ?? {}).map(([from, values]) => ({ from, variables: new Map(Object.entries(values)) })),
    project: { root: '/app', name: 'app', kind: 'project' },
    settings: { ...(chosen ? { file: 'Properties/launchSettings.json', profile: chosen } : {}), ...(iisSettings ? { iisSettings } : {}), warnings: [] },
    entry: { value: '/app/src/main.ts', from: 'convention' },
    build: { kind: 'bundle', output: '/app/dist/Debug/main.js', reason: 'TypeScript', noBuild: false },
    serverModule: null,
    defaultPort: { value: 5000, from: 'default' },
    ...facts,
  });
}

const urls = (situation: Situation): [string, string][] => plan(situation).urls.map(({ value, from }) => [value, from]);
const variable = (situation: Situation, name: string) => plan(situation).environment.get(name);

describe('the addresses', () => {
  const everything: Required<Pick<Situation, 'options' | 'profile' | 'variables' | 'shell' | 'dotenv'>> = {
    dotenv: { '.env': { MEWS_URLS: 'http://localhost:1' }, '.env.local': { ASPNETCORE_URLS: 'http://localhost:2' } },
    shell: { MEWS_URLS: 'http://localhost:3' },
    profile: { applicationUrl: 'http://localhost:4' },
    variables: { ASPNETCORE_URLS: 'http://localhost:5' },
    options: { environment: new Map([['DOTNET_URLS', 'http://localhost:6']]), urls: 'http://localhost:7' },
  };
  const { options, variables, profile, shell, dotenv } = everything;

  it.each<[string, Situation, string, string]>([
    ['--urls above all', everything, 'http://localhost:7', '--urls'],
    ['then -e', { ...everything, options: { environment: options.environment ?? new Map() } }, 'http://localhost:6', '-e DOTNET_URLS'],
    ["then the profile's variables", { dotenv, shell, profile, variables }, 'http://localhost:5', 'profile "web" ASPNETCORE_URLS'],
    ["then the profile's applicationUrl", { dotenv, shell, profile }, 'http://localhost:4', 'profile "web" applicationUrl'],
    ['then the shell', { dotenv, shell }, 'http://localhost:3', 'shell MEWS_URLS'],
    ['then the later .env file', { dotenv }, 'http://localhost:2', '.env.local ASPNETCORE_URLS'],
    ['then the default', {}, 'http://localhost:5000', 'default'],
  ])('%s', (_what, situation, value, from) => {
    expect(urls(situation)).toEqual([[value, from]]);
  });

  it('are several, separated by semicolons', () => {
    expect(urls({ profile: { applicationUrl: 'https://localhost:7043; http://localhost:5043;' } }).map(([value]) => value)).toEqual(['https://localhost:7043', 'http://localhost:5043']);
  });

  it('take a bare PORT of the shell or of .env as an address, below every URL of the same place', () => {
    expect(urls({ shell: { PORT: '8080' } })).toEqual([['http://localhost:8080', 'shell PORT']]);
    expect(urls({ shell: { PORT: '8080', MEWS_URLS: 'http://localhost:9' } })).toEqual([['http://localhost:9', 'shell MEWS_URLS']]);
    expect(urls({ shell: { PORT: '8080' }, profile: { applicationUrl: 'http://localhost:4' } })).toEqual([['http://localhost:4', 'profile "web" applicationUrl']]);
  });

  it('of an IISExpress profile come from iisSettings, with sslPort as an https one', () => {
    const iisSettings = { iisExpress: { applicationUrl: 'http://localhost:5762', sslPort: 44300 } };
    expect(urls({ profile: { commandName: 'IISExpress' }, iisSettings })).toEqual([
      ['http://localhost:5762', 'profile "web" iisSettings'],
      ['https://localhost:44300', 'profile "web" iisSettings'],
    ]);
  });

  it('marks the default as the only one that may move', () => {
    expect(plan().urls).toEqual([{ value: 'http://localhost:5000', from: 'default', isDefault: true }]);
    expect(plan({ options: { urls: 'http://localhost:5000' } }).urls[0]?.isDefault).toBe(false);
  });

  it('warn of a name that binds every interface', () => {
    expect(plan({ options: { urls: 'http://example.com:80' } }).warnings).toEqual([expect.stringContaining('binds every network interface')]);
    expect(plan({ options: { urls: 'http://*:80;http://app.localhost:81' } }).warnings).toEqual([]);
  });

  it('that cannot be parsed are refused with their source', () => {
    expect(() => plan({ options: { urls: 'ftp://localhost' } })).toThrow(expect.objectContaining({ code: 'MEWS3002', message: expect.stringContaining('--urls') }));
  });
});

describe('the environment', () => {
  it('keeps where each value came from and what it replaced', () => {
    const situation = { dotenv: { '.env': { A: 'env' } }, shell: { A: 'shell' }, variables: { A: 'profile' }, options: { environment: new Map([['A', 'option']]) } };
    expect(variable(situation, 'A')).toEqual({ value: 'option', from: '-e', overrides: { value: 'profile', from: 'profile "web"' } });
    expect(variable({ dotenv: situation.dotenv, shell: situation.shell }, 'A')).toEqual({ value: 'shell', from: 'shell', overrides: { value: 'env', from: '.env' } });
    expect(variable({ dotenv: situation.dotenv }, 'A')).toEqual({ value: 'env', from: '.env' });
  });

  it('leaves out what the shell has anyway', () => {
    expect(variable({ shell: { HOME: '/root' } }, 'HOME')).toBeUndefined();
  });

  it('reports a shell variable that the profile replaces, and only a different one', () => {
    const warnings = plan({ shell: { ASPNETCORE_ENVIRONMENT: 'Production', SAME: '1' }, variables: { ASPNETCORE_ENVIRONMENT: 'Development', SAME: '1' } }).warnings;
    expect(warnings).toEqual(['ASPNETCORE_ENVIRONMENT=Production from the shell is overridden by profile "web" (Development).']);
  });

  it('reports shell URLs that the applicationUrl replaces', () => {
    const warnings = plan({ shell: { ASPNETCORE_URLS: 'http://localhost:1' }, profile: { applicationUrl: 'http://localhost:2' } }).warnings;
    expect(warnings).toEqual(['ASPNETCORE_URLS=http://localhost:1 from the shell is overridden by profile "web" (http://localhost:2).']);
  });

  it.each([
    [{ variables: { ASPNETCORE_ENVIRONMENT: 'Development' } }, 'Development', 'development'],
    [{ variables: { DOTNET_ENVIRONMENT: 'Test' } }, 'Test', 'test'],
    [{ options: { environment: new Map([['MEWS_ENVIRONMENT', 'Staging']]) } }, 'Staging', 'production'],
    [{ shell: { NODE_ENV: 'development' } }, 'Development', undefined],
    [{}, 'Production', 'production'],
  ])('tells the app its environment under every name: %j', (situation, name, nodeEnv) => {
    const { environmentName, environment } = plan(situation);
    expect(environmentName.value).toBe(name);
    for (const key of ['MEWS_ENVIRONMENT', 'ASPNETCORE_ENVIRONMENT', 'DOTNET_ENVIRONMENT']) expect(environment.get(key)?.value).toBe(name);
    expect(environment.get('NODE_ENV')?.value).toBe(nodeEnv);
  });

  it('tells the addresses, the profile, and port and host of the first http address', () => {
    const { environment } = plan({ profile: { applicationUrl: 'https://localhost:7043;http://127.0.0.1:5043' } });
    const told = Object.fromEntries([...environment].map(([name, { value }]) => [name, value]));
    expect(told).toMatchObject({
      MEWS_URLS: 'https://localhost:7043;http://127.0.0.1:5043',
      ASPNETCORE_URLS: 'https://localhost:7043;http://127.0.0.1:5043',
      DOTNET_URLS: 'https://localhost:7043;http://127.0.0.1:5043',
      MEWS_LAUNCH_PROFILE: 'web',
      DOTNET_LAUNCH_PROFILE: 'web',
      PORT: '5043',
      HOST: '127.0.0.1',
    });
  });

  it("lets a profile's own PORT stand, and replaces one from below the addresses", () => {
    expect(variable({ variables: { PORT: '3978' }, profile: { applicationUrl: 'http://localhost:4' } }, 'PORT')?.value).toBe('3978');
    expect(variable({ shell: { PORT: '8080' }, profile: { applicationUrl: 'http://localhost:4' } }, 'PORT')?.value).toBe('4');
    expect(variable({ options: { environment: new Map([['PORT', '9']]) }, profile: { applicationUrl: 'http://localhost:4' } }, 'PORT')?.value).toBe('9');
  });

  it('expands %VAR% and known macros, and says which macros it does not know', () => {
    const situation = { shell: { USER: 'me' }, variables: { WHO: '%USER%', NOBODY: '%UNSET%', HERE: '$(ProjectDir)', WHAT: '$(DevEnvDir)x' } };
    expect(variable(situation, 'WHO')?.value).toBe('me');
    expect(variable(situation, 'NOBODY')?.value).toBe('%UNSET%');
    expect(variable(situation, 'HERE')?.value).toBe('/app/');
    expect(variable(situation, 'WHAT')?.value).toBe('$(DevEnvDir)x');
    expect(plan(situation).warnings).toEqual([expect.stringContaining('$(DevEnvDir)')]);
  });
});

describe('a launch inside a launch', () => {
  const outer = { ASPNETCORE_LAUNCH_PROFILE: 'outer' };

  it("does not pass on the outer one's profile", () => {
    expect(variable({ shell: outer, profile: {} }, 'ASPNETCORE_LAUNCH_PROFILE')).toMatchObject({ value: 'web' });
    expect(variable({ shell: outer }, 'ASPNETCORE_LAUNCH_PROFILE')).toEqual({ value: '', from: 'no launch profile', overrides: { value: 'outer', from: 'shell' } });
    expect(variable({ shell: outer }, 'MEWS_LAUNCH_PROFILE')).toBeUndefined();
  });
});

describe('the program', () => {
  it("takes the profile's arguments only when the command line gives none", () => {
    const profile = { commandLineArgs: '--seed "a b"' };
    expect(plan({ profile }).args).toEqual({ value: ['--seed', 'a b'], from: 'profile "web" commandLineArgs' });
    expect(plan({ profile, options: { args: ['x'] } }).args).toEqual({ value: ['x'], from: 'command line' });
    expect(plan({ profile, options: { useLaunchProfileArguments: false } }).args).toEqual({ value: [], from: 'default' });
  });

  it('works in the folder of the project, or where the profile says, relative to the project', () => {
    expect(plan().workingDirectory).toEqual({ value: '/app', from: 'project' });
    expect(plan({ profile: { workingDirectory: '../other' } }).workingDirectory.value).toBe('/other');
    expect(plan({ facts: { project: { root: '/app', name: 'a', kind: 'file' } } }).workingDirectory).toEqual({ value: '/here', from: 'current directory' });
  });

  it('reads backslashes as slashes here, and says so', () => {
    const made = plan({ profile: { commandName: 'Executable', executablePath: 'tools\\run.sh', workingDirectory: 'a\\b' } });
    expect(made.executablePath.value).toBe('tools/run.sh');
    expect(made.workingDirectory.value).toBe('/app/a/b');
    expect(made.warnings).toHaveLength(2);
  });
});

describe('the way it is hosted', () => {
  it.each<[Situation, string, string | null]>([
    [{}, 'kestrel', null],
    [{ profile: { commandName: 'IISExpress' } }, 'kestrel', 'inprocess'],
    [{ profile: { commandName: 'IIS', ancmHostingModel: 'outofprocess' } }, 'kestrel', 'outofprocess'],
    [{ profile: { commandName: 'IIS', ancmHostingModel: 'outofprocess' }, options: { hostingModel: 'inprocess' } }, 'kestrel', 'inprocess'],
    [{ profile: { commandName: 'HttpSys' } }, 'httpsys', null],
    [{ profile: { server: './mine.js' }, options: { server: 'kestrel' } }, 'kestrel', null],
  ])('%j', (situation, server, hostingModel) => {
    expect(plan(situation)).toMatchObject({ server: { value: server }, hostingModel: { value: hostingModel } });
  });
});

describe('the build', () => {
  it('is Debug and warns, or Release and gates, unless somebody says otherwise', () => {
    expect(plan()).toMatchObject({ configuration: { value: 'Debug', from: 'default' }, typecheck: { value: 'warn', from: 'default' } });
    expect(plan({ options: { configuration: 'Release' } })).toMatchObject({ configuration: { value: 'Release', from: '-c' }, typecheck: { value: 'gate', from: 'configuration Release' } });
    expect(plan({ profile: { configuration: 'Release', typecheck: 'off' } })).toMatchObject({ configuration: { value: 'Release' }, typecheck: { value: 'off' } });
    expect(plan({ options: { typecheck: 'warn' }, profile: { typecheck: 'off' } }).typecheck).toEqual({ value: 'warn', from: '--typecheck' });
  });
});

describe('without a profile', () => {
  it('says why the default one could not be applied', () => {
    const reason = mewsError('noUsableProfile', { file: 'launchSettings.json', reasons: [] });
    const made = plan({ facts: { settings: { file: 'launchSettings.json', reason, warnings: [] } } });
    expect(made.profile).toBeNull();
    expect(made.warnings[0]).toContain('"(Default)" could not be applied');
    expect(made.warnings[0]).toContain(reason.message);
  });
});
