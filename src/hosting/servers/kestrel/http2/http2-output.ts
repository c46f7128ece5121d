import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { DataRate } from '../../../http/body-features.ts';
import { DONE } from '../../../http/done.ts';

/** Octets of a body that are held back until the code that runs now is done: mostly that was all, and goes out at once. */
const MOST_HELD = 16_384;

/** Larger buffers of the app are sent as they are, and waited for; others are copied: the app may fill them anew at once. */
const MOST_COPIED = 65_536;

/** Octets of a response that may lie in the system's buffers, and go out by the rate as well. */
const MOST_IN_SYSTEM = 1_048_576;

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
  #held: (string | Buffer)[] = [];
  #heldOctets = 0;
  #isFlushScheduled = false;
  /** Octets that Node has not sent yet. */
  #unsent = 0;
  /** Buffers of the app that Node has not sent yet: it must not have them back before. */
  #borrowed = 0;
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

  /** Sends a head that is not the last one, at once. */
  sendInterim(head: OutgoingHttpHeaders): void {
    if (!this.isClosed) this.#stream.additionalHeaders(head);
  }

  begin(head: OutgoingHttpHeaders, hasBody: boolean): void {
    this.#head = head;
    this.#hasBody = hasBody;
  }

  /** Takes octets of the body. They may be written over when there is room for more. */
  add(chunk: string | Uint8Array, octets: number): void {
    if (octets + this.#heldOctets > MOST_HELD) {
      this.flush();
      if (octets > MOST_COPIED && typeof chunk !== 'string') this.#lend(chunk, octets);
      else this.#write(copyOf(chunk), octets);
      return;
    }
    this.#held.push(copyOf(chunk));
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
    const octets = this.#heldOctets;
    if (octets > 0) this.#write(this.#takeHeld(), octets);
  }

  /** Sends what is held back, as the end. */
  end(hasTrailers: boolean): void {
    if (this.isClosed) return;
    const octets = this.#heldOctets;
    const endsWithHead = this.#head !== undefined && octets === 0 && !hasTrailers;
    if (!this.#respond(hasTrailers, endsWithHead) || endsWithHead) return;
    if (!this.#hasBody) return;
    if (octets === 0) this.#stream.end();
    else if (this.#stream.endAfterHeaders) {
      this.#count(octets);
      this.#stream.end(this.#takeHeld());
    } else this.#writeLast(octets);
  }

  /** Resolves when there is room for more. */
  room(): Promise<void> {
    if (this.#hasRoom || this.isClosed) return DONE;
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

  get #hasRoom(): boolean {
    return this.#unsent <= this.#maxBuffered && this.#borrowed === 0;
  }

  #takeHeld(): string | Buffer {
    const held = this.#held;
    this.#held = [];
    this.#heldOctets = 0;
    return joined(held);
  }

  #write(chunk: string | Uint8Array, octets: number): void {
    if (this.isClosed) return;
    this.#count(octets);
    this.#stream.write(chunk, () => this.#sent(octets));
  }

  /**
   * The end of the stream follows in a frame of its own. With the last octets it would close the stream, the request having
   * ended, before Node tells that they have gone: it makes an error of that, which costs an eighth of a small request.
   */
  #writeLast(octets: number): void {
    this.#count(octets);
    this.#stream.write(this.#takeHeld(), () => {
      this.#sent(octets);
      this.#stream.end();
    });
  }

  #lend(chunk: Uint8Array, octets: number): void {
    if (this.isClosed) return;
    this.#borrowed++;
    this.#count(octets);
    this.#stream.write(chunk, () => {
      this.#borrowed--;
      this.#sent(octets);
    });
  }

  #sent(octets: number): void {
    this.#unsent -= octets;
    if (this.#unsent === 0) this.#deadline = 0;
    if (this.#hasRoom) this.release();
  }

  /**
   * Kestrel: a write has the longer of grace period and octets by rate; writes that wait behind others add their time. What
   * earlier ones were faster than they had to be is not saved up for a client that stops.
   */
  #count(octets: number): void {
    this.#unsent += octets;
    const { minRate } = this.#owner;
    if (!minRate) return;
    const { bytesPerSecond, gracePeriod } = minRate;
    const now = this.#owner.now();
    const allowance = (octets / bytesPerSecond) * 1000;
    const latest = now + Math.max(gracePeriod, ((this.#unsent + MOST_IN_SYSTEM) / bytesPerSecond) * 1000);
    const sum = this.#deadline === 0 ? now + Math.max(gracePeriod, allowance) : this.#deadline + allowance;
    this.#deadline = Math.min(sum, latest);
  }
}

function copyOf(chunk: string | Uint8Array): string | Buffer {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk);
}

function joined(pieces: readonly (string | Buffer)[]): string | Buffer {
  const [first = ''] = pieces;
  if (pieces.length === 1) return first;
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : Buffer.concat(pieces.map(bytesOf));
}

function bytesOf(chunk: string | Buffer): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
