import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whether `A` and `a` are two names in the file system of `folder`. Where its own name has no letters, the platform's custom is taken. */
export function isCaseSensitive(folder: string, platform: NodeJS.Platform): boolean {
  const name = basename(folder);
  const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  if (other === name) return platform !== 'win32' && platform !== 'darwin';
  const [own, its] = [folder, join(dirname(folder), other)].map((path) => statSync(path, { throwIfNoEntry: false }));
  return own?.ino !== its?.ino || own?.dev !== its?.dev;
}
