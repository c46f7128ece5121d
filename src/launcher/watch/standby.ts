import { AppProcess } from '../activation/app-process.ts';
import type { Activator } from '../activation/activator.ts';
import { bootApp } from '../launch/boot-app.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { INNER_INSPECTOR } from './debugging.ts';
import type { WatchHost } from './watch-host.ts';

export interface StandbyOptions {
  readonly activator: Activator;
  readonly host: WatchHost;
}

interface Waiting {
  readonly key: string;
  readonly process: Promise<AppProcess>;
}

/** The process that waits for the next version: booted, with nothing of the app loaded, before there is anything to load. */
export class Standby {
  readonly #options: StandbyOptions;
  #waiting: Waiting | undefined;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Boots one, unless the right one waits already. `server`: what it will probably need. */
  prepare(plan: LaunchPlan, output: string, server: 'kestrel' | 'nodeHttp' | 'unknown'): void {
    const key = keyOf(plan, output);
    if (this.#waiting?.key === key) return;
    void this.discard();
    const process = this.#boot(plan, output, server);
    this.#waiting = { key, process };
    // Whoever takes it is told; one that nobody takes has failed nobody.
    process.catch(() => {});
    void process.then(({ exited }) => exited.then(() => this.#forget(process)));
  }

  /** The one that waits, if it is the right one, else a new one. Rejects with `spawnFailed`. */
  async take(plan: LaunchPlan, output: string): Promise<AppProcess> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting?.key === keyOf(plan, output)) return waiting.process;
    await end(waiting);
    return this.#boot(plan, output, 'unknown');
  }

  /** Nothing is left waiting. */
  discard(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return end(waiting);
  }

  #forget(process: Promise<AppProcess>): void {
    if (this.#waiting?.process === process) this.#waiting = undefined;
  }

  async #boot(plan: LaunchPlan, output: string, server: 'kestrel' | 'nodeHttp' | 'unknown'): Promise<AppProcess> {
    const { activator, host } = this.#options;
    const { activation, descriptors, silent } = activator.lend();
    const app: { process?: AppProcess } = {};
    const running = await bootApp({
      plan,
      host,
      output,
      descriptors,
      stdin: host.takesKeys ? 'ignore' : 'inherit',
      inspectorArgs: plan.inspect.value ? INNER_INSPECTOR : [],
      onEvent: (event, handle) => app.process && activator.hear(app.process, event, handle),
    });
    app.process = new AppProcess(running, activation);
    running.send({ type: 'prepare', descriptors: silent, server });
    return app.process;
  }
}

async function end(waiting: Waiting | undefined): Promise<void> {
  const process = await waiting?.process.catch(() => undefined);
  process?.running.signal('SIGKILL');
  await process?.exited;
}

/** All that a process has from its first moment on, and cannot be told later. */
function keyOf({ environment, args, workingDirectory, inspect }: LaunchPlan, output: string): string {
  const variables = [...environment].map(([name, { value }]) => [name, value]);
  return JSON.stringify([output, variables, args.value, workingDirectory.value, inspect.value]);
}
