import { expect, it } from 'vitest';
import { findNssDatabases } from '../../../../src/foundation/certificates/trust-stores/nss-databases.ts';
import { tempProject } from '../../../support/temp-project.ts';

async function found(files: readonly string[], { platform = 'linux', dataHome }: { platform?: NodeJS.Platform; dataHome?: string } = {}): Promise<string[]> {
  const { root } = await tempProject(Object.fromEntries(files.map((file) => [file, ''])));
  const databases = findNssDatabases({ home: root, dataHome: dataHome === undefined ? undefined : `${root}/${dataHome}`, platform });
  return databases.map(({ name, folder }) => `${name} ${folder.replace(`${root}/`, '')}`);
}

it('names the database that Chromium would read when there is none yet', async () => {
  expect(await found([])).toEqual(['Chromium .pki/nssdb']);
});

it('takes the one that is there: the old place, the data folder, or both', async () => {
  expect(await found(['.pki/nssdb/cert9.db'])).toEqual(['Chromium .pki/nssdb']);
  expect(await found(['.local/share/pki/nssdb/cert9.db'])).toEqual(['Chromium .local/share/pki/nssdb']);
  expect(await found(['data/pki/nssdb/cert9.db', '.local/share/pki/nssdb/cert9.db'], { dataHome: 'data' })).toEqual(['Chromium data/pki/nssdb']);
  expect(await found(['.pki/nssdb/cert9.db', '.local/share/pki/nssdb/cert9.db'])).toEqual(['Chromium .pki/nssdb', 'Chromium .local/share/pki/nssdb']);
});

it('knows the home folders of snaps and flatpaks', async () => {
  expect(await found(['snap/chromium/current/x', '.var/app/com.google.Chrome/x', '.var/app/org.other.App/x'])).toEqual([
    'Chromium .pki/nssdb',
    'Chromium snap/chromium/current/.pki/nssdb',
    'Chromium .var/app/com.google.Chrome/.pki/nssdb',
  ]);
});

it.each(['.mozilla/firefox', '.config/mozilla/firefox', 'snap/firefox/common/.mozilla/firefox', '.var/app/org.mozilla.firefox/.mozilla/firefox'])('finds every Firefox profile in %s', async (folder) => {
  const databases = await found([`${folder}/a1.default/cert9.db`, `${folder}/b2.default-release/cert9.db`, `${folder}/Crash Reports/x`]);
  expect(databases.slice(1)).toEqual([`Firefox ${folder}/a1.default`, `Firefox ${folder}/b2.default-release`]);
});

it('finds the profiles that profiles.ini names, also where no Firefox has run with them, and none twice', async () => {
  const { root, write } = await tempProject({ '.mozilla/firefox/new.profile/times.json': '', '.mozilla/firefox/old.profile/cert9.db': '', 'elsewhere/mine/prefs.js': '' });
  const ini = ['new.profile', 'old.profile', 'gone.profile', `${root}/elsewhere/mine`].map((path, at) => `[Profile${at}]\r\nName=p${at}\r\nIsRelative=${path.startsWith('/') ? 0 : 1}\r\nPath=${path}\r\n`);
  write('.mozilla/firefox/profiles.ini', ini.join('\r\n'));
  const databases = findNssDatabases({ home: root, dataHome: undefined, platform: 'linux' });
  expect(databases.slice(1).map(({ folder }) => folder)).toEqual([`${root}/.mozilla/firefox/new.profile`, `${root}/.mozilla/firefox/old.profile`, `${root}/elsewhere/mine`]);
});

it('leaves Chromium on macOS to the keychain', async () => {
  expect(await found(['Library/Application Support/Firefox/Profiles/x.default/cert9.db', '.pki/nssdb/cert9.db'], { platform: 'darwin' })).toEqual(['Firefox Library/Application Support/Firefox/Profiles/x.default']);
});
