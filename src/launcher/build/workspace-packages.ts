import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';

const IN_PACKAGES = `${sep}node_modules${sep}`;
const RESOLVING = 'mews-resolving';
const TYPESCRIPT = /\.[cm]?tsx?$/;

interface Manifest {
  readonly name?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly main?: unknown;
  readonly exports?: unknown;
}

/**
 * The packages that are sources of the same workspace: links out of node_modules to packages whose entry is TypeScript, and
 * the project itself when it exports TypeScript. Node cannot run those, so they are bundled like own sources. Maps name
 * to real folder.
 */
export function findWorkspacePackages(root: string): Readonly<Record<string, string>> {
  const manifest = readManifest(root);
  const isItsOwn = typeof manifest?.name === 'string' && manifest.exports !== undefined && isTypeScriptPackage(root);
  const found = new Map<string, string>(isItsOwn ? [[manifest.name, root]] : []);
  collectLinked(root, found);
  return Object.fromEntries(found);
}

/** A package of the workspace may stand on others, which the project does not name. */
function collectLinked(folder: string, found: Map<string, string>): void {
  const manifest = readManifest(folder);
  const places = createRequire(join(folder, 'package.json')).resolve.paths('package') ?? [];
  for (const name of Object.keys({ ...manifest?.devDependencies, ...manifest?.dependencies })) {
    const linked = found.has(name) ? undefined : linkedFolder(places, name);
    if (!linked || !isTypeScriptPackage(linked)) continue;
    found.set(name, linked);
    collectLinked(linked, found);
  }
}

function linkedFolder(places: readonly string[], name: string): string | undefined {
  for (const place of places) {
    const path = join(place, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) continue;
    const real = stat.isSymbolicLink() && statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : undefined;
    return real?.includes(IN_PACKAGES) ? undefined : real;
  }
  return undefined;
}

/** A package is taken for TypeScript when anything it exports, or its main (or index), is. */
function isTypeScriptPackage(folder: string): boolean {
  const manifest = readManifest(folder);
  if (!manifest) return false;
  if (manifest.exports !== undefined) return targets(manifest.exports).some((target) => TYPESCRIPT.test(target) && !/\.d\.[cm]?ts$/.test(target));
  if (typeof manifest.main === 'string') return TYPESCRIPT.test(manifest.main);
  return ['index.ts', 'index.tsx'].some((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile());
}

function targets(exported: unknown): string[] {
  if (typeof exported === 'string') return [exported];
  return typeof exported === 'object' && exported !== null ? Object.values(exported).flatMap(targets) : [];
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/**
 * Stands in for esbuild's `packages: 'external'`, which knows no exceptions: own files, aliases and workspace packages are
 * bundled, and of what workspace packages import also the packages that the project itself cannot reach.
 */
export function workspacePackages(root: string, packages: Readonly<Record<string, string>>): Plugin {
  const fromRoot = createRequire(join(root, 'package.json'));
  const folders = Object.values(packages).filter((folder) => folder !== root);
  const isOwn = (file: string) => [root, ...folders].some((folder) => file.startsWith(folder + sep)) && !file.includes(IN_PACKAGES);
  return {
    name: 'mews-workspace-packages',
    setup(build) {
      build.onResolve({ filter: /^[^./#]/ }, async ({ path, importer, kind, resolveDir, pluginData, with: attributes }) => {
        if (pluginData === RESOLVING || kind === 'entry-point') return undefined;
        const found = await build.resolve(path, { importer, kind, resolveDir, with: attributes, pluginData: RESOLVING });
        const isForeign = folders.some((folder) => importer.startsWith(folder + sep));
        const bundled = found.errors.length === 0 && (isOwn(found.path) || (isForeign && !isReachable(fromRoot, path)));
        return bundled ? found : { path, external: true };
      });
    },
  };
}

function isReachable(require: NodeJS.Require, path: string): boolean {
  try {
    require.resolve(path);
    return true;
  } catch {
    return false;
  }
}
