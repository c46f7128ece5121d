import { dirname, join, relative } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import { bundleInputs, recordedInputs, tsconfigsOf } from './build-inputs.ts';
import type { BuildInputs } from './build-inputs.ts';
import type { BuildRequest } from './build-request.ts';
import type { RememberedBuild } from './build-state.ts';
import { bundle } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { esbuildDiagnostics } from './esbuild-diagnostics.ts';
import { countErrors, foldDiagnostics } from './fold-diagnostics.ts';
import { planBundle } from './plan-bundle.ts';
import type { BundlePlan } from './plan-bundle.ts';
import { recordBundle } from './record-bundle.ts';
import type { BundleRecord } from './record-bundle.ts';
import { readTsconfig } from './tsconfig-chain.ts';
import { isUpToDate } from './up-to-date.ts';
import { holds, makeFolder, removeOutput, writeOutput } from './write-output.ts';
import type { WrittenFile } from './write-output.ts';

export interface MadeBundle {
  readonly outputEntry: string;
  readonly upToDate: boolean;
  readonly usesMewsFramework: boolean;
  readonly version: string;
  /** Worked out when asked for: a run never asks. */
  readonly inputs: () => BuildInputs;
  readonly recorded: Promise<void>;
}

const RECORDED = Promise.resolve();

/**
 * Brings `dist/<Configuration>` up to date with the sources, unless it is.
 * @throws MEWS2001 after the findings are reported; MEWS2006 when the output cannot be written.
 */
export async function makeBundle(request: BuildRequest): Promise<MadeBundle> {
  const plan = planBundle(request, request.bundler?.remembered);
  const { job, stored } = plan;
  const { root } = job;
  if (isUpToDate(root, plan.key, stored)) return { ...madeFrom(root, stored), upToDate: true, inputs: once(() => recordedInputs(job, stored)), recorded: RECORDED };
  const since = Date.now();
  const made = await bundle(job, request.bundler).catch((failure: unknown) => reportFailure(request, plan, failure));
  const until = Date.now();
  const configs = tsconfigsOf(root, made.inputs);
  reportFindings(request, [...esbuildDiagnostics(root, 'warning', made.warnings), ...metadataWarning(configs)]);
  request.signal?.throwIfAborted();
  // The names alone: a result may be kept for long, and the contents are large.
  const read = { inputs: made.inputs, globbed: made.globbed };
  const former = formerOutputs(request, plan, made);
  const remembered = rememberedBuild(plan, made, former ?? writeBundle(plan, made));
  const recorded = keepRecords(request, { plan, made, remembered, configs, read: { since, ...(request.bundler ? { until } : {}) } });
  return { ...madeFrom(root, remembered), upToDate: former !== undefined, inputs: once(() => bundleInputs(job, read, configs)), recorded };
}

/** Gets a bundler that has built nothing yet ready for the first change; its findings are nobody's. */
export async function warmBundler(request: BuildRequest): Promise<void> {
  const { bundler } = request;
  if (bundler) await bundle(planBundle(request, bundler.remembered).job, bundler).catch(() => {});
}

function once(find: () => BuildInputs): () => BuildInputs {
  let found: BuildInputs | undefined;
  return () => (found ??= find());
}

function madeFrom(root: string, { output, usesMewsFramework, version }: RememberedBuild): Pick<MadeBundle, 'outputEntry' | 'usesMewsFramework' | 'version'> {
  return { outputEntry: join(root, output), usesMewsFramework, version };
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

/** esbuild does not write the types that decorators like Nest's read at run time. */
function metadataWarning(configs: readonly string[]): Diagnostic[] {
  const asking = configs.find((file) => readTsconfig(file).options['emitDecoratorMetadata'] === true);
  const text = `"emitDecoratorMetadata" has no effect in this build: esbuild does not emit decorator metadata. If the app needs it, build with the project's own compiler: "mews": { "build": "npm run build", "entry": "dist/main.js" } in package.json.`;
  return asking ? [{ severity: 'warning', code: 'decorator-metadata', file: asking, line: 1, column: 1, text }] : [];
}

/** What the last build wrote, when this one would write the same bytes to the same places. Asked by those who build at every save. */
function formerOutputs({ bundler }: BuildRequest, { job: { root }, last }: BundlePlan, { files }: Bundle): readonly WrittenFile[] | undefined {
  const isSame = (output: WrittenFile) => files.some(({ path, contents }) => relative(root, path) === output.path && holds(root, output, contents));
  return bundler && last?.outputs.length === files.length && last.outputs.every(isSame) ? last.outputs : undefined;
}

/** Outputs first, the state last: a crash in between leaves nothing that claims to be up to date. */
function writeBundle({ job, stateFile, last }: BundlePlan, made: Bundle): readonly WrittenFile[] {
  removeOutput(stateFile);
  // From here on the folder is known as ours, even if nothing else comes to be written.
  makeFolder(job.root, dirname(stateFile));
  const outputs = made.files.map((file) => writeOutput(job.root, file.path, file.contents));
  removeFormer(job.root, last, outputs);
  return outputs;
}

/** A bundle that changed its module system also changed its name. */
function removeFormer(root: string, former: RememberedBuild | undefined, outputs: readonly WrittenFile[]): void {
  const kept = new Set(outputs.map(({ path }) => path));
  for (const { path } of former?.outputs ?? []) if (!kept.has(path)) removeOutput(join(root, path));
}

function rememberedBuild({ job }: BundlePlan, { format, usesMewsFramework, located, files }: Bundle, outputs: readonly WrittenFile[]): RememberedBuild {
  const { root, entry, folder, stem } = job;
  return {
    entry: relative(root, entry),
    format,
    output: relative(root, join(folder, `${stem}${job.extensionFor(format)}`)),
    usesMewsFramework,
    located: located.map((file) => relative(root, file)),
    outputs,
    version: files.map(({ hash }) => hash).join(' '),
  };
}

/** Records the build at once or, with a bundler, when the request says. By then the app may run: a failure is a warning. */
function keepRecords({ bundler, recordAfter = RECORDED, report }: BuildRequest, record: BundleRecord): Promise<void> {
  if (!bundler) {
    recordBundle(record);
    return RECORDED;
  }
  bundler.remembered = record.remembered;
  return bundler.recordAfter(recordAfter, () => {
    try {
      recordBundle(record);
    } catch (error) {
      if (!(error instanceof MewsError)) throw error;
      report({ type: 'warning', text: `${error.message} ${error.hint}` });
    }
  });
}
