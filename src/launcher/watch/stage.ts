import type { RefreshMessage } from '../../foundation/events/refresh-message.ts';
import type { StatusReport } from '../../foundation/events/status-report.ts';
import { endGroup, stopProcess } from '../../foundation/process/stop-process.ts';
import type { Activator } from '../activation/activator.ts';
import { NOTHING_DRAINED, type DrainSummary, type ServedProcess } from '../activation/served-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { stopSignal } from '../launch/stop-signals.ts';
import type { StatusHost } from './status-host.ts';
import type { Version } from './version.ts';
import type { WatchHost } from './watch-host.ts';

/** Milliseconds that a process has which never served: it has nothing in flight. */
const SHORT_GRACE = 500;

export interface StageOptions {
  readonly activator: Activator;
  readonly statusHost: StatusHost;
  readonly host: WatchHost;
  /** Milliseconds for requests in flight on a version that makes way. */
  readonly drainTimeout: number;
}

/** Which process has the public sockets: the version that works, or the status host; and those that have had them and are leaving. */
export class Stage {
  readonly #options: StageOptions;
  readonly #leaving = new Set<Promise<unknown>>();
  #serving: Version | undefined;
  #isServedByStatus = false;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** The version that serves; undefined while none does. */
  get serving(): Version | undefined {
    return this.#serving;
  }

  /** `next` serves from now on. Resolves when it does; what is in flight on the one before is told later. */
  async enter(next: Version): Promise<{ readonly drained: Promise<DrainSummary> }> {
    const { activator, statusHost, drainTimeout } = this.#options;
    const before = this.#serving;
    this.#serving = next;
    await activator.serve(next.process, drainTimeout);
    if (this.#isServedByStatus) this.#leave(statusHost.retire());
    this.#isServedByStatus = false;
    return { drained: before ? this.#retire(before.process) : Promise.resolve(NOTHING_DRAINED) };
  }

  /** Nobody serves from now on, and the version before has ended: the next one may need what it held. Connections wait. */
  async clear(): Promise<DrainSummary> {
    const before = this.#serving;
    if (!before) return NOTHING_DRAINED;
    this.#serving = undefined;
    this.#options.activator.vacate(before.process);
    await before.process.release({ deadline: this.#options.drainTimeout, isAlone: true });
    const summary = await before.process.drained;
    await this.end(before.process);
    return summary;
  }

  /** The serving version has died: connections wait for whoever comes next. */
  lose(version: Version): void {
    if (this.#serving !== version) return;
    this.#serving = undefined;
    this.#options.activator.vacate(version.process);
  }

  /** Says what is wrong to whoever asks: in the pages of the version that serves, or in its place where there is none. */
  async show(report: StatusReport, plan: LaunchPlan): Promise<void> {
    if (this.#serving) return this.refresh({ type: 'showReport', report });
    const { statusHost, activator, drainTimeout } = this.#options;
    const process = await statusHost.show(report, plan);
    if (!process || this.#isServedByStatus || this.#serving) return;
    this.#isServedByStatus = true;
    await activator.serve(process, drainTimeout);
  }

  /** Tells the pages of the version that serves. */
  refresh(message: RefreshMessage): void {
    this.#serving?.process.running.send({ type: 'refresh', message });
  }

  /** Ends a process of ours as `mews run` ends its own; one that never served is given less time. */
  async end(process: ServedProcess, grace?: number): Promise<void> {
    const { stop } = this.#options.host;
    const signal = stopSignal(stop) ?? 'SIGTERM';
    if (process.hasEnded) return endGroup(process.running);
    const ask = (): void => void (process.running.send({ type: 'shutdown', signal }) || process.running.signal(signal));
    await stopProcess(process.running, { ask, now: stop.now, ...(grace !== undefined && { grace, insistence: grace }) });
  }

  /** A version that was never needed, or did not make it. */
  discard(process: ServedProcess): Promise<void> {
    return this.end(process, SHORT_GRACE);
  }

  /** Ends all of them, and `other`, which serves nothing; resolves when none is left. */
  async close(other: ServedProcess | undefined): Promise<void> {
    const { activator, statusHost } = this.#options;
    const serving = this.#serving;
    this.#serving = undefined;
    const running = new Set([serving?.process, other].filter((process) => process !== undefined));
    await Promise.all([...[...running].map((process) => this.end(process)), statusHost.end(), ...this.#leaving]);
    activator.close();
  }

  #retire(process: ServedProcess): Promise<DrainSummary> {
    const { drained } = process;
    this.#leave(Promise.race([drained, this.#stopAsked()]).then(() => this.end(process)));
    return drained;
  }

  /** The user does not wait for clients of a version that is long gone. */
  #stopAsked(): Promise<void> {
    const { graceful } = this.#options.host.stop;
    return new Promise((resolve) => {
      if (graceful.aborted) resolve();
      else graceful.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #leave(work: Promise<unknown>): void {
    const leaving = work.finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }
}
