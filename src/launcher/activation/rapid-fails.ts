const WINDOW = 60_000;

/** Counts the processes of an app that have failed: when there are too many within a minute, no more are started for a while (IIS's rapid-fail protection). */
export class RapidFails {
  readonly #limit: () => number;
  #moments: number[] = [];

  /** `limit`: failures in a minute after which none is started; at 0 the first one is enough. */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get #most(): number {
    return Math.max(1, this.#limit());
  }

  /** `now`: milliseconds of a clock that only goes forward. */
  count(now: number): void {
    this.#moments = [...this.#moments.filter((moment) => now - moment < WINDOW), now];
  }

  isExceeded(now: number): boolean {
    return this.#moments.filter((moment) => now - moment < WINDOW).length >= this.#most;
  }

  /** Something has changed: what failed may work now. */
  forget(): void {
    this.#moments = [];
  }
}
