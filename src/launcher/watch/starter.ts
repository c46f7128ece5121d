import type { Activator } from '../activation/activator.ts';
import type { ServedProcess } from '../activation/served-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { BuiltApp } from './builder.ts';
import { Standby } from './standby.ts';
import type { Version } from './version.ts';
import type { WatchHost } from './watch-host.ts';

/** Starts the processes of versions: a Node app's has been waiting, any other program begins when it is started. */
export class Starter {
  readonly #activator: Activator;
  readonly #host: WatchHost;
  readonly #standby: Standby;

  constructor(activator: Activator, host: WatchHost) {
    this.#activator = activator;
    this.#host = host;
    this.#standby = new Standby({ activator, host });
  }

  /** The next version may be wanted at any moment. */
  prepare(plan: LaunchPlan, output: string, server: Version['server']): void {
    if (plan.executablePath.value === null) this.#standby.prepare(plan, output, server);
  }

  /** Rejects with spawnFailed, and for programs executableNotFound and notExecutable. */
  async start(plan: LaunchPlan, { outputEntry }: BuiltApp): Promise<ServedProcess> {
    if (plan.executablePath.value === null) return this.#standby.take(plan, outputEntry);
    const { startExecutableVersion } = await import('./start-executable-version.ts');
    return startExecutableVersion(plan, { host: this.#host, activator: this.#activator });
  }

  /** Nothing is left waiting. */
  discard(): Promise<void> {
    return this.#standby.discard();
  }
}
