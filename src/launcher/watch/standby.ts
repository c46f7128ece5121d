import { join } from 'node:path';
import type { PrepareCommand } from '../../foundation/events/event.ts';
import type { AppProcess } from '../activation/app-process.ts';
import type { Activator } from '../activation/activator.ts';
import { startAppProcess } from '../activation/start-app-process.ts';
import { recordsFolder } from '../build/output-folder.ts';
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

/** What the next version will probably be, and need. */
export interface Forecast {
  readonly plan: LaunchPlan;
  /** Absolute path of the file that node runs as its main module. */
  readonly output: string;
  readonly server: PrepareCommand['server'];
  /** File URL of a module that imports what the app imports first; undefined where that is not known. */
  readonly externals: string | undefined;
}

/** The process that waits for the next version: booted, with nothing of the app loaded, before there is anything to load. */
export class Standby {
  readonly #options: StandbyOptions;
  #waiting: Waiting | undefined;
  #forecast: Forecast | undefined;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Boots one, unless the right one waits already. */
  prepare(forecast: Forecast): void {
    const key = keyOf(forecast.plan, forecast.output);
    if (this.#waiting?.key === key) return;
    void this.discard();
    this.#forecast = forecast;
    const process = this.#boot(forecast);
    this.#waiting = { key, process };
    // One that could not be booted, in a folder that was gone for a moment, or that has died must not be taken.
    process.then(({ exited }) => exited).then(
      () => this.#lose(process),
      () => this.#lose(process),
    );
  }

  /** The one that waits, if it is the right one, else a new one. Rejects with `spawnFailed`. */
  async take(plan: LaunchPlan, output: string): Promise<AppProcess> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    const boot = (): Promise<AppProcess> => this.#boot({ plan, output, server: 'unknown', externals: undefined });
    if (waiting?.key === keyOf(plan, output)) return waiting.process.catch(boot);
    await end(waiting);
    return boot();
  }

  /** The public sockets are others than when it was booted, and it has copies of those. */
  async renew(): Promise<void> {
    const forecast = this.#forecast;
    if (!this.#waiting || !forecast) return;
    await this.discard();
    this.prepare(forecast);
  }

  /** One that has read any of `files` knows them as they were, and is ended. */
  async forget(files: readonly string[]): Promise<void> {
    const process = await this.#waiting?.process.catch(() => undefined);
    if (process && files.some((file) => process.filesRead.has(file))) await this.discard();
  }

  /** Nothing is left waiting. */
  discard(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return end(waiting);
  }

  #lose(process: Promise<AppProcess>): void {
    if (this.#waiting?.process === process) this.#waiting = undefined;
  }

  async #boot({ plan, output, server, externals }: Forecast): Promise<AppProcess> {
    const { activator, host } = this.#options;
    const stdin = host.takesKeys ? 'ignore' : 'inherit';
    const inspectorArgs = plan.inspect.value ? INNER_INSPECTOR : [];
    const { process, silent } = await startAppProcess(activator, (inherited) => bootApp({ plan, host, output, stdin, inspectorArgs, ...inherited }));
    process.running.send({ type: 'prepare', descriptors: silent, server, root: plan.projectRoot, compileCache: compileCacheFolder(plan), ...(externals !== undefined && { externals }) });
    return process;
  }
}

async function end(waiting: Waiting | undefined): Promise<void> {
  const process = await waiting?.process.catch(() => undefined);
  process?.running.signal('SIGKILL');
  await process?.exited;
}

/** Beside the build's own records; where there is no build of ours, Node decides. */
function compileCacheFolder({ projectRoot, configuration }: LaunchPlan): string {
  return join(recordsFolder(projectRoot, configuration.value), 'compile-cache');
}

/** All that a process has from its first moment on, and cannot be told later. */
function keyOf({ environment, args, workingDirectory, inspect }: LaunchPlan, output: string): string {
  const variables = [...environment].map(([name, { value }]) => [name, value]);
  return JSON.stringify([output, variables, args.value, workingDirectory.value, inspect.value]);
}
