import { existsSync } from 'node:fs';
import { homeFolder } from '../dev-certificate-folder.ts';
import { hasProgram } from './has-program.ts';
import { keychainStore } from './keychain-store.ts';
import { nodeStore } from './node-store.ts';
import { findNssDatabases } from './nss-databases.ts';
import { nssStore } from './nss-store.ts';
import { findSystemPlace } from './system-places.ts';
import { systemStore } from './system-store.ts';
import type { TrustStore } from './trust-store.ts';
import { windowsStore } from './windows-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names, separated by commas, of the kinds of stores to use: `system`, `nss`, `node`. Without it, all that there are. */
export const CHOICE_OF_STORES = 'MEWS_DEV_CERTS_TRUST_STORES';

/** The programs whose NSS database is made when they have none. */
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'];

/** The trust stores of this user on this machine, those that mews cannot change for want of a program among them. */
export function findTrustStores(env: Environment): readonly TrustStore[] {
  const chosen = env[CHOICE_OF_STORES]?.toLowerCase().split(/[\s,]+/).filter(Boolean) ?? [];
  const isChosen = (kind: string): boolean => chosen.length === 0 || chosen.includes(kind);
  return [...(isChosen('system') ? systemStores(env) : []), ...(isChosen('nss') ? nssStores(env) : []), ...(isChosen('node') ? [nodeStore(env)] : [])];
}

function systemStores(env: Environment): TrustStore[] {
  if (process.platform === 'win32') return [windowsStore(env)];
  if (process.platform === 'darwin') return [keychainStore({ env, home: homeFolder(env) })];
  const place = findSystemPlace(env);
  return place ? [systemStore(place)] : [];
}

/** A database that no browser on this machine would read, and that cannot be made for want of certutil, is none to speak of. */
function nssStores(env: Environment): TrustStore[] {
  if (process.platform === 'win32') return [];
  const hasCertutil = hasProgram('certutil', env);
  const hasChromium = CHROMIUMS.some((name) => hasProgram(name, env));
  return findNssDatabases({ home: homeFolder(env), dataHome: env['XDG_DATA_HOME'], platform: process.platform })
    .filter(({ folder }) => hasCertutil || hasChromium || existsSync(folder))
    .map((database) => nssStore(database, { env, hasCertutil }));
}
