import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { namesIn, pathKind } from './path-kind.ts';

const FOLDERS = ['src', '.'] as const;
const STEMS = ['main', 'index', 'server', 'app'] as const;
const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'] as const;

/** The file names looked for, in order, with TypeScript's extension: for texts. */
export const CONVENTIONAL_ENTRIES: readonly string[] = FOLDERS.flatMap((folder) => STEMS.map((stem) => join(folder, `${stem}.ts`)));

/**
 * The entry point by its name, relative to `root`: `main`, `index`, `server` or `app`, in `src` before the root, TypeScript or JavaScript.
 * The order decides between names. The same name with two extensions in one folder is not decided: which of them is the source
 * and which was compiled from it cannot be told.
 * @throws ambiguousEntry
 */
export function findConventionalEntry(root: string): string | undefined {
  for (const folder of FOLDERS) {
    const present = new Set(namesIn(join(root, folder)));
    for (const stem of STEMS) {
      const names = EXTENSIONS.map((extension) => stem + extension).filter((name) => present.has(name));
      const entries = names.map((name) => join(folder, name)).filter((entry) => pathKind(join(root, entry)) === 'file');
      if (entries.length > 1) throw mewsError('ambiguousEntry', { entries, directory: root });
      if (entries[0] !== undefined) return entries[0];
    }
  }
  return undefined;
}
