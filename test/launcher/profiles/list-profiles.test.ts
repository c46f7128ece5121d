import { describe, expect, it } from 'vitest';
import { listProfiles } from '../../../src/launcher/profiles/list-profiles.ts';
import { settingsFrom } from './settings-from.ts';

describe('listProfiles', () => {
  it('lists usable profiles with their addresses, and the default', () => {
    const settings = settingsFrom({
      iisSettings: { iis: { applicationUrl: 'http://localhost/app' }, iisExpress: { applicationUrl: 'http://localhost:5762/', sslPort: 44300 } },
      profiles: {
        express: { commandName: 'IISExpress' },
        iis: { commandName: 'IIS' },
        https: { commandName: 'Project', applicationUrl: 'https://localhost:2; http://localhost:1;' },
        http: { commandName: 'Project' },
      },
    });
    const line = { usable: true, default: false, source: 'launchSettings.json' };
    expect(listProfiles(settings)).toEqual([
      { ...line, name: 'express', commandName: 'IISExpress', urls: ['http://localhost:5762/', 'https://localhost:44300'] },
      { ...line, name: 'iis', commandName: 'IIS', urls: ['http://localhost/app'] },
      { ...line, name: 'https', commandName: 'Project', urls: ['https://localhost:2', 'http://localhost:1'], default: true },
      { ...line, name: 'http', commandName: 'Project', urls: [] },
    ]);
  });

  it.each([
    ['http://localhost:5762/shop', 'https://localhost:44300/shop'],
    ['http://localhost:5762/shop/', 'https://localhost:44300/shop'],
    ['http://localhost:5762/a/b;http://localhost:5763/a/b', 'https://localhost:44300/a/b'],
    ['http://localhost:$(PORT)/shop?x#y', 'https://localhost:44300/shop'],
    ['shop', 'https://localhost:44300'],
  ])('has the https address of a site at the path of %s', (applicationUrl, https) => {
    const settings = settingsFrom({ iisSettings: { iisExpress: { applicationUrl, sslPort: 44300 } }, profiles: { express: { commandName: 'IISExpress' } } });
    expect(listProfiles(settings)[0]?.urls.at(-1)).toBe(https);
  });

  it('takes the applicationUrl of an IIS profile when there is no site for it', () => {
    const settings = settingsFrom({ profiles: { iis: { commandName: 'IIS', applicationUrl: 'http://localhost:1' } } });
    expect(listProfiles(settings)[0]?.urls).toEqual(['http://localhost:1']);
  });

  it('tells the hosting model that a profile names, and leaves it open where web.config may say it', () => {
    const settings = settingsFrom({
      profiles: {
        open: { commandName: 'IISExpress' },
        ancm: { commandName: 'IIS', ancmHostingModel: 'OutOfProcess' },
        ours: { commandName: 'IISExpress', ancmHostingModel: 'OutOfProcess', hostingModel: 'inprocess' },
        project: { commandName: 'Project', hostingModel: 'outofprocess' },
        unused: { commandName: 'Project', ancmHostingModel: 'OutOfProcess' },
      },
    });
    const listed = listProfiles(settings);
    expect(listed.map(({ hostingModel }) => hostingModel)).toEqual([undefined, 'outofprocess', 'inprocess', 'outofprocess', undefined]);
    expect(listed.every(({ usable }) => usable)).toBe(true);
  });

  it('gives the reason for each one that is not usable, and never throws', () => {
    const settings = settingsFrom({
      iisSettings: 5,
      profiles: {
        a: null,
        '': {},
        c: { commandName: 'web', applicationUrl: 'http://localhost:1' },
        d: { commandName: 'Docker' },
        e: { commandName: 'Executable' },
        f: { commandName: 'Project', applicationUrl: 1 },
        g: { commandName: 'IIS' },
      },
    });
    const listed = listProfiles(settings);
    expect(listed.every(({ usable, reason }) => !usable && reason)).toBe(true);
    expect(listed.map(({ commandName }) => commandName)).toEqual([null, null, 'web', 'Docker', 'Executable', 'Project', 'IIS']);
    expect(listed[2]?.urls).toEqual(['http://localhost:1']);
    expect(listed.map((profile) => profile.default)).toEqual([false, false, false, false, true, false, false]);
  });

  it('says of names that differ only in case that they cannot be asked for', () => {
    const listed = listProfiles(settingsFrom({ profiles: { a: { commandName: 'Project' }, A: { commandName: 'Project' } } }));
    expect(listed.map(({ usable }) => usable)).toEqual([true, false]);
    expect(listed[1]?.reason).toContain("isn't permitted");
  });
});
