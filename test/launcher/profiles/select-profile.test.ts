import { describe, expect, it } from 'vitest';
import { selectProfile } from '../../../src/launcher/profiles/select-profile.ts';
import { failureOf } from '../../support/failure-of.ts';
import { settingsFrom } from './settings-from.ts';

const select = (profiles: unknown, name?: string) => selectProfile({ settings: settingsFrom({ profiles }), name });
const project = { commandName: 'Project' };

describe('selectProfile without a name', () => {
  it.each([
    ['the first', { a: project, b: project }, 'a'],
    ['the first that may be taken unasked', { iis: { commandName: 'IISExpress' }, sys: { commandName: 'HttpSys' }, docker: { commandName: 'Docker' }, a: project }, 'a'],
    ['an Executable', { exe: { commandName: 'Executable', executablePath: 'x' }, a: project }, 'exe'],
    ['none without a commandName', { x: {}, y: { commandName: 5 }, z: null, a: project }, 'a'],
    ['none whose command is in another case', { x: { commandName: 'project' }, a: project }, 'a'],
  ])('takes %s', (_which, profiles, expected) => {
    expect(select(profiles).profile?.name).toBe(expected);
  });

  it('takes an empty name for none', () => {
    expect(select({ a: project }, '').profile?.name).toBe('a');
  });

  it('takes one whose name differs from another in case: nobody asked by name', () => {
    expect(select({ a: project, A: project }).profile?.name).toBe('a');
  });

  it('gives the reason when there is none, profile by profile', () => {
    const selection = select({ web: { commandName: 'web' }, 'IIS Express': { commandName: 'IISExpress' }, docker: { commandName: 'Docker' }, x: {} });
    expect(selection.profile).toBeUndefined();
    const reason = 'reason' in selection ? selection.reason : undefined;
    expect(reason?.code).toBe('MEWS1212');
    expect(reason?.hint).toContain("'web' has the unknown commandName 'web'");
    expect(reason?.hint).toContain("'IIS Express' (IISExpress) is taken only by name");
    expect(reason?.hint).toContain("'docker' cannot be launched: Docker needs");
    expect(reason?.hint).toContain("'x' has no commandName");
  });

  it('gives the reason when there are no profiles', () => {
    expect(select({})).toMatchObject({ profile: undefined, reason: { code: 'MEWS1212' } });
  });

  it('does not pass over a malformed default: it gives the reason', () => {
    expect(select({ a: { commandName: 'Project', applicationUrl: 5 }, b: project })).toMatchObject({ profile: undefined, reason: { code: 'MEWS1210' } });
    expect(select({ a: { commandName: 'Executable' }, b: project })).toMatchObject({ profile: undefined, reason: { code: 'MEWS1211' } });
  });

  it('hands the warnings on', () => {
    expect(select({ a: { commandName: 'Project', launchBrowser: 'true' } }).warnings).toHaveLength(1);
  });
});

describe('selectProfile with a name', () => {
  it.each(['Second', 'second', 'SECOND'])('takes %s in any case, and gives the name as the file has it', (name) => {
    expect(select({ First: project, Second: project }, name).profile?.name).toBe('Second');
  });

  it('takes profiles that are never the default', () => {
    expect(select({ a: project, sys: { commandName: 'HttpSys' } }, 'sys').profile?.commandName).toBe('HttpSys');
  });

  it('gives the addresses of iisSettings with IIS profiles alone', () => {
    const settings = settingsFrom({
      iisSettings: { iis: { applicationUrl: 'http://localhost/app' }, iisExpress: { applicationUrl: 'http://localhost:1', sslPort: 44300 } },
      profiles: { a: project, iis: { commandName: 'IIS' } },
    });
    expect(selectProfile({ settings, name: 'iis' })).toMatchObject({
      iisSettings: { iis: { applicationUrl: 'http://localhost/app', sslPort: 0 }, iisExpress: { applicationUrl: 'http://localhost:1', sslPort: 44300 } },
    });
    expect(selectProfile({ settings, name: 'a' })).not.toHaveProperty('iisSettings');
  });

  it.each([
    [5, 'iisSettings'],
    [{ iisExpress: [] }, 'iisSettings.iisExpress'],
    [{ iisExpress: { sslPort: '44300' } }, 'iisSettings.iisExpress.sslPort'],
    [{ iisExpress: { sslPort: 99_999 } }, 'iisSettings.iisExpress.sslPort'],
    [{ iis: { applicationUrl: 80 } }, 'iisSettings.iis.applicationUrl'],
  ])('refuses iisSettings %j for IIS profiles alone', (iisSettings, setting) => {
    const settings = settingsFrom({ iisSettings, profiles: { a: project, iis: { commandName: 'IISExpress' } } });
    const failure = failureOf(() => selectProfile({ settings, name: 'iis' }));
    expect(failure).toMatchObject({ code: 'MEWS1213', message: expect.stringContaining(`"${setting}"`) });
    expect(failure.location?.frame).toContain('^');
    expect(selectProfile({ settings, name: 'a' }).profile?.name).toBe('a');
  });

  it('takes no notice of null in iisSettings', () => {
    const settings = settingsFrom({ iisSettings: { iis: null, iisExpress: { sslPort: null, applicationUrl: null } }, profiles: { iis: { commandName: 'IIS' } } });
    expect(selectProfile({ settings, name: 'iis' })).toMatchObject({ iisSettings: { iis: undefined, iisExpress: { sslPort: 0 } } });
  });

  it('refuses names that differ only in case, also when one is exact', () => {
    for (const name of ['http', 'HTTP', 'Http']) {
      const failure = failureOf(() => select({ http: project, HTTP: project }, name));
      expect(failure).toMatchObject({ code: 'MEWS1206', message: expect.stringContaining("'http', 'HTTP'") });
    }
  });

  it('suggests near names for one that is missing', () => {
    const failure = failureOf(() => select({ http: project, https: project, docker: project }, 'htp'));
    expect(failure.code).toBe('MEWS1203');
    expect(failure.hint).toContain("Did you mean 'http'");
    expect(failureOf(() => select({}, 'x')).hint).toContain('no profiles');
  });

  it.each([
    [null, 'MEWS1205'],
    [{}, 'MEWS1207'],
    [{ commandName: 'web' }, 'MEWS1208'],
    [{ commandName: 'Docker' }, 'MEWS1209'],
    [{ commandName: 'Project', launchUrl: [] }, 'MEWS1210'],
    [{ commandName: 'Executable' }, 'MEWS1211'],
  ])('throws when the profile is %j', (profile, code) => {
    expect(failureOf(() => select({ a: project, x: profile }, 'x')).code).toBe(code);
  });
});
