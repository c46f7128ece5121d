import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks at a lock that another process holds. */
const LOOK_AGAIN = 20;

/** Milliseconds after which a lock counts no more: making and saving a certificate takes a fraction of a second. */
const OLD = 30_000;

/**
 * Does `work` while no other process does any under the lock `path`, whose folder exists. A lock that a process left behind
 * when it was killed counts no more. Throws Node's error when the folder cannot be written.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = `${process.pid} ${randomUUID()}`;
  while (!tryLock(path, mine)) {
    if (isLeftBehind(path)) breakLock(path);
    else await delay(LOOK_AGAIN);
  }
  try {
    return await work();
  } finally {
    if (readLock(path) === mine) rmSync(path, { force: true });
  }
}

function tryLock(path: string, holder: string): boolean {
  try {
    writeFileSync(path, holder, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLock(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isLeftBehind(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false });
  if (made === undefined) return false;
  if (Date.now() - made.mtimeMs > OLD) return true;
  const pid = Number.parseInt(readLock(path), 10);
  return pid > 0 && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Renaming succeeds for one process alone: of two that find the same old lock, one takes it away. */
function breakLock(path: string): void {
  const broken = `${path}-${randomUUID()}`;
  try {
    renameSync(path, broken);
    rmSync(broken, { force: true });
  } catch {
    // somebody else was faster
  }
}
