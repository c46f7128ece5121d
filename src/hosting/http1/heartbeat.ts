/** Milliseconds between two beats, as in Kestrel. */
const INTERVAL = 1000;

/** Where time comes from; tests have one of their own. */
export interface Clock {
  now(): number;
  /** Calls back every second until the returned function is called. Does not keep the process alive. */
  everySecond(callback: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  everySecond(callback) {
    const timer = setInterval(callback, INTERVAL).unref();
    return () => clearInterval(timer);
  },
};

/** The one coarse timer of a server: time-outs are looked at once a second, for a timer per request would cost more than the request. */
export class Heartbeat {
  /** Milliseconds since 1970 at the last beat. */
  now: number;
  readonly #clock: Clock;
  readonly #listeners: ((now: number) => void)[] = [];
  #stop: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.now = clock.now();
  }

  onBeat(listener: (now: number) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    this.#stop ??= this.#clock.everySecond(() => this.beat());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  beat(): void {
    this.now = this.#clock.now();
    for (const listener of this.#listeners) listener(this.now);
  }
}
