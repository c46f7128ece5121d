import { setImmediate } from 'node:timers/promises';
import type { Clock } from './batch.ts';

/** Milliseconds at most in which nothing else gets a turn. */
const SLICE = 5;
/** Milliseconds between two rounds: a multiple of what a round takes, so that asking leaves most of a processor to others. */
const PAUSE = { times: 4, least: 200, most: 2000 };
/** The same while a batch is being collected: the sooner a round finds nothing new, the sooner it is complete. */
const SHORT_PAUSE = 50;

export interface FolderPollingOptions {
  readonly clock: Clock;
  readonly folders: () => readonly string[];
  readonly look: (folder: string) => void;
  /** True while news has come that is not delivered yet. */
  readonly isCollecting: () => boolean;
}

/** Looks at all folders, round after round, for where the system tells nothing. */
export class FolderPolling {
  readonly #options: FolderPollingOptions;
  #lastRound = 0;
  #wake: (() => void) | undefined;
  #isStopped = false;

  constructor(options: FolderPollingOptions) {
    this.#options = options;
  }

  /** Milliseconds after which a round without news has gone by. */
  get quiet(): number {
    return SHORT_PAUSE + 2 * this.#lastRound;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#rest();
      if (this.#isStopped) return;
      const began = this.#options.clock.now();
      await this.#round();
      this.#lastRound = this.#options.clock.now() - began;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async #round(): Promise<void> {
    const { clock, folders, look } = this.#options;
    let sliceBegan = clock.now();
    for (const folder of folders()) {
      if (this.#isStopped) return;
      look(folder);
      if (clock.now() - sliceBegan < SLICE) continue;
      await setImmediate();
      sliceBegan = clock.now();
    }
  }

  async #rest(): Promise<void> {
    const { clock, isCollecting } = this.#options;
    const pause = Math.min(Math.max(PAUSE.times * this.#lastRound, PAUSE.least), PAUSE.most);
    let cancel: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#isStopped) resolve();
      cancel = clock.after(isCollecting() ? SHORT_PAUSE : pause, resolve);
    });
    cancel();
  }
}
