import { dirname, join } from 'node:path';
import { toPackageJson } from './package-json.ts';
import { readPackageJson, type PackageJsonDocument } from './read-package-json.ts';

/**
 * The module format Node gives a file: by its extension, else by `type` of the nearest package.json upward.
 * `undetermined`: no `type` is written; Node then looks at the syntax, with CommonJS when in doubt.
 * Source: https://nodejs.org/docs/latest-v20.x/api/packages.html#determining-module-system
 * @throws unreadableFile, badPackageJson
 */
export function moduleFormat(file: string): 'module' | 'commonjs' | 'undetermined' {
  if (/\.m[jt]s$/.test(file)) return 'module';
  if (/\.c[jt]s$/.test(file)) return 'commonjs';
  const nearest = findPackageJson(dirname(file));
  return (nearest && toPackageJson(nearest.json).type) ?? 'undetermined';
}

/**
 * The nearest package.json, from `folder` upward.
 * @throws unreadableFile, badPackageJson
 */
export function findPackageJson(folder: string): PackageJsonDocument | undefined {
  const parent = dirname(folder);
  return readPackageJson(join(folder, 'package.json')) ?? (parent === folder ? undefined : findPackageJson(parent));
}
