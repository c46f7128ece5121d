import { lstatSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProjectFile } from './render-template.ts';

/** The files of a project that are in its folder already, and files that stand where it needs a folder. */
export function findExistingFiles(files: readonly Pick<ProjectFile, 'path'>[], directory: string): string[] {
  if (!whatIsAt(directory)) return [];
  const found = files.flatMap(({ path }) => (whatIsAt(join(directory, path)) ? [path] : blockerOf(path, directory)));
  return [...new Set(found)];
}

/** What is at a path, links not followed; undefined when there is nothing, or nothing that can be looked at: writing there says why. */
export function whatIsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function blockerOf(path: string, directory: string): string[] {
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const stats = whatIsAt(join(directory, above));
    if (stats) return stats.isFile() ? [above] : [];
  }
  return [];
}
