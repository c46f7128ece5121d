import { describe, expect, it } from 'vitest';
import { mergeLocalSettings } from '../../../src/launcher/profiles/merge-local-settings.ts';
import type { LaunchSettings } from '../../../src/launcher/profiles/parse-launch-settings.ts';
import { selectProfile } from '../../../src/launcher/profiles/select-profile.ts';
import { failureOf } from '../../support/failure-of.ts';
import { settingsFrom } from './settings-from.ts';

const main = {
  iisSettings: { iisExpress: { applicationUrl: 'http://localhost:1', sslPort: 2 } },
  profiles: {
    http: {
      commandName: 'Project',
      applicationUrl: 'http://localhost:5000',
      launchBrowser: true,
      environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development', KEEP: 'yes', DROP: 'yes' },
    },
    iis: { commandName: 'IISExpress' },
  },
};

const merge = (local: object): LaunchSettings => mergeLocalSettings(settingsFrom(main), settingsFrom(local, 'local.json'));

describe('mergeLocalSettings', () => {
  it('merges property by property and variable by variable, and keeps where each value is from', () => {
    const merged = merge({ profiles: { http: { applicationUrl: 'http://localhost:6000', environmentVariables: { KEEP: 'no', NEW: '1', DROP: null } } } });
    const { profile } = selectProfile({ settings: merged });
    expect(profile).toMatchObject({ name: 'http', applicationUrl: 'http://localhost:6000', launchBrowser: true, file: 'launchSettings.json' });
    expect([...(profile?.environmentVariables ?? [])]).toEqual([['ASPNETCORE_ENVIRONMENT', 'Development'], ['KEEP', 'no'], ['NEW', '1']]);
    expect(profile?.sources.get('applicationUrl')).toBe('local.json');
    expect(profile?.sources.get('launchBrowser')).toBe('launchSettings.json');
    expect(profile?.sources.get('environmentVariables.KEEP')).toBe('local.json');
    expect(profile?.sources.get('environmentVariables.ASPNETCORE_ENVIRONMENT')).toBe('launchSettings.json');
  });

  it('removes with null: a property, a profile', () => {
    const merged = merge({ profiles: { http: { applicationUrl: null }, iis: null, none: null } });
    expect(merged.profiles.map(({ name }) => name)).toEqual(['http']);
    expect(selectProfile({ settings: merged }).profile?.applicationUrl).toBeUndefined();
  });

  it('appends new profiles, so that the default stays what it was', () => {
    const merged = merge({ profiles: { mine: { commandName: 'Project' } } });
    expect(merged.profiles.map(({ name }) => name)).toEqual(['http', 'iis', 'mine']);
    expect(selectProfile({ settings: merged }).profile?.name).toBe('http');
  });

  it('merges iisSettings', () => {
    const merged = merge({ iisSettings: { iisExpress: { sslPort: 44300 } }, profiles: {} });
    const selection = selectProfile({ settings: merged, name: 'iis' });
    expect(selection).toMatchObject({ iisSettings: { iisExpress: { applicationUrl: 'http://localhost:1', sslPort: 44300 } } });
  });

  it('leaves the iisSettings alone when the local file has none', () => {
    expect(selectProfile({ settings: merge({ profiles: {} }), name: 'iis' })).toMatchObject({ iisSettings: { iisExpress: { sslPort: 2 } } });
  });

  it('puts the error of a local value into the local file', () => {
    const merged = merge({ profiles: { http: { launchBrowser: 5 }, iis: 3 } });
    expect(failureOf(() => selectProfile({ settings: merged, name: 'http' })).location?.file).toBe('local.json');
    expect(failureOf(() => selectProfile({ settings: merged, name: 'iis' }))).toMatchObject({ code: 'MEWS1205', location: { file: 'local.json' } });
  });
});
