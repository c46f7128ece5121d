import type { Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSourceFile } from '../project/source-file.ts';
import { type FileStamp, UNKNOWN, isSameStamp, stampOf } from './file-stamp.ts';
import { entriesOf, identityOf, kindOf, realPath } from './folder-reading.ts';
import type { FolderWatcher } from './folder-watcher.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { pathKey } from './path-test.ts';
import { isUnder } from './static-changes.ts';

/** Folders beyond which nobody can mean to watch it all. */
const MOST_FOLDERS = 20_000;

interface Folder {
  readonly path: string;
  /** Where it really is, through links. */
  readonly real: string;
  readonly identity: string;
  readonly parent: Folder | undefined;
  /** With its subfolders, and all in it that is not ignored; else only what is followed, and the sources beside it. */
  readonly isDeep: boolean;
  readonly files: Map<string, FileStamp>;
  readonly folders: Set<string>;
  /** Until then it has nothing to be compared with. */
  isRead: boolean;
}

/** How a folder is opened. */
export interface Opening {
  readonly isDeep: boolean;
  /** What is found was there before; else it has been added. */
  readonly isBaseline: boolean;
  /** A file that was written at or after this time (ms since 1970) has changed, though it was there. */
  readonly since?: number | undefined;
}

export interface TreeOptions {
  readonly rules: IgnoreRules;
  readonly watcher: FolderWatcher;
  readonly isCaseSensitive: boolean;
  /** True for a file that counts wherever it lies and whatever ignores it. */
  readonly isFollowed: (path: string) => boolean;
  /** Told of each file that is not what it was: with what it was, or undefined when there was none. */
  readonly onDifference: (path: string, before: FileStamp | undefined) => void;
  /** Told once, when there are too many folders. */
  readonly onTooMany: (folders: number) => void;
}

type OnDifference = TreeOptions['onDifference'];

/**
 * What is known of the watched folders: the files in them and their stamps. Watchers only hint at a name; what has happened
 * to it is found out by looking. A folder is watched before it is read, so that nothing falls in between.
 */
