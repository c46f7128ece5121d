import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { AppEvent, AppNews } from '../../foundation/events/event.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import { crashError } from './crash-error.ts';
import { deathError } from './death-error.ts';
import { exitCodeOf } from './exit-code.ts';

/** What a process of the app has said of its own failure: why it has ended is known by that. */
export class HeardOfApp {
  crash: Extract<AppNews, { type: 'crashed' }> | undefined;
  #startFailure: MewsError | undefined;
  readonly #mewsRoot: string;

  /** `mewsRoot`: the package folder of the running mews, whose own code is no place to look for the reason. */
  constructor(mewsRoot: string) {
    this.#mewsRoot = mewsRoot;
  }

  hear(event: AppEvent): void {
    if (event.type === 'crashed') this.crash = event;
    else if (event.type === 'startFailed') this.#startFailure = new MewsError(event.error);
  }

  /** What it died of; undefined when it has ended in peace. */
  failureOf(exit: ProcessExit): MewsError | undefined {
    if (this.#startFailure) return this.#startFailure;
    const exitCode = exitCodeOf(exit, undefined);
    if (this.crash) return crashError(this.crash, { exitCode, mewsRoot: this.#mewsRoot });
    return exitCode === 0 ? undefined : deathError(exit);
  }
}
