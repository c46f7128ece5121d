import type { Activator } from '../activation/activator.ts';
import { AppProcess } from '../activation/app-process.ts';
import type { ServedProcess } from '../activation/served-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { BuiltApp } from './builder.ts';
import { Debugging } from './debugging.ts';
import { Standby, type Forecast } from './standby.ts';
import type { Version } from './version.ts';
import type { WatchHost } from './watch-host.ts';

/** Starts the processes of versions: a Node app's has been waiting, any other program begins when it is started. */
export class Starter {
  readonly #activator: Activator;
  readonly #host: WatchHost;
  readonly debugging: Debugging;
  readonly #standby: Standby;

  constructor(activator: Activator, host: WatchHost) {
    this.#activator = activator;
    this.#host = host;
    this.debugging = new Debugging(host);
    this.#standby = new Standby({ activator, host });
  }

  /** The next version may be wanted at any moment. */
  prepare(forecast: Forecast): void {
    if (forecast.plan.executablePath.value === null) this.#standby.prepare(forecast);
  }

  /** The public sockets have changed. */
  renew(): Promise<void> {
    return this.#standby.renew();
  }

  /** A process that waits and has read any of `files` is of no use any more. */
  forget(files: readonly string[]): Promise<void> {
    return this.#standby.forget(files);
  }

  /** Rejects with spawnFailed, and for programs executableNotFound and notExecutable. */
  async start(plan: LaunchPlan, { outputEntry }: BuiltApp, signal: AbortSignal): Promise<ServedProcess> {
    if (plan.executablePath.value === null) {
      const process = await this.#standby.take(plan, outputEntry);
      await this.debugging.follow(process, { inspect: plan.inspect, output: outputEntry }, signal);
      return process;
    }
    const { startExecutableVersion } = await import('./start-executable-version.ts');
    return startExecutableVersion(plan, { host: this.#host, activator: this.#activator });
  }

  /** The version that serves goes on, and is what is debugged: the next one did not make it. */
  async returnTo(serving: Version | undefined, signal: AbortSignal): Promise<void> {
    if (serving?.process instanceof AppProcess) await this.debugging.follow(serving.process, { inspect: { value: null, from: '' }, output: '' }, signal);
  }

  /** Nothing is left waiting. */
  close(): Promise<void> {
    return this.#standby.discard();
  }
}
