import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** A database of Mozilla's NSS, in its folder. Its file is `cert9.db`; a database that is not there yet can be made. */
export interface NssDatabase {
  readonly name: 'Chromium' | 'Firefox';
  readonly folder: string;
}

export interface NssSearch {
  readonly home: string;
  /** XDG_DATA_HOME, when it is set. */
  readonly dataHome: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** Flatpaks of the Chromium family see a home folder of their own. */
const CHROMIUM_FLATPAKS = ['org.chromium.Chromium', 'com.google.Chrome', 'com.brave.Browser', 'com.microsoft.Edge'];

/** Where Firefox keeps profiles: by itself, by the XDG rules (since 147), as snap, as flatpak, on macOS. */
const FIREFOX_FOLDERS = [
  ['.mozilla', 'firefox'],
  ['.config', 'mozilla', 'firefox'],
  ['snap', 'firefox', 'common', '.mozilla', 'firefox'],
  ['.var', 'app', 'org.mozilla.firefox', '.mozilla', 'firefox'],
  ['.var', 'app', 'org.mozilla.firefox', 'config', 'mozilla', 'firefox'],
  ['Library', 'Application Support', 'Firefox'],
];

/** The database file that certutil and today's browsers write. */
export const DATABASE_FILE = 'cert9.db';

/** The NSS databases of a user: those of Chromium (on Linux; one is named also when there is none yet), and one for every Firefox profile. */
export function findNssDatabases(search: NssSearch): readonly NssDatabase[] {
  const chromium = search.platform === 'linux' ? chromiumFolders(search) : [];
  const firefox = FIREFOX_FOLDERS.flatMap((path) => firefoxProfiles(join(search.home, ...path)));
  return [...chromium.map((folder) => ({ name: 'Chromium' as const, folder })), ...[...new Set(firefox)].map((folder) => ({ name: 'Firefox' as const, folder }))];
}

/** Chromium reads `~/.pki/nssdb` where that is, else the one in the data folder, which newer ones make. */
function chromiumFolders({ home, dataHome }: NssSearch): string[] {
  const old = join(home, '.pki', 'nssdb');
  const own = [old, join(dataHome || join(home, '.local', 'share'), 'pki', 'nssdb')].filter((folder) => existsSync(folder));
  const boxes = [join(home, 'snap', 'chromium', 'current'), ...CHROMIUM_FLATPAKS.map((id) => join(home, '.var', 'app', id))].filter((box) => existsSync(box));
  return [...(own.length > 0 ? own : [old]), ...boxes.map((box) => join(box, '.pki', 'nssdb'))];
}

/** What profiles.ini names, and every folder with a database (profiles.ini may be out of date). */
function firefoxProfiles(folder: string): string[] {
  const named = pathsIn(join(folder, 'profiles.ini')).map((path) => (isAbsolute(path) ? path : join(folder, path)));
  const found = [folder, join(folder, 'Profiles')].flatMap(subfolders).filter((profile) => existsSync(join(profile, DATABASE_FILE)));
  return [...named.filter((profile) => existsSync(profile)), ...found];
}

function pathsIn(file: string): string[] {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/^Path=(.+?)\s*$/gm)].flatMap(([, path]) => (path === undefined ? [] : [path]));
  } catch {
    return [];
  }
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
