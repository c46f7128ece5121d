import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { BuildOptions, BuildResult, Message, OutputFile } from 'esbuild';
import type { Configuration } from '../profiles/profile-values.ts';
import type { FormatDecision, ModuleFormat } from './module-format.ts';
import { LOCATION_DEFINES, asksForItsPlace, locationFooter, mentionsPlaces, ownLocation, requireBanner } from './own-location.ts';
import { sharedFramework } from './shared-framework.ts';
import { workspacePackages } from './workspace-packages.ts';

/** One bundling: absolute paths, no defaults. */
export interface BundleJob {
  readonly root: string;
  readonly entry: string;
  readonly configuration: Configuration;
  readonly folder: string;
  readonly stem: string;
  readonly decision: FormatDecision;
  readonly extensionFor: (format: ModuleFormat) => string;
  /** The files that asked for their own place in the last build. */
  readonly located: readonly string[];
  readonly mewsRoot: string;
  readonly mewsInstalled: boolean;
  readonly workspace: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly format: ModuleFormat;
  readonly files: readonly OutputFile[];
  readonly warnings: readonly Message[];
  readonly inputs: ReadonlyMap<string, Buffer>;
  readonly located: readonly string[];
  readonly usesMewsFramework: boolean;
}

interface Attempt {
  readonly format: ModuleFormat;
  readonly located: readonly string[];
  /** An attempt failed that had statements of ours in it. */
  readonly failed?: true;
}

/**
 * Bundles in memory. The second attempt, where there is one, knows what the first found out: that the sources need ES
 * modules, or which files ask for their own place.
 * @throws esbuild's BuildFailure
 */
export async function bundle(job: BundleJob): Promise<Bundle> {
  const { build } = await import('esbuild');
  let attempt: Attempt = { format: job.decision.format, located: job.located };
  for (;;) {
    let usesMewsFramework = false;
    const options = esbuildOptions(job, attempt, () => (usesMewsFramework = true));
    const outcome = await build(options).catch((failure: unknown) => failure as Error & { errors?: Message[] });
    const mayTurn = attempt.format === 'cjs' && !job.decision.fixed;
    if (outcome instanceof Error) {
      if (mayTurn && outcome.errors?.some(isTopLevelAwait)) attempt = { ...attempt, format: 'esm' };
      // Errors must not point into the statements we add.
      else if (attempt.located.length > 0 && !attempt.failed) attempt = { ...attempt, located: [], failed: true };
      else throw outcome;
      continue;
    }
    if (mayTurn && usesMewsFramework) {
      attempt = { ...attempt, format: 'esm' };
      continue;
    }
    const inputs = readInputs(job.root, outcome);
    const located = [...inputs].filter(([file, content]) => asksForItsPlace(file, content)).map(([file]) => file);
    const isComplete = located.every((file) => attempt.located.includes(file)) || !mentionsPlaces(mainOutput(outcome));
    if (isComplete) {
      const { outputFiles: files, warnings } = outcome;
      return { format: attempt.format, files, warnings, inputs, located: attempt.located, usesMewsFramework };
    }
    attempt = { ...attempt, located };
  }
}

type Bundled = BuildResult<{ write: false; metafile: true }>;

function esbuildOptions(job: BundleJob, { format, located }: Attempt, onMews: () => void) {
  const { root, entry, folder, mewsRoot, workspace } = job;
  const hasWorkspace = Object.keys(workspace).length > 0;
  const release = job.configuration === 'Release';
  return {
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: job.stem }],
    outdir: folder,
    outExtension: { '.js': job.extensionFor(format) },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format,
    target: bundleTarget(),
    packages: hasWorkspace ? 'bundle' : 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    minify: release,
    keepNames: release,
    charset: 'utf8',
    logLevel: 'silent',
    loader: { '.node': 'copy' },
    define: LOCATION_DEFINES,
    banner: format === 'esm' ? { js: requireBanner(entry, folder) } : {},
    footer: located.length > 0 ? { js: locationFooter(format) } : {},
    plugins: [
      ...(job.mewsInstalled ? [] : [sharedFramework(mewsRoot, format, onMews)]),
      ...(hasWorkspace ? [workspacePackages(root, workspace)] : []),
      ...(located.length > 0 ? [ownLocation(located, { entry, folder, format })] : []),
    ],
  } satisfies BuildOptions;
}

/** esbuild's name for the Node that runs the app: the one that runs us. */
export function bundleTarget(): string {
  return `node${process.versions.node.split('.')[0]}`;
}

function mainOutput({ outputFiles }: Bundled): Uint8Array {
  return outputFiles.find(({ path }) => /^\.[cm]?js$/.test(extname(path)))?.contents ?? new Uint8Array();
}

/** Read after the bundle was made: what changed meanwhile is told by its time (see `stampFile`). */
function readInputs(root: string, { metafile }: Bundled): Map<string, Buffer> {
  const files = Object.keys(metafile.inputs).map((input) => resolve(root, input));
  return new Map(files.map((file) => [file, readFileSync(file)]));
}

/** esbuild gives this finding no id. */
function isTopLevelAwait({ text }: Message): boolean {
  return text.startsWith('Top-level await is currently not supported');
}
