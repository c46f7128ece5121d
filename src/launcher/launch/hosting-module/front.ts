import { setTimeout as pause } from 'node:timers/promises';
import { MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../../foundation/events/event.ts';
import { isAppNews } from '../../../foundation/events/is-app-news.ts';
import type { FrontSettings, UpstreamSettings } from '../../../foundation/events/module-settings.ts';
import { stopProcess } from '../../../foundation/process/stop-process.ts';
import type { Activator } from '../../activation/activator.ts';
import type { AppProcess } from '../../activation/app-process.ts';
import { restartPause } from '../../activation/restart-policy.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { LaunchHost } from '../launch-host.ts';
import { settingsWithoutApp, startWithoutApp } from '../start-without-app.ts';

/** Milliseconds for what is in flight on a process that another one follows. */
const DRAIN = 10_000;
/** Milliseconds that a process has beyond that. */
const GRACE = 1000;

type Listening = Extract<AppEvent, { type: 'listening' }>;

export interface FrontOptions {
  readonly host: LaunchHost;
  /** Of the public sockets. */
  readonly activator: Activator;
  /** Told where it listens. */
  readonly onListening: (event: Listening) => void;
}

/** What a front serves: the plan's addresses, and how requests are passed on. */
export interface FrontDuty {
  readonly plan: LaunchPlan;
  readonly settings: FrontSettings;
}

/**
 * The process in front of an app that is hosted out of process: it has the public sockets, speaks TLS and HTTP/2, and passes requests on. Should it
 * die, connections wait for the next one.
 */
export class Front {
  readonly #options: FrontOptions;
  #duty: FrontDuty;
  #process: AppProcess | undefined;
  /** That one, and those that have made way and are finishing. */
  readonly #all = new Set<AppProcess>();
  #booting: Promise<unknown> = Promise.resolve();
  #told = '';
  #isClosing = false;
  readonly #crashes: number[] = [];

  constructor(duty: FrontDuty, options: FrontOptions) {
    this.#duty = duty;
    this.#options = options;
  }

  /** It boots, and serves nothing yet. Rejects with spawnFailed. */
  async boot(): Promise<void> {
    const { host, activator } = this.#options;
    const booting = startWithoutApp({ plan: this.#duty.plan, host, activator, capture: host.captureOutput ? { onOutput: (stream, text) => host.report({ type: 'output', stream, text }) } : {} });
    this.#booting = booting.catch(() => {});
    const process = await booting;
    this.#all.add(process);
    void process.exited.then(() => this.#all.delete(process));
    this.#process = process;
  }

  /** Resolves when it serves. Rejects with what keeps it from that. */
  async open(): Promise<void> {
    const { host, activator } = this.#options;
    const { plan, settings } = this.#duty;
    const process = this.#process;
    if (!process) return;
    let failure: MewsError | undefined;
    process.onEvent = (event) => {
      if (event.type === 'startFailed') failure = new MewsError(event.error);
      else if (event.type === 'listening') this.#tell(event);
      else if (isAppNews(event)) host.report(event);
    };
    process.launch({ ...settingsWithoutApp(plan, host), isDetailed: host.isDetailed, module: settings });
    await process.holds(activator.sockets.ids);
    if (process.hasEnded) throw failure ?? mewsError('frontEnded', { pid: process.running.pid });
    await activator.serve(process, DRAIN);
    void process.exited.then(() => this.#restart(process));
  }

  /** Where requests go from now on. */
  lead(upstreams: readonly UpstreamSettings[]): void {
    this.#duty = { ...this.#duty, settings: { ...this.#duty.settings, upstreams } };
    this.#process?.running.send({ type: 'upstreams', upstreams });
  }

  /** Does its duty as it is now. */
  async follow(duty: FrontDuty): Promise<void> {
    if (this.#isClosing) return;
    if (fingerprint(duty) === fingerprint(this.#duty)) this.lead(duty.settings.upstreams);
    else await this.#renew(duty);
  }

  /** Another duty: a new process takes the place of this one, and no request is lost. Rejects with what keeps it from that; the old one goes on then. */
  async #renew(duty: FrontDuty): Promise<void> {
    const [former, before] = [this.#process, this.#duty];
    this.#duty = duty;
    try {
      await this.boot();
      await this.open();
    } catch (error) {
      [this.#process, this.#duty] = [former, before];
      if (this.#isClosing) return;
      throw error;
    }
    if (!former || former.hasEnded) return;
    await former.drained;
    await this.#stop(former, DRAIN);
  }

  /** No new requests; what is in flight is answered, for `deadline` milliseconds. */
  async close(deadline: number): Promise<void> {
    this.#isClosing = true;
    this.#options.activator.close();
    await this.#booting;
    await Promise.all([...this.#all].map((process) => this.#stop(process, deadline)));
  }

  /** The next process listens at the same addresses: that is no news. */
  #tell(event: Listening): void {
    const addresses = event.addresses.join();
    if (addresses !== this.#told) this.#options.onListening(event);
    this.#told = addresses;
  }

  async #stop(process: AppProcess, deadline: number): Promise<void> {
    await stopProcess(process.running, { ask: () => void process.running.send({ type: 'shutdown', signal: 'SIGTERM', deadline }), now: this.#options.host.stop.now, grace: deadline + GRACE });
  }

  async #restart(former: AppProcess): Promise<void> {
    if (this.#isClosing || this.#process !== former) return;
    const { activator, host } = this.#options;
    activator.vacate(former);
    this.#crashes.push(performance.now());
    host.report({ type: 'error', error: mewsError('frontEnded', { pid: former.running.pid }).toJSON() });
    await pause(restartPause(this.#crashes));
    if (this.#isClosing) return;
    try {
      await this.boot();
      await this.open();
    } catch (error) {
      if (error instanceof MewsError) host.report({ type: 'error', error: error.toJSON() });
      if (this.#process) void this.#restart(this.#process);
    }
  }
}

/** All that a front cannot be told while it serves. */
function fingerprint({ plan: { urls, environment }, settings }: FrontDuty): string {
  return JSON.stringify([urls, [...environment], { ...settings, upstreams: [] }]);
}
