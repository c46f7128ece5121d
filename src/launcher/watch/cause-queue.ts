import { WakeUps } from '../activation/wake-ups.ts';
import { mergeCauses, type Cause } from './cause.ts';

/** Causes that have come and are not dealt with yet: however many, the next version is made for all of them. */
export class CauseQueue {
  #pending: Cause | undefined;
  readonly #wakeUps = new WakeUps();

  add(cause: Cause): void {
    this.#pending = this.#pending ? mergeCauses(this.#pending, cause) : cause;
    this.#wakeUps.wake();
  }

  /** Resolves when there is one. */
  async filled(): Promise<void> {
    if (!this.#pending) await this.#wakeUps.next();
  }

  /** All that have come, as one. */
  take(): Cause | undefined {
    const cause = this.#pending;
    this.#pending = undefined;
    return cause;
  }
}
