import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { BuildFailure, BuildResult, Message, OutputFile } from 'esbuild';
import { esbuildOptions } from './esbuild-options.ts';
import type { Attempt, BundleJob } from './esbuild-options.ts';
import type { ModuleFormat } from './module-format.ts';
import { asksForItsPlace, mentionsPlaces } from './own-location.ts';

export interface Bundle {
  readonly format: ModuleFormat;
  readonly files: readonly OutputFile[];
  readonly warnings: readonly Message[];
  /** Absolute paths of the files that went into it. */
  readonly inputs: readonly string[];
  /** The folders in and below which imports with a pattern (`import(`./pages/${name}.ts`)`) took what they found. */
  readonly globbed: readonly string[];
  /** The inputs' contents, read when first asked for: what changed since the bundling is told by its time (see `stampFile`). */
  readonly contents: () => ReadonlyMap<string, Buffer>;
  readonly located: readonly string[];
  readonly usesMewsFramework: boolean;
}

export type Bundled = BuildResult<{ write: false; metafile: true }>;

/** How one attempt ended. A failure of esbuild itself has no `errors`. */
export interface AttemptEnd {
  readonly outcome: Bundled | (Error & Partial<BuildFailure>);
  readonly usesMewsFramework: boolean;
}

/** Carries out one attempt. */
export interface Bundler {
  attempt(job: BundleJob, attempt: Attempt): Promise<AttemptEnd>;
}

/** Starts from nothing each time. */
const oneShot: Bundler = {
  async attempt(job, attempt) {
    const { build } = await import('esbuild');
    let usesMewsFramework = false;
    const options = esbuildOptions(job, attempt, () => (usesMewsFramework = true));
    const outcome = await build(options).catch((failure: unknown) => failure as Error);
    return { outcome, usesMewsFramework };
  },
};

/**
 * Bundles in memory. The second attempt, where there is one, knows what the first found out: that the sources need ES
 * modules, or which files ask for their own place.
 * @throws esbuild's BuildFailure
 */
export async function bundle(job: BundleJob, bundler: Bundler = oneShot): Promise<Bundle> {
  let attempt: Attempt = { format: job.decision.format, located: job.located };
  for (;;) {
    const { outcome, usesMewsFramework } = await bundler.attempt(job, attempt);
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
    const made = bundleFrom(job, attempt, { outcome, usesMewsFramework });
    if (!mentionsPlaces(mainOutput(outcome))) return made;
    const located = [...made.contents()].filter(([file, content]) => asksForItsPlace(file, content)).map(([file]) => file);
    if (located.every((file) => attempt.located.includes(file))) return made;
    attempt = { ...attempt, located };
  }
}

function bundleFrom({ root }: BundleJob, { format, located }: Attempt, end: { readonly outcome: Bundled; readonly usesMewsFramework: boolean }): Bundle {
  const { outputFiles: files, warnings, metafile } = end.outcome;
  const inputs = Object.keys(metafile.inputs).map((input) => resolve(root, input));
  let contents: ReadonlyMap<string, Buffer> | undefined;
  return {
    format,
    files,
    warnings,
    inputs,
    globbed: globbedFolders(root, metafile),
    contents: () => (contents ??= readAll(inputs)),
    located,
    usesMewsFramework: end.usesMewsFramework,
  };
}

function mainOutput({ outputFiles }: Bundled): Uint8Array {
  return outputFiles.find(({ path }) => /^\.[cm]?js$/.test(extname(path)))?.contents ?? new Uint8Array();
}

/** A file that is gone already is left out. */
function readAll(files: readonly string[]): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (const file of files) {
    try {
      contents.set(file, readFileSync(file));
    } catch {}
  }
  return contents;
}

/** esbuild lists an import with a pattern as an external one of that pattern. */
function globbedFolders(root: string, { inputs }: Bundled['metafile']): string[] {
  const folders = Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ path, external }) => external && path.startsWith('.') && path.includes('*'))
      .map(({ path }) => resolve(root, dirname(file), path.slice(0, path.indexOf('*')).replace(/[^/]*$/, ''))),
  );
  return [...new Set(folders)];
}

/** esbuild gives this finding no id. */
function isTopLevelAwait({ text }: Message): boolean {
  return text.startsWith('Top-level await is currently not supported');
}
