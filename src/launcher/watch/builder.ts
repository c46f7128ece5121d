import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { MewsEvent } from '../../foundation/events/event.ts';
import type { BuildResult } from '../build/build-request.ts';
import { build } from '../build/build.ts';
import { writeExternalImports } from '../build/external-imports.ts';
import { IncrementalBundler } from '../build/incremental-bundler.ts';
import { buildRequest } from '../launch/build-request.ts';
import { readyServer, type ReadyServer } from '../launch/ready-server.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { WatchHost } from './watch-host.ts';

/** A build, and the server it is served by. */
export interface BuiltApp extends BuildResult {
  readonly server: ReadyServer;
}

/** A program of an Executable profile is run as it is. */
const NOTHING_BUILT: BuiltApp = {
  outputEntry: '',
  version: '',
  upToDate: true,
  usesMewsFramework: false,
  typecheck: Promise.resolve({ outcome: 'skipped', errors: 0 }),
  inputs: () => ({ files: new Set(), rules: new Set(), globbed: [], packages: [] }),
  recorded: Promise.resolve(),
  server: { server: '', resolveMews: false },
};

/** Milliseconds in which the first request to a new version is answered: the type-check leaves the processor to it. */
const FIRST_ANSWER = 200;

/** Builds one version after the other. The type-check of one ends when the next one is built. */
export class Builder {
  /** When the last build began: milliseconds since 1970. */
  since = Date.now();
  readonly #host: WatchHost;
  readonly #bundler = new IncrementalBundler();
  #checking = new AbortController();
  #findings: Diagnostic[] = [];
  readonly #told = new Set<string>();
  #settleStarted: () => void = () => {};

  constructor(host: WatchHost) {
    this.#host = host;
  }

  /** What compiler and type-checker found in the last build. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#findings;
  }

  /** Throws what a build throws, and the signal's reason. Only the first one is told of when all goes well. */
  async build(plan: LaunchPlan, { signal, isFirst }: { readonly signal: AbortSignal; readonly isFirst: boolean }): Promise<BuiltApp> {
    this.started();
    if (plan.executablePath.value !== null) return NOTHING_BUILT;
    this.#checking.abort();
    this.#checking = new AbortController();
    this.#findings = [];
    const started = new Promise<void>((resolve) => (this.#settleStarted = resolve));
    const host = { ...this.#host, report: (event: MewsEvent) => this.#tell(event, isFirst) };
    this.since = Date.now();
    const whole = AbortSignal.any([signal, this.#checking.signal]);
    const [built, server] = await Promise.all([build({ ...buildRequest(plan, { host, signal: whole, started }), bundler: this.#bundler, recordAfter: started }), readyServer(plan, { host, signal: whole })]);
    return { ...built, server };
  }

  /** File URL of a module that imports what the built app imports first; undefined where there is none. */
  async externals({ build: { kind }, projectRoot }: LaunchPlan, { outputEntry }: BuiltApp): Promise<string | undefined> {
    if (kind !== 'bundle') return undefined;
    return writeExternalImports(projectRoot, outputEntry).catch(() => undefined);
  }

  /** The version has started, or will not: its type-check may have the processor. */
  started(): void {
    setTimeout(this.#settleStarted, FIRST_ANSWER).unref();
  }

  async close(): Promise<void> {
    this.#checking.abort();
    this.started();
    await this.#bundler.dispose();
  }

  /** What is wrong with the project's tools is wrong for long. */
  #tellOnce(event: Extract<MewsEvent, { type: 'note' | 'warning' }>): void {
    if (!this.#told.has(event.text)) this.#host.report(event);
    this.#told.add(event.text);
  }

  #tell(event: MewsEvent, isFirst: boolean): void {
    if (event.type === 'diagnostics') this.#findings.push(...event.diagnostics);
    if (event.type === 'note' || event.type === 'warning') return this.#tellOnce(event);
    if (isFirst || (event.type !== 'buildStarted' && event.type !== 'buildSucceeded')) this.#host.report(event);
  }
}
