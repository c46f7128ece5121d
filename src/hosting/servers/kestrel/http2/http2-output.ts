import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { DataRate } from '../../../http/body-features.ts';

/** Octets of a body that are held back until the code that runs now is done: mostly that was all, and goes out at once. */
const MOST_HELD = 16_384;
const ROOM = Promise.resolve();

/** What an output needs of its exchange. */
export interface OutputOwner {
  /** Octets that may wait in the process before a write waits too; null: no end. */
  readonly maxBuffered: number | null;
  readonly minRate: DataRate | null;
  now(): number;
  /** Calls `flush` when the code that runs now is done, and what follows from it. */
  flushSoon(output: Http2Output): void;
  /** Called behind the body: an app may set trailers until then. */
  composeTrailers(): OutgoingHttpHeaders;
  /** Node refuses what the app has set. */
  sendingFailed(error: unknown): void;
}

/** What goes out on a stream: the head and the first octets of the body are held back for a moment, to go with the end. */
export class Http2Output {
  readonly #stream: ServerHttp2Stream;
  readonly #owner: OutputOwner;
  readonly #maxBuffered: number;
  #head: OutgoingHttpHeaders | undefined;
  #hasBody = false;
  #held: string | Buffer | undefined;
  #heldOctets = 0;
  #isFlushScheduled = false;
  /** Octets that Node has not sent yet. */
  #unsent = 0;
  #waiting: (() => void)[] | undefined;
  #awaitsTrailers = false;
  #onTrailersSent: (() => void) | undefined;
  /** When what is unsent must have gone, by the minimum data rate; 0 when nothing is. */
  #deadline = 0;

  constructor(stream: ServerHttp2Stream, owner: OutputOwner) {
    this.#stream = stream;
    this.#owner = owner;
    this.#maxBuffered = owner.maxBuffered ?? Number.POSITIVE_INFINITY;
  }

  /** The client, or we, have ended the stream before its end. */
  get isClosed(): boolean {
    return this.#stream.closed || this.#stream.destroyed;
  }

  begin(head: OutgoingHttpHeaders, hasBody: boolean): void {
    this.#head = head;
    this.#hasBody = hasBody;
  }

  /** Takes octets of the body. They may be written over afterwards where they are few. */
  add(chunk: string | Uint8Array, octets: number): void {
    if (octets + this.#heldOctets > MOST_HELD) {
      this.flush();
      this.#write(chunk, octets);
      return;
    }
    this.#held = this.#held === undefined ? copyOf(chunk) : join(this.#held, chunk);
    this.#heldOctets += octets;
    if (this.#maxBuffered === 0) this.flush();
    else this.flushSoon();
  }

  flushSoon(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    this.#owner.flushSoon(this);
  }

  /** Sends what is held back. More of the body may follow, and trailers. */
  flush(): void {
    this.#isFlushScheduled = false;
    if (this.isClosed || !this.#respond(this.#hasBody)) return;
    const held = this.#held;
    if (held === undefined) return;
    const octets = this.#heldOctets;
    this.#forget();
    this.#write(held, octets);
  }

  /** Sends what is held back, as the end. */
  end(hasTrailers: boolean): void {
    if (this.isClosed) return;
    const held = this.#held;
    const octets = this.#heldOctets;
    this.#forget();
    const endsWithHead = this.#head !== undefined && held === undefined && !hasTrailers;
    if (!this.#respond(hasTrailers, endsWithHead) || endsWithHead) return;
    if (!this.#hasBody) return;
    if (held === undefined) this.#stream.end();
    else {
      this.#count(octets);
      this.#stream.end(held);
    }
  }

  /** Resolves when there is room for more. */
  room(): Promise<void> {
    if (this.#unsent <= this.#maxBuffered || this.isClosed) return ROOM;
    return new Promise((resolve) => (this.#waiting ??= []).push(resolve));
  }

  /** Lets everybody go on who waits for room: there is some, or the client is gone. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const resume of waiting ?? []) resume();
  }

  /** The end of the response, with its trailers, has been written to the connection. */
  get isSent(): boolean {
    return this.#stream.destroyed || this.#stream.state.localClose === 1;
  }

  /** Calls back when that may be so: Node does not say when it is. */
  whenEnded(callback: () => void): void {
    if (this.#awaitsTrailers) this.#onTrailersSent = callback;
    else if (this.#stream.writableFinished) setImmediate(callback);
    else this.#stream.once('finish', () => setImmediate(callback));
  }

  /** True when the client has not kept up the minimum data rate. */
  isTooSlow(now: number): boolean {
    return this.#deadline !== 0 && this.#unsent > 0 && now > this.#deadline;
  }

  /** Sends the head, if it was not sent. False when Node refuses it. */
  #respond(waitForTrailers: boolean, endStream = false): boolean {
    const head = this.#head;
    if (head === undefined) return true;
    this.#head = undefined;
    try {
      this.#stream.respond(head, waitForTrailers || endStream ? { waitForTrailers, endStream } : undefined);
    } catch (error) {
      this.#owner.sendingFailed(error);
      return false;
    }
    if (waitForTrailers) {
      this.#awaitsTrailers = true;
      this.#stream.once('wantTrailers', () => this.#sendTrailers());
    }
    return true;
  }

  #sendTrailers(): void {
    this.#awaitsTrailers = false;
    try {
      this.#stream.sendTrailers(this.#owner.composeTrailers());
    } catch (error) {
      this.#owner.sendingFailed(error);
    }
    if (this.#onTrailersSent) setImmediate(this.#onTrailersSent);
  }

  #forget(): void {
    this.#held = undefined;
    this.#heldOctets = 0;
  }

  #write(chunk: string | Uint8Array, octets: number): void {
    if (this.isClosed) return;
    this.#count(octets);
    this.#stream.write(chunk, () => {
      this.#unsent -= octets;
      if (this.#unsent === 0) this.#deadline = 0;
      if (this.#unsent <= this.#maxBuffered) this.release();
    });
  }

  /** Kestrel: a write has the longer of grace period and octets by rate; writes that wait behind others add their time. */
  #count(octets: number): void {
    this.#unsent += octets;
    const { minRate } = this.#owner;
    if (!minRate) return;
    const allowance = (octets / minRate.bytesPerSecond) * 1000;
    this.#deadline = this.#deadline === 0 ? this.#owner.now() + Math.max(minRate.gracePeriod, allowance) : this.#deadline + allowance;
  }
}

function copyOf(chunk: string | Uint8Array): string | Buffer {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk);
}

function join(first: string | Buffer, second: string | Uint8Array): string | Buffer {
  if (typeof first === 'string' && typeof second === 'string') return first + second;
  return Buffer.concat([bytesOf(first), bytesOf(second)]);
}

function bytesOf(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
