import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'jsonc-parser';

type Options = Readonly<Record<string, unknown>>;

/** A tsconfig with all that it extends, as TypeScript combines them. Paths are absolute, `${configDir}` is resolved. */
export interface TsconfigChain {
  readonly file: string;
  /** `file` and everything it extends. */
  readonly files: readonly string[];
  readonly options: Options;
  /** Absent where no file of the chain says it. */
  readonly roots: { readonly files?: readonly string[]; readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  readonly references: readonly string[];
}

interface RawConfig {
  readonly extends?: unknown;
  readonly compilerOptions?: unknown;
  readonly files?: unknown;
  readonly include?: unknown;
  readonly exclude?: unknown;
  readonly references?: unknown;
}

/** Options whose values are paths relative to the file that says them (`paths` follows `baseUrl` instead). */
const PATH_OPTIONS = ['baseUrl', 'rootDir', 'outDir', 'outFile', 'declarationDir', 'tsBuildInfoFile', 'rootDirs', 'typeRoots'];
const ROOT_LISTS = ['files', 'include', 'exclude'] as const;

/** The nearest file of one of these names in `folder` or above. */
export function findConfig(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found || dirname(at) === at) return found;
  }
}

/** Reads `file` and what it extends. Unreadable parts count as empty: the type-checker reports them better. */
export function readTsconfig(file: string): TsconfigChain {
  const seen: string[] = [];
  const merged = combine(file, { seen, leaf: dirname(file) });
  const { references } = readConfig(file);
  const folders = Array.isArray(references) ? references.flatMap((reference) => (hasPath(reference) ? [resolve(dirname(file), reference.path)] : [])) : [];
  return { file, files: seen, options: withAbsolutePaths(merged), roots: merged.roots, references: folders };
}

interface Combined {
  readonly options: Record<string, unknown>;
  readonly roots: Partial<Record<(typeof ROOT_LISTS)[number], string[]>>;
  /** The folder of the file that says `paths`. */
  pathsFrom: string;
}

function combine(file: string, walk: { readonly seen: string[]; readonly leaf: string }): Combined {
  const combined: Combined = { options: {}, roots: {}, pathsFrom: dirname(file) };
  if (walk.seen.includes(file)) return combined;
  walk.seen.push(file);
  const config = readConfig(file);
  for (const base of [config.extends].flat().filter((base) => typeof base === 'string')) {
    const found = resolveExtends(file, base);
    if (!found) continue;
    const { options, roots, pathsFrom } = combine(found, walk);
    Object.assign(combined.options, options);
    Object.assign(combined.roots, roots);
    if ('paths' in options) combined.pathsFrom = pathsFrom;
  }
  const place = (value: unknown) => absolute(value, dirname(file), walk.leaf);
  for (const [name, value] of Object.entries(asObject(config.compilerOptions))) {
    combined.options[name] = PATH_OPTIONS.includes(name) ? place(value) : value;
    if (name === 'paths') combined.pathsFrom = dirname(file);
    if (value === null) delete combined.options[name];
  }
  for (const list of ROOT_LISTS) {
    if (Array.isArray(config[list])) combined.roots[list] = place(config[list]) as string[];
  }
  // `${configDir}` in inherited `paths` means the folder of the file that was asked for.
  if (combined.options['paths']) combined.options['paths'] = substitute(combined.options['paths'], walk.leaf);
  return combined;
}

function withAbsolutePaths({ options, pathsFrom }: Combined): Options {
  const { paths, baseUrl } = options;
  if (typeof paths !== 'object' || paths === null) return options;
  const from = typeof baseUrl === 'string' ? baseUrl : pathsFrom;
  const placed = Object.entries(paths).map(([alias, targets]) => [alias, absolute(targets, from, from)]);
  return { ...options, paths: Object.fromEntries(placed) };
}

function absolute(value: unknown, folder: string, leaf: string): unknown {
  if (Array.isArray(value)) return value.map((item) => absolute(item, folder, leaf));
  if (typeof value !== 'string') return value;
  const path = substitute(value, leaf) as string;
  return isAbsolute(path) ? path : join(folder, path);
}

function substitute(value: unknown, leaf: string): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('${configDir}', JSON.stringify(leaf).slice(1, -1)));
}

/** TypeScript's rule: a relative or absolute path, with or without `.json`; else a package, found like a module. */
function resolveExtends(file: string, base: string): string | undefined {
  const endings = ['', '.json', '/tsconfig.json'];
  if (/^\.{0,2}\//.test(base) || base === '.' || base === '..' || isAbsolute(base)) {
    return endings.map((ending) => resolve(dirname(file), base) + ending).find(isConfig);
  }
  const require = createRequire(file);
  const inFolders = (require.resolve.paths(base) ?? []).flatMap((folder) => endings.map((ending) => join(folder, base) + ending));
  try {
    return require.resolve(base.endsWith('.json') ? base : `${base}/tsconfig.json`);
  } catch {
    // A package whose "exports" hide the file, or a name without its ending.
    return inFolders.find(isConfig);
  }
}

function isConfig(path: string): boolean {
  return path.endsWith('.json') && existsSync(path);
}

function readConfig(file: string): RawConfig {
  try {
    return asObject(parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), [], { allowTrailingComma: true }));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function hasPath(value: unknown): value is { readonly path: string } {
  return typeof asObject(value)['path'] === 'string';
}
