import { resolve } from 'node:path';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { AppEvent, HostSettings } from '../../foundation/events/event.ts';
import { isAppNews } from '../../foundation/events/is-app-news.ts';
import type { StatusReport } from '../../foundation/events/status-report.ts';
import { NOTHING_DRAINED, type DrainSummary } from '../activation/served-process.ts';
import { restartPause } from '../activation/restart-policy.ts';
import { hostSettings } from '../launch/host-settings.ts';
import { untilStop } from '../launch/stop-signals.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { isBusyResource } from './busy-resource.ts';
import { needsBuild, needsProcess, START, type Cause } from './cause.ts';
import { CauseQueue } from './cause-queue.ts';
import type { Builder, BuiltApp } from './builder.ts';
import type { Firsts } from './firsts.ts';
import { reportFailure } from './report-failure.ts';
import type { Stage } from './stage.ts';
import type { Starter } from './starter.ts';
import { tellSwap } from './tell-swap.ts';
import { neverListens, untilReady } from './until-ready.ts';
import { Version } from './version.ts';
import type { WatchedHosting } from './watched-hosting.ts';
import type { WatchHost } from './watch-host.ts';
import type { WatchLimits } from './watch-limits.ts';

export interface WatchLoopOptions {
  readonly host: WatchHost;
  readonly hosting: Pick<WatchedHosting, 'versionPlan' | 'workerSettings'>;
  readonly stage: Stage;
  readonly starter: Starter;
  readonly builder: Builder;
  readonly firsts: Firsts;
  readonly limits: WatchLimits;
  /** Makes the plan anew, and has the public sockets follow it. Throws what is wrong with it. */
  readonly replan: () => Promise<LaunchPlan>;
  /** Told after each version that is there, and each that is not: what of the project matters now. */
  readonly onSettled: (built: BuiltApp | undefined) => void;
}

/**
 * The heart of `mews watch`: one cause after the other becomes a version, build → start → ready → swap; whatever comes meanwhile
 * ends the attempt and is made part of the next one. What works keeps serving until something better works.
 */
export class WatchLoop {
  readonly #options: WatchLoopOptions;
  readonly #queue = new CauseQueue();
  readonly #crashes: number[] = [];
  #plan: LaunchPlan;
  #built: BuiltApp | undefined;
  /** The newest version that runs, whether it listens or not. */
  #running: Version | undefined;
  #generation = 0;
  /** The build that runs. */
  #launched = '';
  #externals: string | undefined;
  #isExclusive: boolean;
  #report: StatusReport | undefined;
  #pause: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Of the crash that kept the last version from starting. */
  #stack: string | undefined;

  constructor(plan: LaunchPlan, options: WatchLoopOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#isExclusive = plan.swap.value === 'sequential';
  }

  get plan(): LaunchPlan {
    return this.#plan;
  }

  get running(): Version | undefined {
    return this.#running;
  }

  get hasFailed(): boolean {
    return this.#report !== undefined;
  }

