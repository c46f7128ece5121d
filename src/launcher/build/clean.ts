import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CONFIGURATIONS } from '../profiles/profile-values.ts';
import type { Configuration } from '../profiles/profile-values.ts';
import { outputFolder, recordsFolder } from './output-folder.ts';
import { removeOutput } from './write-output.ts';

interface CleanRequest {
  readonly root: string;
  /** Default: all. */
  readonly configuration?: Configuration;
}

/**
 * Removes what builds wrote, and `dist` itself when nothing else is in it. Output folders that are not ours (no records
 * in them) stay. Returns the folders removed.
 * @throws MEWS2006 when a folder cannot be removed.
 */
export function clean({ root, configuration }: CleanRequest): string[] {
  const configurations = configuration ? [configuration] : CONFIGURATIONS;
  const removed: string[] = [];
  for (const each of configurations) {
    if (!existsSync(recordsFolder(root, each))) continue;
    const folder = outputFolder(root, each);
    removeOutput(folder);
    removed.push(folder);
    if (readdirSync(dirname(folder)).length === 0) removeOutput(dirname(folder));
  }
  return removed;
}
