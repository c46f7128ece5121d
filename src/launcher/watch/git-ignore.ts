import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { findRepository } from './git-repository.ts';

interface IgnoreList {
  /** The folder that its patterns start from, with a separator at the end. */
  readonly base: string;
  readonly rules: Ignore;
}

/** What `.gitignore` files name (gitignore(5)), for the files in and below one folder. */
export class GitIgnore {
  readonly #isCaseSensitive: boolean;
  /** The highest folder whose .gitignore counts. */
  readonly #top: string;
  /** The repository's own list, which comes last. */
  readonly #exclude: { readonly folder: string; readonly file: string } | undefined;
  /** By folder, the lists that have a say in it, the nearest first. */
  readonly #lists = new Map<string, readonly IgnoreList[]>();

  constructor(folder: string, isCaseSensitive: boolean) {
    this.#isCaseSensitive = isCaseSensitive;
    const repository = findRepository(folder);
    this.#top = repository?.root ?? folder;
    this.#exclude = repository && { folder: repository.root, file: join(repository.commonFolder, 'info', 'exclude') };
    // Whoever works in a folder that is ignored from above means it all the same.
    if (folder === this.#top || !this.ignores(folder, true)) return;
    this.#top = folder;
    this.#exclude = undefined;
    this.forget();
  }

  /** Whether a path is ignored by itself, not because of a folder above it: nobody looks into those. The nearest list has the say, the last line in it. */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { base, rules } of this.#listsFor(dirname(path))) {
      const { ignored, unignored } = rules.test(path.slice(base.length).replaceAll(sep, '/') + (isFolder ? '/' : ''));
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  /** Forgets what was read: a list has changed, or was asked about more paths than it need remember. */
  forget(): void {
    this.#lists.clear();
  }

  #listsFor(folder: string): readonly IgnoreList[] {
    const known = this.#lists.get(folder);
    if (known) return known;
    const isTop = folder === this.#top || dirname(folder) === folder;
    const above = isTop ? this.#read(this.#exclude?.folder, this.#exclude?.file) : this.#listsFor(dirname(folder));
    const own = this.#read(folder, join(folder, '.gitignore'));
    const lists = own.length > 0 ? [...own, ...above] : above;
    this.#lists.set(folder, lists);
    return lists;
  }

  #read(folder: string | undefined, file: string | undefined): readonly IgnoreList[] {
    if (folder === undefined || file === undefined || !existsSync(file)) return [];
    try {
      const rules = ignore({ ignorecase: !this.#isCaseSensitive }).add(readFileSync(file, 'utf8'));
      return [{ base: folder.endsWith(sep) ? folder : folder + sep, rules }];
    } catch {
      return [];
    }
  }
}
