import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { hashOf } from './file-stamp.ts';

/** The names in a folder that can change what an import means. */
export interface FolderStamp {
  readonly path: string;
  readonly mtime: number;
  readonly names: string;
}

const SOURCE = /\.(?:[cm]?[jt]sx?|json|node)$/;
const MOST_FOLDERS = 1000;

export function stampFolder(root: string, folder: string): FolderStamp {
  // The time first: a name that comes in between then shows as a change.
  const { mtimeMs } = statSync(folder);
  return { path: relative(root, folder), mtime: mtimeMs, names: namesIn(folder) };
}

/** True when the folder has the same sources and folders in it; files of other kinds come and go. */
export function hasSameNames(root: string, stamp: FolderStamp): boolean {
  const folder = join(root, stamp.path);
  const now = statSync(folder, { throwIfNoEntry: false });
  return now !== undefined && (now.mtimeMs === stamp.mtime || namesIn(folder) === stamp.names);
}

function namesIn(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => SOURCE.test(entry.name) || isSourceFolder(entry))
    .map((entry) => entry.name)
    .sort();
  return hashOf(names.join('\n'));
}

function isSourceFolder(entry: { readonly name: string; isDirectory(): boolean }): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && entry.name !== 'dist';
}

/** The folders of `files` and every folder between them and `root`, `root` included. */
export function foldersOf(root: string, files: Iterable<string>): string[] {
  const folders = new Set([root]);
  for (const file of files) {
    for (let at = dirname(file); !folders.has(at); at = dirname(at)) {
      folders.add(at);
      if (!at.startsWith(root) || dirname(at) === at) break;
    }
  }
  return [...folders];
}

/** `root` and every source folder below it; at most a thousand, nearest first. */
export function foldersBelow(root: string): string[] {
  const folders = [root];
  for (let next = 0; next < folders.length && folders.length < MOST_FOLDERS; next++) {
    const folder = folders[next] ?? root;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (isSourceFolder(entry)) folders.push(join(folder, entry.name));
    }
  }
  return folders;
}
