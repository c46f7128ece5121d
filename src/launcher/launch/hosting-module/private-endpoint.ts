import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { isPortTaken } from '../../../foundation/transport/probe-port.ts';

/** The range, and the number of attempts, of the ASP.NET Core Module. */
const LOWEST = 1025;
const HIGHEST = 48_000;
const ATTEMPTS = 10;

/** A port of 127.0.0.1 for an app behind the module: the one that ASPNETCORE_PORT names, else a random free one. Throws modulePort. */
export async function choosePort(configured: string | undefined): Promise<number> {
  if (configured !== undefined && configured !== '') return checkedPort(configured);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (!(await isPortTaken({ kind: 'ip', host: '127.0.0.1', port }))) return port;
  }
  throw mewsError('noFreeModulePort', { attempts: ATTEMPTS, lowest: LOWEST, highest: HIGHEST });
}

function checkedPort(configured: string): number {
  const port = /^\d+$/.test(configured) ? Number(configured) : 0;
  if (port >= LOWEST && port <= HIGHEST) return port;
  throw mewsError('badModulePort', { value: configured, lowest: LOWEST, highest: HIGHEST });
}

/** A folder for unix sockets that only this user may enter; on Windows, and where there is none to be had, undefined. */
export function makeSocketFolder(env: Readonly<Record<string, string | undefined>>): SocketFolder | undefined {
  if (process.platform === 'win32') return undefined;
  for (const parent of [env['XDG_RUNTIME_DIR'], tmpdir()]) {
    if (!parent) continue;
    try {
      removeLeftBehind(parent);
      const path = mkdtempSync(join(parent, `mews-${process.pid}-`));
      chmodSync(path, 0o700);
      // The longest path of a socket there is (sockaddr_un), with a name behind it.
      if (path.length < LONGEST_FOLDER) return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
      rmSync(path, { recursive: true });
    } catch {
      // The next one.
    }
  }
  return undefined;
}

/** Folders of launches that were killed, and could not clean up. */
function removeLeftBehind(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^mews-(\d+)-[A-Za-z\d]{6}$/.exec(name)?.[1]);
    if (!(pid > 0) || isRunning(pid)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const LONGEST_FOLDER = 85;

export interface SocketFolder {
  readonly path: string;
  /** With all that is in it. */
  remove(): void;
}
