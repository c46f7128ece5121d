export type LifetimeMoment = 'started' | 'stopping' | 'stopped';
type Callback = () => void | Promise<void>;

/** The three moments of an application's life (ASP.NET Core `IHostApplicationLifetime`). Each comes once. */
export class Lifetime {
  readonly #callbacks = new Map<LifetimeMoment, Callback[]>();
  readonly #reached = new Set<LifetimeMoment>();
  readonly #logError: (error: unknown) => void;

  constructor(logError: (error: unknown) => void) {
    this.#logError = logError;
  }

  /** Calls back at the moment, or at once when it has passed. A callback that throws is logged; the others still run. */
  on(moment: LifetimeMoment, callback: Callback): void {
    if (this.#reached.has(moment)) {
      void this.#call(callback);
      return;
    }
    this.#callbacks.set(moment, [...(this.#callbacks.get(moment) ?? []), callback]);
  }

  has(moment: LifetimeMoment): boolean {
    return this.#reached.has(moment);
  }

  /** The moment has come: resolves when every callback is done. */
  async reach(moment: LifetimeMoment): Promise<void> {
    this.#reached.add(moment);
    for (const callback of this.#callbacks.get(moment) ?? []) await this.#call(callback);
  }

  async #call(callback: Callback): Promise<void> {
    try {
      await callback();
    } catch (error) {
      this.#logError(error);
    }
  }
}
