import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { HostSettings } from '../../foundation/events/event.ts';
import type { StatusReport } from '../../foundation/events/status-report.ts';
import { startProcess } from '../../foundation/process/start-process.ts';
import type { Activator } from '../activation/activator.ts';
import { AppProcess } from '../activation/app-process.ts';
import { processEnvironment } from '../launch/process-environment.ts';
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
    await end(process);
  }

  async end(): Promise<void> {
    const process = await this.#process;
    this.#process = undefined;
    await end(process);
  }

  /** It has no app; what Node would load is the host itself. */
  #settings(plan: LaunchPlan, status: StatusReport): HostSettings {
    const appHost = this.#appHost;
    return {
      urls: plan.urls,
      server: 'kestrel',
      listen: 'profile',
      environment: plan.environmentName.value,
      sourceEntry: appHost,
      entry: pathToFileURL(appHost).href,
      resolveMews: false,
      isDetailed: false,
      watch: { generation: `status-${randomUUID()}`, root: plan.projectRoot, refreshBrowser: true },
      status,
    };
  }

  get #appHost(): string {
    return join(this.#host.mewsRoot, 'dist', 'app-host.js');
  }

  async #start(plan: LaunchPlan): Promise<AppProcess> {
    const { activation, descriptors, silent } = this.#activator.lend();
    const app: { process?: AppProcess } = {};
    const running = await startProcess({
      command: execPath,
      args: [this.#appHost],
      cwd: plan.projectRoot,
      env: processEnvironment(plan, this.#host),
      descriptors,
      stdin: 'ignore',
      onEvent: (event, handle) => app.process && this.#activator.hear(app.process, event, handle),
      ...(this.#host.captureOutput && { onOutput: () => {} }),
    });
    const process = new AppProcess(running, activation);
    app.process = process;
    running.send({ type: 'prepare', descriptors: silent, server: 'kestrel' });
    void process.exited.then(() => (this.#process = undefined));
    return process;
  }
}

async function end(process: AppProcess | undefined): Promise<void> {
  if (!process || process.hasEnded) return;
  process.running.send({ type: 'shutdown', signal: 'SIGTERM' });
  const timer = setTimeout(() => process.running.signal('SIGKILL'), DRAIN);
  await process.exited;
  clearTimeout(timer);
}