export class WatchedTree {
  readonly #options: TreeOptions;
  readonly #key: (path: string) => string;
  readonly #folders = new Map<string, Folder>();
  /** Links to files, by what they lead to. */
  readonly #links = new Map<string, Set<string>>();
  #hasTooMany = false;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#key = pathKey(options.isCaseSensitive);
  }

  folders(): string[] {
    return Array.from(this.#folders.values(), ({ path }) => path);
  }

  /** The folders outside the tree that links in it lead into: news of them is news of the links. */
  linkedFolders(): string[] {
    return [...new Set(Array.from(this.#links.keys(), dirname))];
  }

  /** True for a file that a link in the tree leads to. */
  isLinkedTo(file: string): boolean {
    return this.#links.has(this.#key(file));
  }

  has(folder: string): boolean {
    return this.#get(folder) !== undefined;
  }

  isDeep(folder: string): boolean {
    return this.#get(folder)?.isDeep === true;
  }

  stamp(file: string): FileStamp | undefined {
    return this.#get(dirname(file))?.files.get(basename(file));
  }

  /** Opens a folder in steps, so that whoever has other work can do it in between. One that is not there stays closed. */
  *open(path: string, opening: Opening): Generator<void> {
    const known = this.#get(path);
    if (identityOf(path) === undefined || (known && (known.isDeep || !opening.isDeep))) return;
    // From now on its subfolders count, too: what was known of it is found again.
    if (known) this.#close(known, () => undefined);
    yield* this.#enter(path, { opening: known ? { ...opening, isBaseline: true } : opening, real: realPath(path) });
  }

  /** The same in one step. */
  openNow(path: string, opening: Opening): void {
    drain(this.open(path, opening));
  }

  /** Takes in a file that counts from now on, where its folder is open. */
  admit(file: string, opening: Opening): void {
    const folder = this.#get(dirname(file));
    if (folder && !folder.files.has(basename(file))) this.#found(folder, file, opening);
  }

  /** Stops watching a folder and those below it; nothing in them has changed. */
  close(path: string): void {
    const folder = this.#get(path);
    if (folder) this.#close(folder, () => undefined);
  }

  /** Watches and reads a folder and those below it anew: news of them may have been lost. */
  reopen(path: string): void {
    const folder = this.#get(path);
    if (folder) this.#replace(folder);
  }

  /** Looks whether a folder is still the one that was opened: when it is gone, or another one, so are its files. */
  verify(path: string): void {
    const folder = this.#get(path);
    if (folder && identityOf(path) !== folder.identity) this.#replace(folder);
  }

  /** Looks at all of a folder, or at the given names in it, something having happened to them. `isRename`: they may have come or gone. */
  look(path: string, names?: ReadonlySet<string>, isRename = true): void {
    const folder = this.#get(path);
    if (!folder?.isRead) return;
    if (names && !isRename) for (const name of names) this.#check(folder, name, { isThere: true, isHinted: true });
    else this.#compare(folder, names);
    for (const link of [...(names ?? [])].flatMap((name) => [...(this.#links.get(this.#key(join(folder.real, name))) ?? [])])) {
      const at = this.#get(dirname(link));
      if (at) this.#check(at, basename(link), { isThere: true, isHinted: true });
    }
  }

  /** Applies changed rules: what they ignore now is forgotten, what they ignore no longer has been added. */
  applyRules(): void {
    const { rules } = this.#options;
    for (const folder of this.#folders.values()) {
      if (!folder.isDeep) continue;
      for (const name of folder.folders) if (rules.ignoresFolder(join(folder.path, name))) this.#closeBelow(folder, name, () => undefined);
      for (const name of folder.files.keys()) if (!this.#isWanted(folder, join(folder.path, name))) folder.files.delete(name);
    }
    for (const path of this.folders()) this.look(path);
  }

  #get(path: string): Folder | undefined {
    return this.#folders.get(this.#key(path));
  }

  *#enter(path: string, { opening, real, parent }: { opening: Opening; real: string; parent?: Folder }): Generator<void> {
    const identity = identityOf(path);
    if (identity === undefined || this.#get(path) || (opening.isDeep && this.#isFull())) return;
    const folder: Folder = { path, real, identity, parent, isDeep: opening.isDeep, files: new Map(), folders: new Set(), isRead: false };
    this.#folders.set(this.#key(path), folder);
    this.#options.watcher.watch(path, { isDeep: opening.isDeep, isLink: parent !== undefined && real !== join(parent.real, basename(path)) });
    yield;
    const entries = entriesOf(path);
    const below = typeof entries === 'string' ? [] : entries.flatMap((entry) => this.#meet(folder, entry, opening) ?? []);
    folder.isRead = true;
    for (const enter of below) yield* enter();
  }

  #isFull(): boolean {
    const isFull = this.#folders.size >= MOST_FOLDERS;
    if (isFull && !this.#hasTooMany) this.#options.onTooMany(MOST_FOLDERS);
    this.#hasTooMany ||= isFull;
    return isFull;
  }

  /** An entry that the tree does not know yet; of a folder it returns how to enter it. */
  #meet(folder: Folder, entry: Dirent, opening: Opening): (() => Generator<void>) | undefined {
    const { name } = entry;
    const path = join(folder.path, name);
    const kind = kindOf(path, entry);
    if (kind === 'file' && this.#isWanted(folder, path)) {
      if (entry.isSymbolicLink()) this.#noteLink(path);
      this.#found(folder, path, opening);
    }
    if (kind !== 'folder' || !folder.isDeep || this.#options.rules.ignoresFolder(path)) return undefined;
    const isLink = entry.isSymbolicLink();
    const real = isLink ? realPath(path) : join(folder.real, name);
    if (isLink && leadsBack(folder, real)) return undefined;
    folder.folders.add(name);
    this.close(path);
    return () => this.#enter(path, { opening, real, parent: folder });
  }

  #isWanted({ isDeep }: Folder, path: string): boolean {
    const { rules, isFollowed } = this.#options;
    return isFollowed(path) || (isDeep ? !rules.ignoresFile(path) : isSourceFile(path));
  }

  #noteLink(path: string): void {
    const target = this.#key(realPath(path));
    this.#links.set(target, (this.#links.get(target) ?? new Set()).add(path));
  }

  #found(folder: Folder, path: string, { isBaseline, since }: Opening): void {
    const stamp = stampOf(path);
    if (!stamp) return;
    folder.files.set(basename(path), stamp);
    if (!isBaseline) this.#options.onDifference(path, undefined);
    else if (since !== undefined && Math.max(stamp.ctime, stamp.mtime) >= since) this.#options.onDifference(path, UNKNOWN);
  }

  /** Compares a folder with what is known of it. */
  #compare(folder: Folder, names: ReadonlySet<string> | undefined): void {
    const entries = identityOf(folder.path) === folder.identity ? entriesOf(folder.path) : 'gone';
    if (entries === 'gone') return this.#replace(folder);
    if (entries === 'unreadable') return;
    const present = new Set(entries.map(({ name }) => name));
    for (const name of folder.files.keys()) if (!present.has(name)) this.#check(folder, name, { isThere: false, isHinted: true });
    for (const name of folder.folders) if (!present.has(name)) this.#closeBelow(folder, name, this.#options.onDifference);
    for (const entry of entries) {
      const { name } = entry;
      if (names && !names.has(name)) continue;
      this.#check(folder, name, { isThere: true, isHinted: names !== undefined });
      if (names && folder.folders.has(name)) this.verify(join(folder.path, name));
      if (folder.files.has(name) || folder.folders.has(name)) continue;
      drain(this.#meet(folder, entry, { isDeep: folder.isDeep, isBaseline: false })?.() ?? []);
    }
  }

  /** Looks at a file, if it is known. One that something has happened to may have changed though its stamp is the same. */
  #check(folder: Folder, name: string, { isThere, isHinted }: { readonly isThere: boolean; readonly isHinted: boolean }): void {
    const before = folder.files.get(name);
    if (!before) return;
    const path = join(folder.path, name);
    const after = isThere ? stampOf(path) : undefined;
    const isSame = after !== undefined && isSameStamp(before, after);
    // Round after round of polling finds the same: no reason to remember it anew.
    if (isSame && !before.isFresh) return;
    if (after) folder.files.set(name, after);
    else folder.files.delete(name);
    if (!isSame) this.#options.onDifference(path, before);
    else if (isHinted) this.#options.onDifference(path, UNKNOWN);
  }

  /** A folder that is gone, or was replaced by another. */
  #replace(folder: Folder): void {
    const { path, parent, isDeep } = folder;
    this.#close(folder, this.#options.onDifference);
    drain(this.#enter(path, { opening: { isDeep, isBaseline: false }, real: realPath(path), ...(parent ? { parent } : {}) }));
    if (!this.#get(path)) parent?.folders.delete(basename(path));
  }

  #closeBelow(folder: Folder, name: string, onGone: OnDifference): void {
    const below = this.#get(join(folder.path, name));
    if (below) this.#close(below, onGone);
    folder.folders.delete(name);
  }

  #close(folder: Folder, onGone: OnDifference): void {
    this.#options.watcher.unwatch(folder.path);
    this.#folders.delete(this.#key(folder.path));
    for (const [name, stamp] of folder.files) onGone(join(folder.path, name), stamp);
    for (const name of folder.folders) this.#closeBelow(folder, name, onGone);
  }
}

/** True when a link leads to a folder that it lies in: following it would never end. */
function leadsBack(folder: Folder, real: string): boolean {
  for (let at: Folder | undefined = folder; at; at = at.parent) if (at.real === real || isUnder([real], at.real)) return true;
  return false;
}

function drain(steps: Iterable<void>): void {
  for (const _ of steps);
}
