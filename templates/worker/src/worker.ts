import { setTimeout } from 'node:timers/promises';
import type { HostedService } from 'mews';

export interface WorkerOptions {
  /** Milliseconds between two rounds. */
  readonly interval: number;
  readonly log: (text: string) => void;
}

/** Works in rounds from the start of the app to its end. A round that has begun is finished before the app ends. */
export class AcmeWorkerService implements HostedService {
  readonly #options: WorkerOptions;
  readonly #stopping = new AbortController();
  #work: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work = this.#rounds(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#round();
      await setTimeout(this.#options.interval, undefined, { signal }).catch(() => undefined);
    }
    this.#options.log('Worker stopped');
  }

  /** What is to be done again and again. */
  async #round(): Promise<void> {
    this.#options.log(`Worker running at ${new Date().toISOString()}`);
  }
}
