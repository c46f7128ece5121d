import { existsSync } from 'node:fs';
import { mewsError } from '../../errors/mews-error.ts';
import { nearNames } from '../../errors/near-names.ts';
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

const KINDS = ['system', 'nss', 'node'] as const;
type Kind = (typeof KINDS)[number];

/** Names some of the kinds, separated by commas. Without it all stores are used that there are. */
const CHOICE_OF_STORES = 'MEWS_DEV_CERTS_TRUST_STORES';

/** The programs whose NSS database is made when they have none. */
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'];

/**
 * The trust stores of this user on this machine, also those that mews cannot change because a program is missing. Throws
 * `badOptionValue` for a choice of a kind that is none: nothing would be trusted, and all would seem well.
 */
export function findTrustStores(env: Environment): readonly TrustStore[] {
  const stores: Readonly<Record<Kind, () => readonly TrustStore[]>> = { system: () => systemStores(env), nss: () => nssStores(env), node: () => [nodeStore(env)] };
  return chosenKinds(env).flatMap((kind) => stores[kind]());
}

function chosenKinds(env: Environment): readonly Kind[] {
  const chosen = env[CHOICE_OF_STORES]?.toLowerCase().split(/[\s,]+/).filter(Boolean) ?? [];
  const unknown = chosen.find((name) => !KINDS.some((kind) => kind === name));
  if (unknown !== undefined) throw mewsError('badOptionValue', { option: CHOICE_OF_STORES, value: unknown, allowed: KINDS, near: nearNames(unknown, KINDS) });
  return chosen.length === 0 ? KINDS : KINDS.filter((kind) => chosen.includes(kind));
}

function systemStores(env: Environment): TrustStore[] {
  if (process.platform === 'win32') return [windowsStore(env)];
  if (process.platform === 'darwin') return [keychainStore({ env, home: homeFolder(env) })];
  const place = findSystemPlace(env);
  return place ? [systemStore(place)] : [];
}

/** A database that no browser on this machine would read, and that cannot be made because certutil is missing, is left out. */
function nssStores(env: Environment): TrustStore[] {
  if (process.platform === 'win32') return [];
  const hasCertutil = hasProgram('certutil', env);
  const hasChromium = CHROMIUMS.some((name) => hasProgram(name, env));
  return findNssDatabases({ home: homeFolder(env), dataHome: env['XDG_DATA_HOME'], platform: process.platform })
    .filter(({ folder }) => hasCertutil || hasChromium || existsSync(folder))
    .map((database) => nssStore(database, { env, hasCertutil }));
}
