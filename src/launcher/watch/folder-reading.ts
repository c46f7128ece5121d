import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';

/** What is in a folder. One that is there and cannot be read now (rights, too many open files) tells nothing. */
export function entriesOf(folder: string): Dirent[] | 'gone' | 'unreadable' {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    return isGone ? 'gone' : 'unreadable';
  }
}

/** What an entry is, through links. Sockets, pipes and devices are nothing. */
export function kindOf(path: string, entry: Dirent): 'file' | 'folder' | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return undefined;
  try {
    const target = statSync(path, { throwIfNoEntry: false });
    return target?.isFile() ? 'file' : target?.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined;
  }
}

/** Tells a folder from another one of the same path; undefined when there is none. */
export function identityOf(folder: string): string | undefined {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat?.isDirectory() ? `${stat.dev}:${stat.ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** The real path, through links; of what is not there, the path itself. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
