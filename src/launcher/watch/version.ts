import type { MewsError } from '../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../foundation/events/event.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import type { ServedProcess } from '../activation/served-process.ts';
import { HeardOfApp } from '../launch/heard-of-app.ts';
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
  readonly #heard: HeardOfApp;
  #settleLoaded: () => void = () => {};

  constructor({ plan, process, generation, mewsRoot }: VersionOptions) {
    this.plan = plan;
    this.process = process;
    this.generation = generation;
    this.#heard = new HeardOfApp(mewsRoot);
    this.loaded = new Promise((resolve) => (this.#settleLoaded = resolve));
    void process.exited.then(() => this.#settleLoaded());
  }

  get crash(): HeardOfApp['crash'] {
    return this.#heard.crash;
  }

  hear(event: AppEvent): void {
    this.#heard.hear(event);
    if (event.type === 'listening') {
      this.addresses.push(...event.addresses);
      this.server = event.by === 'server' ? 'kestrel' : 'nodeHttp';
    }
    if (event.type === 'loaded' || event.type === 'listening') this.#settleLoaded();
  }

  /** What it died of; undefined when it has ended in peace. */
  failureOf(exit: ProcessExit): MewsError | undefined {
    return this.#heard.failureOf(exit);
  }
}
