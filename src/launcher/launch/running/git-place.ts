import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The git worktree that a folder is in, and what is checked out there. */
export interface GitPlace {
  /** The worktree's own folder; null outside of git. */
  readonly worktree: string | null;
  /** Null when no branch is checked out, and where it cannot be told. */
  readonly branch: string | null;
}

/** Looks at git's own files (gitrepository-layout(5)): no git is needed, and none is run. */
export function gitPlace(folder: string): GitPlace {
  const head = readHead(join(folder, '.git'));
  if (head !== undefined) return { worktree: folder, branch: /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? null };
  const above = dirname(folder);
  return above === folder ? { worktree: null, branch: null } : gitPlace(above);
}

/** `.git` is a folder, or a file that names it: so it is in linked worktrees and submodules. */
function readHead(dotGit: string): string | undefined {
  try {
    const gitFolder = statSync(dotGit).isDirectory() ? dotGit : resolve(dirname(dotGit), /^gitdir: (.+)$/m.exec(readFileSync(dotGit, 'utf8'))?.[1] ?? '');
    return readFileSync(join(gitFolder, 'HEAD'), 'utf8').trim();
  } catch {
    return undefined;
  }
}
