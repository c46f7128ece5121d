import { randomUUID } from 'node:crypto';
import type { HostSettings } from '../../foundation/events/event.ts';
import type { StatusReport } from '../../foundation/events/status-report.ts';
import type { Activator } from '../activation/activator.ts';
import type { AppProcess } from '../activation/app-process.ts';
import { endWithoutApp, settingsWithoutApp, startWithoutApp } from '../launch/start-without-app.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { WatchHost } from './watch-host.ts';

/** Milliseconds for answers that it is giving when the app takes over; pages that wait for that are told at once. */
const DRAIN = 1000;

/**
 * The process that answers when no version of the app works: an app host without an app, whose server is Kestrel on the
 * public sockets. Started when it is needed, ended when a version serves.
 */
export class StatusHost {
  readonly #activator: Activator;
  readonly #host: WatchHost;
  #process: Promise<AppProcess> | undefined;

  constructor(activator: Activator, host: WatchHost) {
    this.#activator = activator;
    this.#host = host;
  }

  /** Tells `report` from now on. Resolves when it can serve; with nothing when it cannot. */
  async show(report: StatusReport, plan: LaunchPlan): Promise<AppProcess | undefined> {
    const isNew = this.#process === undefined;
    this.#process ??= this.#start(plan);
    const process = await this.#process;
    if (isNew) process.launch(this.#settings(plan, report));
    else process.running.send({ type: 'status', report });
    await process.holds(new Set());
    return process.hasEnded ? undefined : process;
  }

  /** Somebody else serves: what it answers just now is finished. */
  async retire(): Promise<void> {
    const process = await this.#process;
    this.#process = undefined;
    await process?.drained;
    await endWithoutApp(process, DRAIN);
  }

  async end(): Promise<void> {
    const process = await this.#process;
    this.#process = undefined;
    await endWithoutApp(process, DRAIN);
  }

  #settings(plan: LaunchPlan, status: StatusReport): HostSettings {
    return { ...settingsWithoutApp(plan, this.#host), watch: { generation: `status-${randomUUID()}`, root: plan.projectRoot, refreshBrowser: true }, status };
  }

  async #start(plan: LaunchPlan): Promise<AppProcess> {
    const capture = this.#host.captureOutput ? { onOutput: () => {} } : {};
    const process = await startWithoutApp({ plan, host: this.#host, activator: this.#activator, capture });
    void process.exited.then(() => (this.#process = undefined));
    return process;
  }
}
