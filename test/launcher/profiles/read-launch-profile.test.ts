import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../../src/launcher/profiles/command-names.ts';
import { readLaunchProfile } from '../../../src/launcher/profiles/read-launch-profile.ts';
import { failureOf } from '../../support/failure-of.ts';
import { rawProfile } from './settings-from.ts';

const read = (properties: object) => readLaunchProfile(rawProfile({ commandName: 'Project', ...properties }));

describe('readLaunchProfile', () => {
  it('reads every property mews uses', () => {
    const { profile, warnings } = readLaunchProfile(
      rawProfile({
        commandName: 'Executable',
        executablePath: 'python3',
        commandLineArgs: '-m http.server',
        workingDirectory: 'www',
        launchBrowser: true,
        launchUrl: 'start',
        applicationUrl: 'http://localhost:1',
        environmentVariables: { B: '2', A: '1' },
        dotnetRunMessages: true,
        ancmHostingModel: 'InProcess',
        server: 'kestrel',
        hostingModel: 'OutOfProcess',
        reverseProxy: 'NGINX',
        typecheck: 'gate',
        inspect: 9229,
        configuration: 'release',
        listen: 'app',
      }),
    );
    expect(warnings).toEqual([]);
    expect(profile).toMatchObject({
      name: 'http',
      commandName: 'Executable',
      executablePath: 'python3',
      commandLineArgs: '-m http.server',
      workingDirectory: 'www',
      launchBrowser: true,
      launchUrl: 'start',
      applicationUrl: 'http://localhost:1',
      ancmHostingModel: 'inprocess',
      server: 'kestrel',
      hostingModel: 'outofprocess',
      reverseProxy: 'nginx',
      typecheck: 'gate',
      inspect: 9229,
      configuration: 'Release',
      listen: 'app',
      unknownProperties: [],
    });
    expect([...profile.environmentVariables]).toEqual([['B', '2'], ['A', '1']]);
  });

  it('takes null for absent', () => {
    const { profile, warnings } = read({ applicationUrl: null, launchBrowser: null, environmentVariables: null, inspect: null, hostingModel: null });
    expect(warnings).toEqual([]);
    expect(profile).toMatchObject({ launchBrowser: false, applicationUrl: undefined, inspect: undefined });
    expect(profile.environmentVariables.size).toBe(0);
  });

  it('lists unknown properties, and only those', () => {
    const { profile } = read({ nativeDebugging: 'whatever', sslPort: 'x', launchTestTool: true, ApplicationUrl: 1, $comment: 1, hotReloadProfile: 'aspnetcore' });
    expect(profile.unknownProperties).toEqual(['launchTestTool', 'ApplicationUrl']);
  });

  it.each([
    ['launchBrowser', 'true', 'launchBrowser', true],
    ['launchBrowser', 'False', 'launchBrowser', false],
    ['inspect', 'true', 'inspect', true],
  ] as const)('takes %s = "%s" with a warning, as older SDKs did', (property, value, key, result) => {
    const { profile, warnings } = read({ [property]: value });
    expect(profile[key]).toBe(result);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`"${value}"`);
  });

  it('takes dotnetRunMessages in a string with a warning, and no other string', () => {
    expect(read({ dotnetRunMessages: 'true' }).warnings).toHaveLength(1);
    expect(failureOf(() => read({ dotnetRunMessages: 'yes' })).code).toBe('MEWS1210');
  });

  it('takes numbers and booleans for variables as they are written, with a warning; null is none', () => {
    const { profile, warnings } = readLaunchProfile(
      rawProfile({ commandName: 'Project', environmentVariables: { PORT: 3000, DEBUG: true, NONE: null, DATE: '2024-01-02T03:04:05Z' } }),
    );
    expect([...profile.environmentVariables]).toEqual([['PORT', '3000'], ['DEBUG', 'true'], ['DATE', '2024-01-02T03:04:05Z']]);
    expect(warnings).toHaveLength(2);
  });

  it.each([
    [{ commandLineArgs: ['a'] }, 'a string'],
    [{ applicationUrl: 5000 }, 'a string'],
    [{ launchBrowser: 1 }, 'true or false'],
    [{ launchBrowser: 'maybe' }, 'true or false'],
    [{ environmentVariables: [] }, 'an object with a string for every variable'],
    [{ environmentVariables: 'A=1' }, 'an object with a string for every variable'],
    [{ environmentVariables: { A: {} } }, 'a string'],
    [{ environmentVariables: { '': 'x' } }, 'under a name'],
    [{ environmentVariables: { 'A=B': 'x' } }, 'under a name'],
    [{ environmentVariables: { A: 'x\0' } }, 'a string without NUL characters'],
    [{ workingDirectory: 'x\0' }, 'a string without NUL characters'],
    [{ hostingModel: 'both' }, "'inprocess' or 'outofprocess'"],
    [{ ancmHostingModel: 1 }, "'inprocess' or 'outofprocess'"],
    [{ reverseProxy: 'iis' }, "'none', 'nginx', 'apache' or 'caddy'"],
    [{ typecheck: true }, "'gate', 'warn' or 'off'"],
    [{ configuration: 'Fast' }, "'Debug' or 'Release'"],
    [{ listen: 'mews' }, "'profile', 'app' or 'inherit'"],
    [{ inspect: 70_000 }, 'true, false or a port'],
    [{ inspect: 1.5 }, 'true, false or a port'],
    [{ inspect: {} }, 'true, false or a port'],
  ])('refuses %j', (properties, expected) => {
    const failure = failureOf(() => read(properties));
    expect(failure.code).toBe('MEWS1210');
    expect(failure.hint).toContain(expected);
    expect(failure.message).toContain(Object.keys(properties)[0]);
    expect(failure.location?.frame).toContain('^');
  });

  it('shows the offending value, shortened', () => {
    expect(failureOf(() => read({ launchUrl: { a: [1, 2] } })).message).toBe(`"launchUrl" of the launch profile 'http' is { "a": [ 1, 2 ] }.`);
  });

  it.each([[null], [5], ['Project'], [[]]])('refuses a profile that is %j', (profile) => {
    expect(failureOf(() => readLaunchProfile(rawProfile(profile)))).toMatchObject({ code: 'MEWS1205', location: { line: 3 } });
  });

  it.each([[{}], [{ commandName: null }], [{ commandName: '' }]])('says that %j has no commandName', (profile) => {
    expect(failureOf(() => readLaunchProfile(rawProfile(profile))).code).toBe('MEWS1207');
  });

  it('refuses a commandName that is no string', () => {
    expect(failureOf(() => readLaunchProfile(rawProfile({ commandName: 1 }))).code).toBe('MEWS1210');
  });

  it('knows the commands of the SchemaStore schema: usable, or refused with the reason', () => {
    for (const [commandName, { usable, reason }] of COMMAND_NAMES) {
      const raw = rawProfile({ commandName, executablePath: 'x' });
      if (usable) expect(readLaunchProfile(raw).profile.commandName).toBe(commandName);
      else expect(failureOf(() => readLaunchProfile(raw))).toMatchObject({ code: 'MEWS1209', message: expect.stringContaining(`${commandName} ${reason}.`) });
    }
    expect([...COMMAND_NAMES.keys()].sort()).toEqual(
      ['Executable', 'Project', 'IIS', 'IISExpress', 'DebugRoslynComponent', 'Docker', 'DockerCompose', 'HttpSys', 'MsixPackage', 'SdkContainer', 'WSL', 'WSL2'].sort(),
    );
  });

  it.each([['project', 'Project'], ['IISexpress', 'IISExpress'], ['Httpsys', 'HttpSys']])('does not know %s, but %s is near', (commandName, near) => {
    const failure = failureOf(() => readLaunchProfile(rawProfile({ commandName })));
    expect(failure.code).toBe('MEWS1208');
    expect(failure.hint).toContain(`Did you mean '${near}'`);
  });

  it.each([['toString'], ['__proto__'], ['constructor']])('does not take %s for a command', (commandName) => {
    expect(failureOf(() => readLaunchProfile(rawProfile({ commandName }))).code).toBe('MEWS1208');
  });

  it.each([[{}], [{ executablePath: null }], [{ executablePath: ' ' }]])('needs an executablePath for Executable: %j', (properties) => {
    expect(failureOf(() => readLaunchProfile(rawProfile({ commandName: 'Executable', ...properties })))).toMatchObject({ code: 'MEWS1211' });
  });
});