  /** Nothing is started any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#pause);
  }

  /** A new version is wanted. */
  want(cause: Cause): void {
    if (!needsProcess(cause)) return;
    clearTimeout(this.#pause);
    this.#queue.add(cause);
  }

  /** Goes on until the user stops it. Rejects for what keeps the very first plan from being carried out at all. */
  async run(): Promise<void> {
    const { host } = this.#options;
    const stopped = untilStop(host.stop);
    this.#queue.add({ ...START, action: 'rebuild' });
    while (!host.stop.graceful.aborted) {
      const cause = this.#queue.take();
      if (cause) await this.#cycle(cause);
      else await Promise.race([this.#queue.filled(), stopped]);
    }
  }

  async #cycle(cause: Cause): Promise<void> {
    const { host, onSettled } = this.#options;
    const overtaken = new AbortController();
    void this.#queue.filled().then(() => overtaken.abort());
    const signal = AbortSignal.any([host.stop.graceful, overtaken.signal]);
    try {
      await this.#bringUp(cause, signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(error, this.#stack);
      else this.#queue.add(cause);
    }
    onSettled(this.#built);
  }

  async #bringUp(cause: Cause, signal: AbortSignal): Promise<void> {
    const { builder, starter, replan, host } = this.#options;
    const began = performance.now();
    this.#stack = undefined;
    if (cause.action === 'replan') {
      this.#plan = await replan();
      this.#isExclusive = this.#plan.swap.value === 'sequential';
    }
    await starter.forget(cause.files.map((file) => resolve(this.#plan.projectRoot, file)));
    this.#prepareNext(this.#built?.outputEntry ?? this.#plan.build.output ?? '');
    const mustBuild = needsBuild(cause) || this.#built === undefined;
    const built = mustBuild || !this.#built ? await builder.build(this.#plan, { signal, isFirst: this.#generation === 0 }) : this.#built;
    this.#built = built;
    signal.throwIfAborted();
    const builtAt = performance.now();
    if (this.#isThere(built, cause)) return this.#settleReport();
    const { version, drained } = await this.#start(built, signal);
    const isMade = mustBuild && this.#plan.build.kind !== 'none' && this.#plan.build.kind !== 'source';
    const milliseconds = { build: isMade ? builtAt - began : null, swap: performance.now() - builtAt };
    builder.started();
    this.#settleReport();
    this.#guard(version);
    if (version.generation !== '1') await tellSwap(cause, { milliseconds, drained, report: host.report });
    // While nothing hurries: what the app imports is loaded in the next process before there is a next version.
    this.#externals = await builder.externals(this.#plan, built);
    this.#prepareNext(built.outputEntry);
  }

  /** The build gave what runs already: a comment was edited, or a mistake taken back. */
  #isThere(built: BuiltApp, { action }: Cause): boolean {
    const isSame = action === 'rebuild' && built.version !== '' && built.version === this.#launched;
    if (isSame && this.#running) this.#options.stage.refresh({ type: 'clearReport' });
    return isSame && this.#running !== undefined;
  }

  /** Starts a version, and lets it serve when it can. One that only needed what the one before holds is started again when that has gone. */
  async #start(built: BuiltApp, signal: AbortSignal): Promise<{ version: Version; drained: Promise<DrainSummary> }> {
    const { stage, host, starter } = this.#options;
    const before = this.#running;
    const isExclusive = this.#isExclusive || before?.process.held.size === 0;
    const cleared = isExclusive ? await this.#endBefore() : undefined;
    const version = await this.#launch(built, signal);
    const entering = stage.serving ? undefined : this.#enterWhenItListens(version);
    try {
      await untilReady(version, {
        wanted: stage.serving?.process.held ?? new Set(),
        needNotListen: stage.serving === undefined,
        signal,
        // A breakpoint in start-up code takes its time.
        holdTimeout: this.#plan.inspect.value ? Number.POSITIVE_INFINITY : this.#options.limits.holdTimeout,
        onLate: () => void this.#tellLate(version),
      });
    } catch (error) {
      this.#stack = version.crash?.stack;
      await stage.discard(version.process);
      await starter.returnTo(stage.serving, signal);
      if (signal.aborted || isExclusive || !stage.serving || !isBusyResource(version.crash)) throw error;
      host.report({ type: 'note', text: 'The new version needs something that the running one holds: from now on that is ended first ("swap": "sequential" in the launch profile says so from the start).' });
      this.#isExclusive = true;
      return this.#start(built, signal);
    }
    this.#running = version;
    this.#launched = built.version;
    // Who hears that the version is there may ask it.
    if (entering && version.addresses.length > 0 && this.#plan.executablePath.value === null) await entering;
    if (entering) return { version, drained: Promise.resolve(cleared ?? NOTHING_DRAINED) };
    return { version, ...(await stage.enter(version)) };
  }

  #prepareNext(output: string): void {
    const { starter } = this.#options;
    starter.prepare({ plan: this.#options.hosting.versionPlan(this.#plan), output, server: this.#running?.server ?? 'unknown', externals: this.#externals });
  }

  async #endBefore(): Promise<DrainSummary> {
    const { stage } = this.#options;
    const before = this.#running;
    this.#running = undefined;
    const summary = await stage.clear();
    if (before) await stage.end(before.process);
    return summary;
  }

  async #launch(built: BuiltApp, signal: AbortSignal): Promise<Version> {
    const { starter, host, firsts, hosting } = this.#options;
    const plan = this.#plan;
    const process = await starter.start(hosting.versionPlan(plan), built, signal);
    const version = new Version({ plan, process, generation: String(++this.#generation), mewsRoot: host.mewsRoot });
    process.onEvent = (event) => this.#hear(version, event);
    firsts.launched(plan);
    process.launch(this.#settingsFor(built, version.generation));
    return version;
  }

  #settingsFor(built: BuiltApp, generation: string): HostSettings {
    const { host, hosting } = this.#options;
    const plan = this.#plan;
    const settings = hostSettings({ plan: hosting.versionPlan(plan), built, server: built.server, isDetailed: host.isDetailed });
    const module = hosting.workerSettings(plan);
    return { ...settings, ...(module && { module }), watch: { generation, root: plan.projectRoot, refreshBrowser: true } };
  }

  #hear(version: Version, event: AppEvent): void {
    version.hear(event);
    const { firsts, onSettled } = this.#options;
    if (event.type === 'filesRead' || event.type === 'filesWritten') onSettled(this.#built);
    else if (isAppNews(event)) firsts.hear(event, version.plan);
  }

  /** Nobody serves: the first to listen does, also long after its start. */
  #enterWhenItListens(version: Version): Promise<void> {
    return version.process.holds(new Set()).then(async () => {
      const { stage } = this.#options;
      if (!version.process.hasEnded && !stage.serving) await stage.enter(version);
    });
  }

  /** A version that works and dies is started again: at once, and slower and slower while it keeps dying. */
  #guard(version: Version): void {
    void version.process.exited.then(async (exit) => {
      const { host, stage } = this.#options;
      if (this.#running !== version || this.#isClosed || host.stop.graceful.aborted) return;
      this.#running = undefined;
      stage.lose(version);
      await stage.end(version.process);
      const failure = version.failureOf(exit);
      if (!failure) return this.#fail(mewsError('appExited', { exitCode: exit.code ?? 0 }));
      this.#crashes.push(performance.now());
      const pause = restartPause(this.#crashes);
      host.report({ type: 'error', error: failure.toJSON() });
      host.report({ type: 'restarting', reason: failure.message, pauseMilliseconds: pause });
      const again = (): void => this.want({ action: 'restart', files: [], reason: 'the app had crashed' });
      if (pause === 0) return again();
      this.#pause = setTimeout(again, pause);
      await this.#show(failure, version.crash?.stack);
    });
  }

  async #fail(error: unknown, stack?: string): Promise<void> {
    if (!(error instanceof MewsError)) throw error;
    const { host, builder } = this.#options;
    builder.started();
    host.report({ type: 'error', error: error.toJSON() });
    await this.#show(error, stack);
  }

  async #show(error: MewsError, stack?: string): Promise<void> {
    const { host, stage, builder } = this.#options;
    this.#report = reportFailure(error, { diagnostics: builder.diagnostics, ...(stack !== undefined && { stack }) });
    host.report({ type: 'status', report: this.#report, isServing: stage.serving !== undefined });
    await stage.show(this.#report, this.#options.hosting.versionPlan(this.#plan));
  }

  async #tellLate(version: Version): Promise<void> {
    const isWritten = this.#plan.urls.some(({ isDefault }) => !isDefault);
    if (this.#options.stage.serving || !isWritten || version.process.held.size > 0) return;
    await this.#fail(neverListens(this.#plan, this.#options.limits.holdTimeout));
  }

  #settleReport(): void {
    if (!this.#report) return;
    this.#report = undefined;
    this.#options.host.report({ type: 'status', report: null, isServing: true });
  }
}
