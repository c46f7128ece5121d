import { basename, dirname, join, relative, sep } from 'node:path';
import { GitIgnore } from './git-ignore.ts';
import { isPassingFile } from './passing-files.ts';
import { isSettingsName } from './settings-files.ts';
import { isUnder } from './static-changes.ts';

/** What is watched as a whole. Absolute paths. */
export interface WatchedPlaces {
  /** The project's folder and those of the workspace's packages that it is built from. */
  readonly roots: readonly string[];
  /** Folders whose files the browser gets as they are. */
  readonly staticFolders: readonly string[];
  /** Folders that builds write to, beside `dist` in each root. */
  readonly outputFolders: readonly string[];
  readonly isCaseSensitive: boolean;
}

/** What is not watched, whatever changes in it. A file that a build or the app has read is watched all the same: see `ProjectWatch.follow`. */
export interface IgnoreRules {
  ignoresFolder(folder: string): boolean;
  ignoresFile(file: string): boolean;
  /** Takes in another root. */
  include(root: string): void;
  /** Forgets what the .gitignore files said. */
  forget(): void;
}

const NEVER = new Set(['node_modules', 'bower_components', '__pycache__']);
const OUTPUT_NAMES = new Set(['dist', 'build', 'out', 'output', '.output']);

export function ignoreRules({ roots, staticFolders, outputFolders, isCaseSensitive }: WatchedPlaces): IgnoreRules {
  const outputs = new Set(outputFolders);
  const gitIgnores = new Map<string, GitIgnore>();
  const isGitIgnored = (path: string, isFolder: boolean) =>
    [...gitIgnores].some(([root, rules]) => isUnder([root], path) && rules.ignores(path, isFolder));
  const isStatic = (path: string) => isUnder(staticFolders, path);
  /** A static folder is looked into in spite of git: what fills it, like a stylesheet, may be made by a tool. */
  const leadsToStatic = (folder: string) => isStatic(folder) || staticFolders.some((each) => each === folder || isUnder([folder], each));

  const include = (root: string): void => {
    if (gitIgnores.has(root)) return;
    outputs.add(join(root, 'dist'));
    gitIgnores.set(root, new GitIgnore(root, isCaseSensitive));
  };
  for (const root of roots) include(root);

  return {
    include,
    ignoresFolder(folder) {
      const name = basename(folder);
      if (NEVER.has(name) || outputs.has(folder)) return true;
      if (name.startsWith('.')) return !(name === '.well-known' && isStatic(folder));
      return !leadsToStatic(folder) && isGitIgnored(folder, true);
    },
    ignoresFile(file) {
      const name = basename(file);
      if (isPassingFile(name)) return true;
      if (isSettingsName(name)) return false;
      if (!isStatic(file)) return isGitIgnored(file, false);
      // What visitors upload is often ignored, too, and must not reload their pages; a new stylesheet harms nobody.
      return !name.endsWith('.css') && (isGitIgnored(file, false) || isBelowGitIgnored(file));
    },
    forget() {
      for (const rules of gitIgnores.values()) rules.forget();
    },
  };

  function isBelowGitIgnored(file: string): boolean {
    for (let at = dirname(file); isStatic(at) || staticFolders.includes(at); at = dirname(at)) if (isGitIgnored(at, true)) return true;
    return false;
  }
}

/** The folder that the project's own toolchain writes to, by its usual names; none when its output lies among the sources. */
export function toolchainOutput({ root, entry }: { readonly root: string; readonly entry: string }): string[] {
  const folders = relative(root, dirname(entry)).split(sep);
  const depth = folders.findIndex((name) => OUTPUT_NAMES.has(name));
  return depth < 0 || folders[0] === '..' ? [] : [join(root, ...folders.slice(0, depth + 1))];
}
