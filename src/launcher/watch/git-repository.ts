import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface GitRepository {
  /** The folder that `.git` lies in. */
  readonly root: string;
  /** Where git keeps what belongs to this working tree. */
  readonly gitFolder: string;
  /** Where it keeps what all working trees share. */
  readonly commonFolder: string;
}

/** Milliseconds after which a lock is taken for left behind by a git that died. */
const LONGEST_LOCK = 60_000;

/** The repository around `folder`: `.git` is a folder, or in linked working trees and submodules a file that names it (gitrepository-layout). */
export function findRepository(folder: string): GitRepository | undefined {
  for (let root = folder; ; root = dirname(root)) {
    const entry = join(root, '.git');
    if (existsSync(entry)) {
      const gitFolder = pathIn(entry, /^gitdir: (.+)$/m) ?? entry;
      return { root, gitFolder, commonFolder: pathIn(join(gitFolder, 'commondir'), /^(.+)$/m) ?? gitFolder };
    }
    if (dirname(root) === root) return undefined;
  }
}

/** True while git changes the working tree, as in a checkout: it holds the lock of its index. */
export function isGitAtWork({ gitFolder }: GitRepository): boolean {
  const lock = statSync(join(gitFolder, 'index.lock'), { throwIfNoEntry: false });
  return lock !== undefined && Date.now() - lock.mtimeMs < LONGEST_LOCK;
}

/** The path that a file of git's holds, relative to the file's own folder. */
function pathIn(file: string, pattern: RegExp): string | undefined {
  try {
    const path = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return path === undefined ? undefined : resolve(dirname(file), path);
  } catch {
    return undefined;
  }
}
