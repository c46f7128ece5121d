import { constants, copyFileSync, linkSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whatIsAt } from './existing-files.ts';

/** Places finished files into a folder that has others, one by one, so that all of it can be taken back. */
export class PlacedFiles {
  readonly #directory: string;
  /** Where files that are replaced lie meanwhile: on the same file system. */
  readonly #attic: string;
  readonly #undo: (() => void)[] = [];

  constructor(directory: string, attic: string) {
    this.#directory = directory;
    this.#attic = attic;
  }

  /** Throws EEXIST when there is such a file, also one that came this moment. */
  add(file: string, path: string): void {
    const target = this.#makeWay(path);
    try {
      linkSync(file, target);
    } catch (error) {
      // Not every file system has links.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
      copyFileSync(file, target, constants.COPYFILE_EXCL);
    }
    this.#undo.push(() => rmSync(target, { force: true }));
  }

  /** Takes the place of whatever file is there. */
  replace(file: string, path: string): void {
    const target = this.#makeWay(path);
    const before = whatIsAt(target);
    if (!before) return this.add(file, path);
    if (before.isDirectory()) throw new Error(`EISDIR: ./${path} is a folder, which no file can replace`);
    const kept = join(this.#attic, String(this.#undo.length));
    renameSync(target, kept);
    this.#undo.push(() => renameSync(kept, target));
    renameSync(file, target);
    this.#undo.push(() => rmSync(target, { force: true }));
  }

  /** As if nothing had been done. */
  takeBack(): void {
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) undo();
  }

  #makeWay(path: string): string {
    const target = join(this.#directory, path);
    const first = mkdirSync(dirname(target), { recursive: true });
    if (first !== undefined) this.#undo.push(() => removeEmpty(dirname(target), first));
    return target;
  }
}

/** Folders from `last` up to `first`, none of which was there before. What somebody else has put into one keeps it. */
export function removeEmpty(last: string, first: string): void {
  try {
    for (let folder = last; folder.length >= first.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // It is not empty: not ours alone any more.
  }
}
