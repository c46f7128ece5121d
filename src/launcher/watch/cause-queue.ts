import { mergeCauses, type Cause } from './cause.ts';

/** Causes that have come and are not dealt with yet: however many, the next version is made for all of them. */
export class CauseQueue {
  #pending: Cause | undefined;
  #wake: (() => void)[] = [];

  add(cause: Cause): void {
    this.#pending = this.#pending ? mergeCauses(this.#pending, cause) : cause;
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves when there is one. */
  async filled(): Promise<void> {
    if (!this.#pending) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  /** All that have come, as one. */
  take(): Cause | undefined {
    const cause = this.#pending;
    this.#pending = undefined;
    return cause;
  }
}
