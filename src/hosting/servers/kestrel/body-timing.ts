import type { DataRate } from '../../http/body-features.ts';

/** Whether a body arrives fast enough (Kestrel's MinRequestBodyDataRate): only the time counts in which somebody waits for it. */
export class BodyTiming {
  minDataRate: DataRate | null;
  #octets = 0;
  #elapsed = 0;
  /** Since when the clock runs; undefined while it stands. */
  #since: number | undefined;

  constructor(rate: DataRate | null) {
    this.minDataRate = rate;
  }

  received(octets: number): void {
    this.#octets += octets;
  }

  /** Somebody waits for octets. */
  resume(now: number): void {
    this.#since ??= now;
  }

  /** The client is made to wait: that time is not its fault. */
  pause(now: number): void {
    if (this.#since === undefined) return;
    this.#elapsed += now - this.#since;
    this.#since = undefined;
  }

  isTooSlow(now: number): boolean {
    if (this.minDataRate === null || this.#since === undefined) return false;
    const elapsed = this.#elapsed + now - this.#since;
    return elapsed > this.minDataRate.gracePeriod && this.#octets < (elapsed / 1000) * this.minDataRate.bytesPerSecond;
  }
}
