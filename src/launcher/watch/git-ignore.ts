import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { findRepository } from './git-repository.ts';

/** What `.gitignore` files name (gitignore(5)), for the files in and below one folder. */
export class GitIgnore {
  readonly #isCaseSensitive: boolean;
  /** The highest folder whose .gitignore counts. */
  readonly #top: string;
  /** The repository's own list, in `.git/info/exclude`, relative to its root. */
  readonly #exclude: { readonly root: string; readonly file: string } | undefined;
  readonly #rules = new Map<string, Ignore | undefined>();

  constructor(folder: string, isCaseSensitive: boolean) {
    this.#isCaseSensitive = isCaseSensitive;
    const repository = findRepository(folder);
    this.#top = repository?.root ?? folder;
    this.#exclude = repository && { root: repository.root, file: join(repository.commonFolder, 'info', 'exclude') };
    // Whoever works in a folder that is ignored from above means it all the same.
    if (folder !== this.#top && this.ignores(folder, true)) {
      this.#top = folder;
      this.#exclude = undefined;
    }
  }

  /** Whether a path is ignored by itself, not because of a folder above it: nobody looks into those. The nearest file has the say, the last line in it. */
  ignores(path: string, isFolder: boolean): boolean {
    for (let at = dirname(path); ; at = dirname(at)) {
      const said = this.#say(this.#rulesOf(join(at, '.gitignore')), relative(at, path), isFolder);
      if (said !== undefined) return said;
      if (at === this.#top || dirname(at) === at) break;
    }
    const exclude = this.#exclude;
    return exclude ? (this.#say(this.#rulesOf(exclude.file), relative(exclude.root, path), isFolder) ?? false) : false;
  }

  /** Forgets what was read: a list has changed, or it was asked about more paths than it need remember. */
  forget(): void {
    this.#rules.clear();
  }

  #say(rules: Ignore | undefined, path: string, isFolder: boolean): boolean | undefined {
    if (!rules) return undefined;
    const { ignored, unignored } = rules.test(path.replaceAll(sep, '/') + (isFolder ? '/' : ''));
    return ignored ? true : unignored ? false : undefined;
  }

  #rulesOf(file: string): Ignore | undefined {
    if (!this.#rules.has(file)) this.#rules.set(file, readRules(file, this.#isCaseSensitive));
    return this.#rules.get(file);
  }
}

function readRules(file: string, isCaseSensitive: boolean): Ignore | undefined {
  try {
    return ignore({ ignorecase: !isCaseSensitive }).add(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
