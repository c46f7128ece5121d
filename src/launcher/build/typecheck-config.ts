import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse, sep } from 'node:path';
import { isInstalled } from './shared-framework.ts';
import type { TsconfigChain } from './tsconfig-chain.ts';

interface ConfigFacts {
  readonly root: string;
  readonly entry: string;
  readonly kind: 'project' | 'file';
  /** The project's own configuration, if it has one. */
  readonly tsconfig: TsconfigChain | undefined;
  readonly typescriptVersion: string;
  readonly mewsRoot: string;
  /** Where TypeScript keeps what it learned. */
  readonly buildInfo: string;
}

/** What a project without a tsconfig gets: strict, and modules as the bundle resolves them. */
const DEFAULTS = {
  strict: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  skipLibCheck: true,
};

/** The tsconfig that a check runs with: the project's, made to emit nothing and to know `mews` and Node where the project has neither. */
export function typecheckConfig(facts: ConfigFacts): object {
  const { tsconfig } = facts;
  const options = tsconfig?.options ?? {};
  return {
    ...(tsconfig ? { extends: tsconfig.file } : {}),
    compilerOptions: {
      ...(tsconfig ? placedOptions(options) : DEFAULTS),
      ...(tsconfig?.file.endsWith('jsconfig.json') ? { allowJs: true, skipLibCheck: true } : {}),
      noEmit: true,
      emitDeclarationOnly: false,
      composite: false,
      // A composite project has declarations, and options that require them.
      ...(options['composite'] === true ? { declaration: true } : {}),
      incremental: true,
      tsBuildInfoFile: facts.buildInfo,
      // The default, the folder of the generated file, would shut out every source.
      rootDir: options['rootDir'] ?? parse(facts.root).root,
      ...frameworkPaths(facts),
      ...nodeTypes(facts),
    },
    ...rootFiles(facts),
  };
}

/** `${configDir}` in an inherited option would mean the folder of the generated file. */
function placedOptions(options: TsconfigChain['options']): object {
  const names = ['baseUrl', 'rootDirs', 'outDir', 'declarationDir', 'typeRoots', 'paths'];
  return Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
}

function frameworkPaths({ root, mewsRoot, tsconfig }: ConfigFacts): object {
  if (isInstalled('mews', root)) return {};
  const own = tsconfig?.options['paths'] as Record<string, string[]> | undefined;
  return { paths: { mews: [join(mewsRoot, 'dist', 'types', 'index.d.ts')], ...own } };
}

/** The CLI's `@types/node` for a project that has none. Since TypeScript 6, types that nobody names are not taken. */
function nodeTypes(facts: ConfigFacts): object {
  const takesAll = Number.parseInt(facts.typescriptVersion, 10) < 6;
  if (isInstalled('@types/node', facts.root)) return facts.tsconfig || takesAll ? {} : { types: ['node'] };
  const ours = ourTypeRoot(facts.mewsRoot);
  if (!ours) return {};
  const { typeRoots, types } = facts.tsconfig?.options ?? {};
  const roots = Array.isArray(typeRoots) ? (typeRoots as string[]) : typeRootsAbove(facts.root);
  const wanted = Array.isArray(types) ? (types as string[]) : takesAll ? ['*'] : [];
  // Named one by one: with our folder among the roots, "all" would take in whatever else lies there.
  const named = wanted.flatMap((type) => (type === '*' ? packagesIn(roots) : [type]));
  return { typeRoots: [...roots, ours], types: [...new Set([...named, 'node'])] };
}

function ourTypeRoot(mewsRoot: string): string | undefined {
  try {
    return dirname(dirname(createRequire(join(mewsRoot, 'package.json')).resolve('@types/node/package.json')));
  } catch {
    return undefined;
  }
}

function typeRootsAbove(root: string): string[] {
  const found: string[] = [];
  for (let at = root; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', '@types');
    if (existsSync(folder)) found.push(folder);
    if (dirname(at) === at) return found;
  }
}

function packagesIn(roots: readonly string[]): string[] {
  return roots.filter((root) => existsSync(root)).flatMap((root) => readdirSync(root).filter((name) => !name.startsWith('.')));
}

/** The project's own choice of files, always with the entry; never what was built. */
function rootFiles({ root, entry, kind, tsconfig }: ConfigFacts): object {
  const isProjects = tsconfig !== undefined && kind === 'project' && dirname(tsconfig.file).startsWith(root);
  if (!isProjects) return { files: [entry], include: [] };
  const { files, include, exclude } = tsconfig.roots;
  const { outDir, declarationDir } = tsconfig.options;
  const built = [join(root, 'dist'), outDir, declarationDir].filter((folder) => typeof folder === 'string' && !`${entry}${sep}`.startsWith(`${folder}${sep}`));
  return {
    files: [...new Set([...(files ?? []), entry])],
    include: include ?? (files ? [] : [join(dirname(tsconfig.file), '**/*')]),
    exclude: [...(exclude ?? []), ...built],
  };
}
