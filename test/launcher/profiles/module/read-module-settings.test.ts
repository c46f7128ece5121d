import { describe, expect, it } from 'vitest';
import type { ModuleSettings } from '../../../../src/launcher/profiles/module/module-settings.ts';
import { mergeLocalSettings } from '../../../../src/launcher/profiles/merge-local-settings.ts';
import { readLaunchProfile } from '../../../../src/launcher/profiles/read-launch-profile.ts';
import { selectProfile } from '../../../../src/launcher/profiles/select-profile.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { rawProfile, settingsFrom } from '../settings-from.ts';

const read = (module: unknown) => readLaunchProfile(rawProfile({ commandName: 'IISExpress', module }));
const moduleOf = (module: unknown): ModuleSettings | undefined => read(module).profile.module;

const EVERYTHING = {
  startupTimeLimit: 30,
  shutdownTimeLimit: '00:00:05',
  shutdownDelay: 250,
  requestTimeout: '00:10:00',
  idleTimeout: '01:00:00',
  rapidFailsPerMinute: 3,
  processesPerApplication: 4,
  stdoutLogEnabled: true,
  stdoutLogFile: 'logs\\out',
  disableStartUpErrorPage: true,
  forwardWindowsAuthToken: false,
  processPath: 'python3',
  arguments: '-m http.server',
};

describe('"module" of a launch profile', () => {
  it('has every setting of the module, times in milliseconds', () => {
    const { profile, warnings } = read({ ...EVERYTHING, environmentVariables: { B: '2', A: '1' } });
    expect(warnings).toEqual([]);
    expect(profile.unknownProperties).toEqual([]);
    expect(profile.module?.values).toEqual({ ...EVERYTHING, startupTimeLimit: 30_000, shutdownTimeLimit: 5000, requestTimeout: 600_000, idleTimeout: 3_600_000 });
    expect([...(profile.module?.environmentVariables ?? [])]).toEqual([['B', '2'], ['A', '1']]);
  });

  it('may be left out, empty or null, and so may every member', () => {
    expect([moduleOf(undefined), moduleOf(null)]).toEqual([undefined, undefined]);
    expect(moduleOf({})).toEqual({ values: {}, environmentVariables: new Map(), unknown: [] });
    expect(moduleOf({ startupTimeLimit: null, environmentVariables: null, foo: null })).toEqual({ values: {}, environmentVariables: new Map(), unknown: [] });
  });

  it('lists what it does not know among the unknown properties, and no "$comment"', () => {
    const { profile, warnings } = read({ startupTimelimit: 1, hostingModel: 'inprocess', $comment: 'x', toString: 1, startupTimeLimit: 1 });
    expect(profile.unknownProperties).toEqual(['module.startupTimelimit', 'module.hostingModel', 'module.toString']);
    expect(warnings).toEqual([]);
    expect(profile.module?.values).toEqual({ startupTimeLimit: 1000 });
  });

  it.each([
    ['startupTimeLimit', 3601, 'a number of seconds from 0 to 3600, or a time as "00:02:00"'],
    ['shutdownTimeLimit', '00:10:01', 'a number of seconds from 0 to 600, or a time as "00:02:00"'],
    ['requestTimeout', 0, 'a number of seconds from 1 to 1296000, or a time as "00:02:00"'],
    ['idleTimeout', -1, 'a number of seconds from 0 to 2592000, or a time as "00:02:00"'],
    ['shutdownDelay', 1.5, 'a whole number of milliseconds from 0 to 600000'],
    ['rapidFailsPerMinute', 101, 'a whole number from 0 to 100'],
    ['processesPerApplication', 0, 'a whole number from 1 to 100'],
    ['stdoutLogEnabled', 'yes', 'true or false'],
    ['disableStartUpErrorPage', 1, 'true or false'],
    ['forwardWindowsAuthToken', [], 'true or false'],
    ['stdoutLogFile', 5, 'a string without NUL characters'],
    ['processPath', 'a\0', 'a string without NUL characters'],
    ['arguments', ['-m'], 'a string without NUL characters'],
  ])('refuses %s: %j at its place', (name, value, expected) => {
    const module = `"module": { "${name}": ${JSON.stringify(value)} }`;
    const text = `{\n  "profiles": {\n    "http": { "commandName": "IISExpress",\n      ${module} } } }`;
    const failure = failureOf(() => selectProfile({ settings: settingsFrom(text), name: 'http' }));
    expect(failure).toMatchObject({ code: 'MEWS1210', hint: `It must be ${expected}.`, location: { file: 'launchSettings.json', line: 4, column: 7 + `"module": { "${name}": `.length } });
    expect(failure.message).toBe(`"module.${name}" of the launch profile 'http' is ${JSON.stringify(value)}.`);
  });

  it.each([5, 'x', true, [1]])('is an object, and not %j', (module) => {
    expect(failureOf(() => read(module))).toMatchObject({ code: 'MEWS1210', hint: 'It must be an object.' });
  });

  it.each<[unknown, string]>([
    ['A=1', 'module.environmentVariables'],
    [{ 'A=B': '1' }, 'module.environmentVariables.A=B'],
    [{ '': '1' }, 'module.environmentVariables.'],
    [{ A: {} }, 'module.environmentVariables.A'],
    [{ A: 'x\0' }, 'module.environmentVariables.A'],
  ])('refuses the variables %j', (environmentVariables, property) => {
    const failure = failureOf(() => read({ environmentVariables }));
    expect(failure.code).toBe('MEWS1210');
    expect(failure.message).toContain(`"${property}"`);
  });

  it('takes numbers for variables with a warning, as the profile does, and leaves out null', () => {
    const { profile, warnings } = read({ environmentVariables: { A: 1, B: null } });
    expect([...(profile.module?.environmentVariables ?? [])]).toEqual([['A', '1']]);
    expect(warnings).toHaveLength(1);
  });

  it('is read of a profile of every command: a hosting model may be asked for on the command line', () => {
    expect(readLaunchProfile(rawProfile({ commandName: 'Project', module: { startupTimeLimit: 1 } })).profile.module?.values).toEqual({ startupTimeLimit: 1000 });
  });
});

describe('"module" of launchSettings.local.json', () => {
  const main = { profiles: { iis: { commandName: 'IISExpress', module: { startupTimeLimit: 30, requestTimeout: 60, environmentVariables: { KEEP: '1', CHANGE: '1', DROP: '1' } } } } };
  const merged = (module: unknown) => selectProfile({ settings: mergeLocalSettings(settingsFrom(main), settingsFrom({ profiles: { iis: { module } } }, 'local.json')), name: 'iis' });

  it('is laid over the main one, setting by setting and variable by variable', () => {
    const { profile } = merged({ startupTimeLimit: 5, requestTimeout: null, idleTimeout: 7, environmentVariables: { CHANGE: '2', DROP: null, NEW: '3' } });
    expect(profile?.module?.values).toEqual({ startupTimeLimit: 5000, idleTimeout: 7000 });
    expect([...(profile?.module?.environmentVariables ?? [])]).toEqual([['KEEP', '1'], ['CHANGE', '2'], ['NEW', '3']]);
  });

  it('removes it all with null', () => {
    expect(merged(null).profile?.module).toBeUndefined();
  });

  it('has its mistakes in its own file', () => {
    expect(failureOf(() => merged({ startupTimeLimit: 'soon' }))).toMatchObject({ code: 'MEWS1210', location: { file: 'local.json' } });
  });
});
