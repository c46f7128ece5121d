import { readdirSync, statSync } from 'node:fs';
import { isMissing, unreadableFile } from '../../foundation/errors/unreadable-file.ts';

export type PathKind = 'file' | 'folder' | 'other' | 'missing';

/**
 * What is at a path, links followed.
 * @throws unreadableFile when it may not be looked at
 */
export function pathKind(path: string): PathKind {
  try {
    const stats = statSync(path);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw unreadableFile(path, error);
  }
}

/** The names in a folder; none when it is missing or may not be listed: for suggestions, and where files are optional. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
