import type { BuildContext } from 'esbuild';
import type { RememberedBuild } from './build-state.ts';
import type { AttemptEnd, Bundler } from './bundle.ts';
import { esbuildOptions } from './esbuild-options.ts';
import type { Attempt, BundleJob } from './esbuild-options.ts';

/** A job is tried with its located files and, when that fails, without: two contexts serve both. */
const MOST_CONTEXTS = 2;

interface Kept {
  readonly context: BuildContext<{ write: false; metafile: true }>;
  /** The plugins live as long as the context: each build reads and clears what they saw. */
  usesMewsFramework: boolean;
}

/**
 * Bundles the same app again and again: esbuild keeps what it knows of unchanged files between builds, and what the last
 * build wrote is remembered without its state file. The output is that of a build from nothing. Belongs to whoever watches;
 * give it to each `BuildRequest` and dispose of it at the end.
 */
export class IncrementalBundler implements Bundler {
  /** What the last build through this bundler decided and wrote; undefined before the first. */
  remembered: RememberedBuild | undefined;
  readonly #contexts = new Map<string, Kept>();
  #turn: Promise<unknown> = Promise.resolve();
  #pendingRecord: (() => void) | undefined;

  /** One after the other: esbuild answers a rebuild that is asked for during another with that other's result. */
  attempt(job: BundleJob, attempt: Attempt): Promise<AttemptEnd> {
    const turn = this.#turn.then(() => this.#rebuild(job, attempt));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /**
   * Writes a build's records when `after` has settled, and at the latest when the bundler is disposed of. A later build
   * takes the place of one whose records are not written yet: they would be about an output that is gone.
   */
  async recordAfter(after: Promise<unknown>, record: () => void): Promise<void> {
    this.#pendingRecord = record;
    await after.catch(() => {});
    if (this.#pendingRecord === record) this.#record();
  }

  async dispose(): Promise<void> {
    this.#record();
    await this.#turn;
    const contexts = [...this.#contexts.values()];
    this.#contexts.clear();
    await Promise.all(contexts.map(({ context }) => context.dispose()));
  }

  #record(): void {
    const record = this.#pendingRecord;
    this.#pendingRecord = undefined;
    record?.();
  }

  async #rebuild(job: BundleJob, attempt: Attempt): Promise<AttemptEnd> {
    const kept = await this.#contextFor(job, attempt);
    kept.usesMewsFramework = false;
    const outcome = await kept.context.rebuild().catch((failure: unknown) => failure as Error);
    return { outcome, usesMewsFramework: kept.usesMewsFramework };
  }

  async #contextFor(job: BundleJob, attempt: Attempt): Promise<Kept> {
    const key = keyOf(job, attempt);
    const kept = this.#contexts.get(key) ?? (await newContext(job, attempt));
    // The one used last goes to the end.
    this.#contexts.delete(key);
    this.#contexts.set(key, kept);
    const [[oldest, { context }] = [key, kept]] = this.#contexts;
    if (this.#contexts.size > MOST_CONTEXTS) {
      this.#contexts.delete(oldest);
      await context.dispose();
    }
    return kept;
  }
}

async function newContext(job: BundleJob, attempt: Attempt): Promise<Kept> {
  const { context } = await import('esbuild');
  const seen = { usesMewsFramework: false };
  const options = esbuildOptions(job, attempt, () => (seen.usesMewsFramework = true));
  return Object.assign(seen, { context: await context(options) });
}

/** Everything that esbuild's options are made from. */
function keyOf(job: BundleJob, { format, located }: Attempt): string {
  return JSON.stringify([{ ...job, decision: format, located }, job.extensionFor(format)]);
}
