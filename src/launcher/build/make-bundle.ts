import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { BuildRequest } from './build-request.ts';
import type { BuildState } from './build-state.ts';
import { bundle } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { esbuildDiagnostics } from './esbuild-diagnostics.ts';
import { stampFile, stampIfThere } from './file-stamp.ts';
import type { FileStamp } from './file-stamp.ts';
import { countErrors, foldDiagnostics } from './fold-diagnostics.ts';
import { foldersOf, stampFolder } from './folder-stamp.ts';
import { planBundle } from './plan-bundle.ts';
import type { BundlePlan } from './plan-bundle.ts';
import { findConfig, readTsconfig } from './tsconfig-chain.ts';
import { isUpToDate } from './up-to-date.ts';
import { makeFolder, removeOutput, writeOutput } from './write-output.ts';

export interface MadeBundle {
  readonly outputEntry: string;
  readonly upToDate: boolean;
  readonly usesMewsFramework: boolean;
}

/**
 * Brings `dist/<Configuration>` up to date with the sources, unless it is.
 * @throws MEWS2001 after the findings are reported; MEWS2006 when the output cannot be written.
 */
export async function makeBundle(request: BuildRequest): Promise<MadeBundle> {
  const plan = planBundle(request);
  if (isUpToDate(plan.job.root, plan.key, plan.state)) return madeFrom(plan.job.root, plan.state, true);
  const since = Date.now();
  const made = await bundle(plan.job).catch((failure: unknown) => reportFailure(request, plan, failure));
  const configs = tsconfigsOf(made, plan.job.root);
  reportFindings(request, [...esbuildDiagnostics(plan.job.root, 'warning', made.warnings), ...metadataWarning(configs)]);
  request.signal?.throwIfAborted();
  return madeFrom(plan.job.root, writeBundle(plan, made, { since, configs }), false);
}

function madeFrom(root: string, { output, usesMewsFramework }: BuildState, upToDate: boolean): MadeBundle {
  return { outputEntry: join(root, output), upToDate, usesMewsFramework };
}

function reportFailure(request: BuildRequest, { job }: BundlePlan, failure: unknown): never {
  const { errors, warnings } = failure as Partial<BuildFailure>;
  if (!errors || !warnings) throw failure;
  const found = foldDiagnostics([...esbuildDiagnostics(job.root, 'error', errors), ...esbuildDiagnostics(job.root, 'warning', warnings)]);
  reportFindings(request, found);
  throw mewsError('buildFailed', { errors: countErrors(found), configuration: request.configuration }, { cause: failure });
}

function reportFindings({ report }: BuildRequest, found: readonly Diagnostic[]): void {
  if (found.length > 0) report({ type: 'diagnostics', source: 'build', diagnostics: foldDiagnostics(found) });
}

/** The tsconfig that esbuild took for each folder with an input, with what it extends. */
function tsconfigsOf({ inputs }: Bundle, root: string): readonly string[] {
  const folders = foldersOf(root, inputs.keys());
  const nearest = new Set(folders.map((folder) => findConfig(folder, ['tsconfig.json'])));
  return [...nearest].flatMap((file) => (file ? readTsconfig(file).files : []));
}

/** esbuild does not write the types that decorators like Nest's read at run time. */
function metadataWarning(configs: readonly string[]): Diagnostic[] {
  const asking = configs.find((file) => readTsconfig(file).options['emitDecoratorMetadata'] === true);
  const text = `"emitDecoratorMetadata" has no effect in this build: esbuild does not emit decorator metadata. If the app needs it, build with the project's own compiler: "mews": { "build": "npm run build", "entry": "dist/main.js" } in package.json.`;
  return asking ? [{ severity: 'warning', code: 'decorator-metadata', file: asking, line: 1, column: 1, text }] : [];
}

/** Outputs first, the state last: a crash in between leaves nothing that claims to be up to date. */
function writeBundle(plan: BundlePlan, made: Bundle, read: { readonly since: number; readonly configs: readonly string[] }): BuildState {
  const { job, key, stateFile } = plan;
  const { root } = job;
  const output = join(job.folder, `${job.stem}${job.extensionFor(made.format)}`);
  removeOutput(stateFile);
  // From here on the folder is known as ours, even if nothing else comes to be written.
  makeFolder(dirname(stateFile));
  const outputs = made.files.map((file) => writeOutput(root, file.path, file.contents));
  removeFormer(root, plan.state, outputs);
  const folders = foldersOf(root, made.inputs.keys());
  const rules = [...new Set([...folders.map((folder) => join(folder, 'package.json')), ...read.configs])];
  const state: BuildState = {
    key,
    entry: relative(root, job.entry),
    format: made.format,
    output: relative(root, output),
    usesMewsFramework: made.usesMewsFramework,
    located: made.located.map((file) => relative(root, file)),
    inputs: [
      ...[...made.inputs].map(([file, content]) => stampFile(root, file, { content, since: read.since })),
      ...rules.map((file) => stampIfThere(root, file, read.since)),
    ],
    folders: folders.filter((folder) => existsSync(folder)).map((folder) => stampFolder(root, folder)),
    outputs,
  };
  writeOutput(root, stateFile, JSON.stringify(state));
  return state;
}

/** A bundle that changed its module system also changed its name. */
function removeFormer(root: string, former: BuildState | undefined, outputs: readonly FileStamp[]): void {
  const kept = new Set(outputs.map(({ path }) => path));
  for (const { path } of former?.outputs ?? []) if (!kept.has(path)) removeOutput(join(root, path));
}
