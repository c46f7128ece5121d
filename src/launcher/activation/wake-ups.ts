/** Lets those who wait for something look again whenever it may have come. */
export class WakeUps {
  #waiting: (() => void)[] = [];

  /** Resolves with the next `wake`. */
  next(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
