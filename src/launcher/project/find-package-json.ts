import { dirname, join } from 'node:path';
import { readPackageJson, type PackageJsonDocument } from './read-package-json.ts';

/**
 * The nearest package.json, from `folder` upward.
 * @throws unreadableFile, badPackageJson
 */
export function findPackageJson(folder: string): PackageJsonDocument | undefined {
  const parent = dirname(folder);
  return readPackageJson(join(folder, 'package.json')) ?? (parent === folder ? undefined : findPackageJson(parent));
}
