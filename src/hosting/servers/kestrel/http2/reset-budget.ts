/** Milliseconds. */
const SECOND = 1000;

/**
 * How many streams a client may cut short. Each costs the server a request and the client nothing: a client that opens
 * and resets without end is attacking (CVE-2023-44487). Browsers that leave a page reset what is in flight, all at once.
 */
export class ResetBudget {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #at: number;

  /** Twice the streams a client may have open can go at once; as many as it may have open grow back each second. */
  constructor(maxStreams: number, now: number) {
    this.#burst = Math.max(200, 2 * maxStreams);
    this.#perSecond = Math.max(100, maxStreams);
    this.#left = this.#burst;
    this.#at = now;
  }

  /** False when the client has reset too much. */
  spend(now: number): boolean {
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / SECOND) * this.#perSecond);
    this.#at = now;
    this.#left--;
    return this.#left >= 0;
  }
}
