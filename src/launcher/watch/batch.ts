/** Time as a batch knows it, in milliseconds: tests bring their own. */
export interface Clock {
  now(): number;
  /** Calls back once, later; the returned function prevents it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Milliseconds without news after which a batch is complete: an editor writes a file in one to three quick steps. */
export const QUIET = 20;
/** The same when many files change: a checkout or a formatter pauses between two of them. */
const QUIET_OF_MANY = 100;
const MANY = 10;
/** Milliseconds in which news of one and the same file put a batch off: one that is written without end must not hold up the others. */
const REPEATED = 100;
/** Milliseconds after which a batch is looked at, whatever goes on. */
export const LONGEST_BATCH = 1500;

/** How a batch stands when it is looked at. */
export interface BatchState {
  /** Milliseconds since the last news. */
  readonly quietFor: number;
  /** Milliseconds since its first news. */
  readonly age: number;
}

export interface BatchOptions {
  readonly clock: Clock;
  /** Milliseconds without news after which the batch is complete, where `QUIET` is too short. */
  readonly quiet?: () => number;
  /** Called when the news has stopped. Returns the milliseconds by which to put the batch off, or 0 when it is done with. */
  readonly look: (state: BatchState) => number;
}

/** Collects news until there is no more: however many files change at once, they are one batch. */
export class Batch {
  readonly #options: BatchOptions;
  readonly #firstNews = new Map<string, number>();
  #began: number | undefined;
  #lastNews = 0;
  #heldUntil = 0;
  #cancel: (() => void) | undefined;

  constructor(options: BatchOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#began !== undefined;
  }

  /** News of `subject`, say a file's path. */
  add(subject: string): void {
    const now = this.#options.clock.now();
    this.#began ??= now;
    const first = this.#firstNews.get(subject);
    if (first === undefined) this.#firstNews.set(subject, now);
    if (first === undefined || now - first <= REPEATED) this.#lastNews = now;
    this.#arm(now);
  }

  /** Nothing more is collected or looked at. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#began = undefined;
    this.#heldUntil = 0;
    this.#firstNews.clear();
  }

  /** One timer at a time: news that comes meanwhile is seen when it rings. */
  #arm(now: number): void {
    this.#cancel ??= this.#options.clock.after(Math.max(0, this.#due() - now), () => this.#ring());
  }

  #due(): number {
    const quiet = Math.max(this.#firstNews.size >= MANY ? QUIET_OF_MANY : QUIET, this.#options.quiet?.() ?? 0);
    const quietEnd = this.#lastNews + quiet;
    return Math.max(Math.min(quietEnd, (this.#began ?? 0) + LONGEST_BATCH), this.#heldUntil);
  }

  #ring(): void {
    this.#cancel = undefined;
    const now = this.#options.clock.now();
    if (now < this.#due()) return this.#arm(now);
    const putOff = this.#options.look({ quietFor: now - this.#lastNews, age: now - (this.#began ?? now) });
    if (putOff > 0) {
      this.#heldUntil = now + putOff;
      return this.#arm(now);
    }
    this.close();
  }
}
