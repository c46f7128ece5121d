import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity, processSpace, runningOf, type ProcessIdentity } from '../../../foundation/process/process-identity.ts';

export interface SocketFolder {
  readonly path: string;
  /** With all that is in it. */
  remove(): void;
}

const PREFIX = 'mews-sockets-';
/** Says whose a folder is. */
const OWNER = 'owner.json';
/** Characters: the longest path of a socket there is (sockaddr_un on macOS: 103), less that of a name in the folder. */
const LONGEST = 85;

/** A folder for unix sockets that only this user may enter (mkdtemp: 0700); on Windows, and where there is none to be had, undefined. */
export async function makeSocketFolder(env: Readonly<Record<string, string | undefined>>): Promise<SocketFolder | undefined> {
  if (process.platform === 'win32') return undefined;
  for (const parent of [env['XDG_RUNTIME_DIR'], tmpdir()]) {
    if (!parent) continue;
    await removeLeftBehind(parent);
    const folder = attempt(() => makeIn(parent));
    if (folder) return folder;
  }
  return undefined;
}

function makeIn(parent: string): SocketFolder | undefined {
  if (parent.length + PREFIX.length > LONGEST) return undefined;
  const path = mkdtempSync(join(parent, PREFIX));
  writeFileSync(join(path, OWNER), JSON.stringify(ownIdentity()), { mode: 0o600 });
  return { path, remove: () => void attempt(() => rmSync(path, { recursive: true, force: true })) };
}

/** Those of launches that were killed, and could not clean up. */
async function removeLeftBehind(parent: string): Promise<void> {
  const folders = (attempt(() => readdirSync(parent)) ?? []).filter((name) => name.startsWith(PREFIX)).map((name) => join(parent, name));
  for (const folder of folders) {
    const owner = attempt(() => JSON.parse(readFileSync(join(folder, OWNER), 'utf8')) as ProcessIdentity);
    // One of another container may live, though nobody here has its number.
    if (owner?.space !== processSpace() || (await runningOf([owner])).length > 0) continue;
    attempt(() => rmSync(folder, { recursive: true, force: true }));
  }
}

/** What cannot be had, or is another user's, is done without. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
