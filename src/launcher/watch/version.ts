import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { AppEvent, AppNews } from '../../foundation/events/event.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import type { ServedProcess } from '../activation/served-process.ts';
import { crashError } from '../launch/crash-error.ts';
import { exitCodeOf } from '../launch/exit-code.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';

export interface VersionOptions {
  readonly plan: LaunchPlan;
  readonly process: ServedProcess;
  /** Names it to the pages it sends. */
  readonly generation: string;
  readonly mewsRoot: string;
}

/** One version of the app: a process, and what it has said since it was told to load the app. */
export class Version {
  readonly plan: LaunchPlan;
  readonly process: ServedProcess;
  readonly generation: string;
  /** Where it listens, as it told. */
  readonly addresses: string[] = [];
  /** Resolves when its entry is loaded and nothing listens yet, when it listens, and when it has ended. */
  readonly loaded: Promise<void>;
  /** Who listens: what the next process can load before it is told to start. */
  server: 'kestrel' | 'nodeHttp' | 'unknown' = 'unknown';
  crash: Extract<AppNews, { type: 'crashed' }> | undefined;
  readonly #mewsRoot: string;
  #startFailure: MewsError | undefined;
  #settleLoaded: () => void = () => {};

  constructor({ plan, process, generation, mewsRoot }: VersionOptions) {
    this.plan = plan;
    this.process = process;
    this.generation = generation;
    this.#mewsRoot = mewsRoot;
    this.loaded = new Promise((resolve) => (this.#settleLoaded = resolve));
    void process.exited.then(() => this.#settleLoaded());
  }

  hear(event: AppEvent): void {
    if (event.type === 'listening') {
      this.addresses.push(...event.addresses);
      this.server = event.by === 'server' ? 'kestrel' : 'nodeHttp';
    } else if (event.type === 'crashed') this.crash = event;
    else if (event.type === 'startFailed') this.#startFailure = new MewsError(event.error);
    if (event.type === 'loaded' || event.type === 'listening') this.#settleLoaded();
  }

  /** What it died of; undefined when it has ended in peace. */
  failureOf(exit: ProcessExit): MewsError | undefined {
    if (this.#startFailure) return this.#startFailure;
    const exitCode = exitCodeOf(exit, undefined);
    if (this.crash) return crashError(this.crash, { exitCode, mewsRoot: this.#mewsRoot });
    if (exitCode === 0) return undefined;
    return mewsError('appDied', { exitCode, reason: exit.signal ? `it was ended by ${exit.signal}` : 'it said nothing of an error' });
  }
}
