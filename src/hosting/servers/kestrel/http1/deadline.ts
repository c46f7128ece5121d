/** What a connection waits for: a request to begin, the rest of its head, the end of a body nobody reads, or the client to close. */
export type Awaited = 'request' | 'head' | 'drain' | 'close';

/** What a connection waits for, and until when. It waits for one thing at a time, or for nothing while the app has the request. */
export class Deadline {
  #awaited: Awaited | undefined;
  #at = 0;

  get awaited(): Awaited | undefined {
    return this.#awaited;
  }

  set(awaited: Awaited, at: number): void {
    this.#awaited = awaited;
    this.#at = at;
  }

  clear(): void {
    this.#awaited = undefined;
  }

  isPassed(now: number): boolean {
    return this.#awaited !== undefined && now > this.#at;
  }
}
