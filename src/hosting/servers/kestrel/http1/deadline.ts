import type { Heartbeat } from '../../../http1/heartbeat.ts';

/** What a connection waits for: a request to begin, the rest of its head, the end of a body nobody reads, or the client to close. */
export type Awaited = 'request' | 'head' | 'drain' | 'close';

/** What a connection waits for, and until when. It waits for one thing at a time, or for nothing while the app has the request. */
export class Deadline {
  readonly #heartbeat: Heartbeat;
  #awaited: Awaited | undefined;
  #at = 0;

  constructor(heartbeat: Heartbeat) {
    this.#heartbeat = heartbeat;
  }

  get awaited(): Awaited | undefined {
    return this.#awaited;
  }

  /** It has to be there in so many milliseconds. */
  await(awaited: Awaited, milliseconds: number): void {
    this.#awaited = awaited;
    this.#at = this.#heartbeat.now + milliseconds;
  }

  clear(): void {
    this.#awaited = undefined;
  }

  isPassed(now: number): boolean {
    return this.#awaited !== undefined && now > this.#at;
  }
}
