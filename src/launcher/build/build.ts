import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { runBuildCommand } from './build-command.ts';
import { plainInputs } from './build-inputs.ts';
import type { BuildPlan, BuildRequest, BuildResult, TypecheckResult } from './build-request.ts';
import { countErrors } from './fold-diagnostics.ts';
import { makeBundle } from './make-bundle.ts';
import type { MadeBundle } from './make-bundle.ts';
import { planBuild } from './plan-build.ts';
import { scanSources } from './scan-sources.ts';
import { typecheck } from './typecheck.ts';
import type { TypecheckOutcome } from './typecheck.ts';

const SKIPPED: TypecheckResult = { outcome: 'skipped', errors: 0 };
const NOTHING_TO_RECORD = Promise.resolve();

/**
 * Builds an app, and checks its types as the request's mode says, in parallel.
 * Reports `buildStarted`, `diagnostics`, `buildSucceeded` or `buildFailed`, `typecheckFinished`; an app that needs no build
 * reports only its type-check.
 * @throws MEWS2001 build errors, MEWS2002 type errors in `gate`, MEWS2003 nothing built with `noBuild`, MEWS2004 and MEWS2005
 * from the project's own toolchain, MEWS2006 no place to write, MEWS2007 a broken type-checker in `gate`; the signal's reason.
 */
export async function build(request: BuildRequest, plan: BuildPlan = planBuild(request)): Promise<BuildResult> {
  request.signal?.throwIfAborted();
  if (request.noBuild) return { ...existingBuild(request, plan), typecheck: Promise.resolve(SKIPPED) };
  return request.typecheck === 'gate' ? gatedBuild(request, plan) : plainBuild(request, plan);
}

/** What an earlier build left. A forecast may err about the extension when that build's state is gone. */
function existingBuild({ root, configuration }: BuildRequest, plan: BuildPlan): MadeBundle {
  const { outputEntry: output, usesMewsFramework } = plan;
  const stem = output.slice(0, -extname(output).length);
  const candidates = plan.kind === 'bundle' ? [output, ...['.js', '.mjs', '.cjs'].map((ending) => stem + ending)] : [output];
  const outputEntry = candidates.find((file) => existsSync(file));
  if (!outputEntry) throw mewsError('notBuilt', { output, configuration });
  return { outputEntry, upToDate: true, usesMewsFramework, version: '', inputs: () => plainInputs(root, [outputEntry]), recorded: NOTHING_TO_RECORD };
}

/** The check and the bundle race; both must win. */
async function gatedBuild(request: BuildRequest, plan: BuildPlan): Promise<BuildResult> {
  const stop = new AbortController();
  const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal;
  const news = buildNews(request, plan);
  const heard = { ...request, report: news.report };
  news.started();
  const checking = typecheck(heard, { mode: 'gate', signal });
  try {
    // A check that fails first is awaited below; until then it must not count as unhandled.
    checking.catch(() => {});
    const made = await make(heard, plan);
    const checked = await checking;
    request.signal?.throwIfAborted();
    tellMissing(request, checked, made);
    if (checked.outcome === 'failed') throw mewsError('typecheckFailed', { errors: checked.errors });
    news.succeeded(made);
    return { ...made, typecheck: Promise.resolve(resultOf(checked)) };
  } catch (error) {
    stop.abort();
    await checking.catch(() => {});
    news.failed();
    throw error;
  }
}

/** The app may start as soon as the bundle is there; the check, if any, goes on. */
async function plainBuild(request: BuildRequest, plan: BuildPlan): Promise<BuildResult> {
  const news = buildNews(request, plan);
  news.started();
  const made = await make({ ...request, report: news.report }, plan).catch((error: unknown) => {
    news.failed();
    throw error;
  });
  news.succeeded(made);
  return { ...made, typecheck: request.typecheck === 'warn' ? checkAfterwards(request, made) : Promise.resolve(SKIPPED) };
}

async function make(request: BuildRequest, plan: BuildPlan): Promise<MadeBundle> {
  if (plan.kind === 'bundle') return makeBundle(request);
  if (request.buildCommand !== undefined) await runBuildCommand(request, request.buildCommand);
  const { kind, outputEntry, usesMewsFramework } = plan;
  const inputs = () => plainInputs(request.root, kind === 'source' ? scanSources(request.entry).files : []);
  return { outputEntry, upToDate: kind === 'source', usesMewsFramework, version: '', inputs, recorded: NOTHING_TO_RECORD };
}

/** In `warn` a broken checker is no more than a warning too. */
async function checkAfterwards(request: BuildRequest, made: MadeBundle): Promise<TypecheckResult> {
  const { signal } = request;
  try {
    await request.typecheckAfter?.catch(() => {});
    const checked = await typecheck(request, { mode: 'warn', signal });
    tellMissing(request, checked, made);
    return resultOf(checked);
  } catch (error) {
    if (signal?.aborted) return { outcome: 'aborted', errors: 0 };
    const text = error instanceof MewsError ? `${error.message} ${error.hint}` : `The type-check failed: ${String(error)}`;
    request.report({ type: 'warning', text });
    return { outcome: 'broken', errors: 0 };
  }
}

function resultOf({ outcome, errors }: TypecheckOutcome): TypecheckResult {
  return { outcome, errors };
}

/** Said with a build, not again with every start. */
function tellMissing({ report }: BuildRequest, { missing }: TypecheckOutcome, made: MadeBundle): void {
  if (missing && !made.upToDate) {
    report({ type: 'note', text: 'TypeScript is not installed in this project: type-check skipped. npm install -D typescript' });
  }
}

/** The events of one build; none for an app that runs from source. `report` passes findings on and counts them. */
function buildNews({ report: tell, configuration, signal }: BuildRequest, { kind }: BuildPlan) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const silent = kind === 'source';
  let errors = 0;
  let warnings = 0;
  const report: typeof tell = (event) => {
    if (event.type === 'diagnostics') {
      const found = countErrors(event.diagnostics);
      errors += found;
      warnings += event.diagnostics.length - found;
    }
    tell(event);
  };
  return {
    report,
    started() {
      if (!silent) tell({ type: 'buildStarted', configuration });
    },
    succeeded({ upToDate }: MadeBundle) {
      if (!silent) tell({ type: 'buildSucceeded', configuration, seconds: seconds(), upToDate });
    },
    /** A failure without findings (a full disk, a failed command) counts as one error itself. */
    failed() {
      if (!silent && !signal?.aborted) tell({ type: 'buildFailed', configuration, seconds: seconds(), errors: Math.max(errors, 1), warnings });
    },
  };
}
