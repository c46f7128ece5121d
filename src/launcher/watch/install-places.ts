import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INSTALL_MARKS } from '../build/install-marks.ts';
import { findRepository } from './git-repository.ts';
import { LOCK_FILES } from './settings-files.ts';

/**
 * The files that change when packages are installed for a project: lock files and package managers' marks, its own and those
 * of a workspace around it, up to the root of the repository.
 */
export function installPlaces(root: string): string[] {
  const top = findRepository(root)?.root ?? root;
  const files = filesIn(root);
  for (let at = root; at !== top && dirname(at) !== at; ) {
    at = dirname(at);
    // Of a folder above only what is there: most have nothing to do with packages.
    files.push(...filesIn(at).filter((file) => existsSync(file)));
  }
  return files;
}

function filesIn(folder: string): string[] {
  return [...LOCK_FILES.map((name) => join(folder, name)), ...INSTALL_MARKS.map((name) => join(folder, 'node_modules', name))];
}
