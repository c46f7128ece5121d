import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { KNOWN_SERVERS, knownServer } from '../plan/known-servers.ts';
import type { Reasoned } from '../plan/launch-plan.ts';
import { namesIn, pathKind } from '../project/path-kind.ts';
import { isSourceFile } from '../project/source-file.ts';

/**
 * Where the module lies that `server` names: a path relative to the project, or a package that the project can require.
 * Null for a server known by name.
 * @throws unknownServer; serverModuleFailed for a package that cannot be required
 */
export function findServerModule(server: Reasoned<string>, root: string): string | null {
  if (knownServer(server.value)) return null;
  return isPath(server.value) ? findFile(server, root) : findPackage(server, root);
}

function isPath(name: string): boolean {
  return name.startsWith('.') || isAbsolute(name) || isSourceFile(name);
}

function findFile({ value, from }: Reasoned<string>, root: string): string {
  const file = resolve(root, value);
  if (pathKind(file) === 'file') return file;
  const near = nearNames(basename(file), namesIn(dirname(file)).filter(isSourceFile));
  throw mewsError('unknownServer', { server: value, from, why: `there is no file ${file}`, near: near.map((name) => value.slice(0, -basename(file).length) + name) });
}

function findPackage({ value, from }: Reasoned<string>, root: string): string {
  try {
    if (value === '' || isBuiltin(value)) throw new TypeError('not a package');
    return createRequire(join(root, 'package.json')).resolve(value);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      throw mewsError('serverModuleFailed', { module: value, reason: `its package.json exports nothing that can be required` }, { cause: error });
    }
    throw mewsError('unknownServer', { server: value, from, why: `no package of that name is installed in ${root}`, near: nearNames(value, KNOWN_SERVERS) });
  }
}
