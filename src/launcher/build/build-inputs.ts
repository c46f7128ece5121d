import { join, resolve } from 'node:path';
import type { BuildState } from './build-state.ts';
import type { Bundle } from './bundle.ts';
import type { BundleJob } from './esbuild-options.ts';
import { foldersOf } from './folder-stamp.ts';
import { realPath } from './real-path.ts';
import { findConfig, readTsconfig } from './tsconfig-chain.ts';

/** What an app was made from, for those who watch it. Absolute real paths, also outside the project. */
export interface BuildInputs {
  /** The files that were read. Empty when the project's own toolchain builds: what it reads is not known. */
  readonly files: ReadonlySet<string>;
  /** The package.json and tsconfig files that rule them, and the places where one would. */
  readonly rules: ReadonlySet<string>;
  /** The folders in and below which imports with a pattern take what they find. */
  readonly globbed: readonly string[];
  /** The folders of other packages of the workspace whose sources are part of the app. */
  readonly packages: readonly string[];
}

interface InputFiles {
  readonly files: Iterable<string>;
  /** The tsconfig files in force. */
  readonly configs: readonly string[];
  readonly globbed?: readonly string[];
  readonly packages?: readonly string[];
}

function inputsOf(root: string, { files, configs, globbed = [], packages = [] }: InputFiles): BuildInputs {
  const read = new Set(files);
  const folders = [...foldersOf(root, read), ...packages];
  const above = findConfig(root, ['package.json']);
  const places = folders.flatMap((folder) => ['package.json', 'tsconfig.json'].map((name) => join(folder, name)));
  return { files: read, rules: new Set([...places, ...configs, ...(above ? [above] : [])]), globbed, packages };
}

/** What a bundle was made from. */
export function bundleInputs({ root, workspace }: BundleJob, { inputs, globbed }: Pick<Bundle, 'inputs' | 'globbed'>, configs: readonly string[]): BuildInputs {
  return inputsOf(root, { files: inputs, configs, globbed, packages: packagesIn(root, workspace) });
}

/** What the last bundle was made from, by its records. */
export function recordedInputs({ root, workspace }: BundleJob, { inputs, rules, globbed }: BuildState): BuildInputs {
  const absolute = (path: string) => resolve(root, path);
  return inputsOf(root, {
    files: inputs.map(({ path }) => absolute(path)),
    configs: rules.map(({ path }) => absolute(path)),
    globbed: globbed.map(absolute),
    packages: packagesIn(root, workspace),
  });
}

/** What there is to say of an app that mews does not bundle: the files it is known to have, and the project's rules. */
export function plainInputs(root: string, files: readonly string[]): BuildInputs {
  const [realRoot, real] = [realPath(root), files.map(realPath)];
  return inputsOf(realRoot, { files: real, configs: tsconfigsOf(realRoot, real) });
}

/** The tsconfig that esbuild took for each folder with an input, with what it extends. */
export function tsconfigsOf(root: string, inputs: readonly string[]): readonly string[] {
  const nearest = new Set(foldersOf(root, inputs).map((folder) => findConfig(folder, ['tsconfig.json'])));
  return [...nearest].flatMap((file) => (file ? readTsconfig(file).files : []));
}

function packagesIn(root: string, workspace: BundleJob['workspace']): string[] {
  return Object.values(workspace).filter((folder) => folder !== root);
}
