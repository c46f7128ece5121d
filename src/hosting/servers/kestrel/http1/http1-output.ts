import type { Socket } from 'node:net';
import { writeCopy } from '../../../http1/copied-octets.ts';
import { octetText } from '../../../http1/octet-text.ts';
import { DONE } from '../../../http/done.ts';
import type { Heartbeat } from '../../../http1/heartbeat.ts';
import type { DataRate } from '../../../http/body-features.ts';
import { flushLater, type Flushable } from './flush-queue.ts';

/** Characters that are gathered at most: an app that never pauses between its writes must meet the limit of what may wait. */
const MOST_GATHERED = 65_536;

/** Octets of a response that may lie in the system's buffers, and go out by the rate as well. */
const MOST_IN_SYSTEM = 1_048_576;

/**
 * Octets that a fast client may take before everything else in the process has its turn: an app whose writes never have to wait
 * would keep it from all other connections, and would not even hear that its own client has gone.
 */
const MOST_IN_A_TURN = 1_048_576;

/** Chunks up to this many octets travel as text with what is around them: one write costs less than two. */
const SMALL = 16_384;

export interface OutputOptions {
  readonly socket: Socket;
  readonly heartbeat: Heartbeat;
  /** Octets that may wait in the process before a write waits too; null: no end. */
  readonly maxBuffered: number | null;
  /** The client has read on after it had been too slow. */
  readonly onRoom: () => void;
}

/**
 * What goes out on a connection: text (latin1, an octet a character) is gathered and written at once, so that a
 * response, and a batch of pipelined ones, is one write.
 */
export class Http1Output implements Flushable {
  /** What the client must keep up while it reads; each request sets it anew. */
  minDataRate: DataRate | null = null;
  readonly #socket: Socket;
  readonly #heartbeat: Heartbeat;
  readonly #maxBuffered: number;
  readonly #onRoom: () => void;
  #text = '';
  #isFlushScheduled = false;
  /** More waits than may wait: the client reads too slowly. */
  #isFull = false;
  #waiting: (() => void)[] = [];
  /** Octets written since everything else had its turn. */
  #inATurn = 0;
  #isYielding = false;
  /** When the octets that wait must have gone, by the minimum data rate; 0 when none wait. */
  #deadline = 0;

  constructor({ socket, heartbeat, maxBuffered, onRoom }: OutputOptions) {
    this.#socket = socket;
    this.#heartbeat = heartbeat;
    this.#maxBuffered = maxBuffered ?? Number.POSITIVE_INFINITY;
    this.#onRoom = onRoom;
    socket.on('drain', () => this.#drained());
  }

  /** Nothing more should be written now. */
  get isBlocked(): boolean {
    return this.#isFull || this.#isYielding;
  }

  /** Gathers text. It goes out with `flush`, or when it is much. */
  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= MOST_GATHERED) this.flush();
  }

  /** Gathers octets; many of them go out at once, with the text before them. */
  addBytes(bytes: Uint8Array): void {
    if (bytes.length < SMALL) {
      this.add(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
      return;
    }
    this.#socket.cork();
    this.#writeText();
    this.#socket.write(bytes);
    this.#socket.uncork();
    this.#written(bytes.length);
    // The buffer is the app's, which may refill it once its write has resolved.
    if (this.#socket.writableLength > 0) this.#block();
  }

  /** Gathers, or sends, a copy of `bytes[start..end)`. */
  addCopy(bytes: Buffer, start: number, end: number): void {
    const octets = end - start;
    if (octets < SMALL) return this.add(octetText(bytes, start, end));
    const isCorked = this.#text !== '';
    if (isCorked) this.#socket.cork();
    this.#writeText();
    writeCopy(this.#socket, bytes, { start, end });
    if (isCorked) this.#socket.uncork();
    this.#written(octets);
  }

  flush(): void {
    this.#isFlushScheduled = false;
    const { length } = this.#text;
    if (length === 0) return;
    this.#writeText();
    this.#written(length);
  }

  /** Flushes when everything is done that runs now: more may be added until then. */
  flushSoon(): void {
    if (this.#isFlushScheduled || this.#text === '') return;
    this.#isFlushScheduled = true;
    flushLater(this);
  }

  /** Resolves when there is room for more. */
  room(): Promise<void> {
    return this.isBlocked ? new Promise((resolve) => this.#waiting.push(resolve)) : DONE;
  }

  /** Lets everybody go on who waits for room: the client has read on, or is gone. */
  release(): void {
    this.#isFull = false;
    this.#isYielding = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  /** True when the client has not kept up the minimum data rate. */
  isTooSlow(now: number): boolean {
    if (this.#deadline === 0) return false;
    if (this.#socket.writableLength > 0) return now > this.#deadline;
    this.#deadline = 0;
    return false;
  }

  #writeText(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#socket.write(text, 'latin1');
  }

  /**
   * Kestrel: a write has the longer of grace period and octets by rate; writes that wait behind others add their time. What
   * earlier ones were faster than they had to be is not saved up for a client that stops.
   */
  #written(octets: number): void {
    this.#inATurn += octets;
    if (this.#inATurn >= MOST_IN_A_TURN) this.#yield();
    const waits = this.#socket.writableLength;
    if (waits === 0) return;
    if (this.minDataRate) {
      const { bytesPerSecond, gracePeriod } = this.minDataRate;
      const { now } = this.#heartbeat;
      const allowance = (octets / bytesPerSecond) * 1000;
      const latest = now + Math.max(gracePeriod, ((waits + MOST_IN_SYSTEM) / bytesPerSecond) * 1000);
      const sum = this.#deadline === 0 ? now + Math.max(gracePeriod, allowance) : this.#deadline + allowance;
      this.#deadline = Math.min(sum, latest);
    }
    if (waits > this.#maxBuffered) this.#block();
  }

  #block(): void {
    if (this.#isFull) return;
    this.#isFull = true;
    // Node tells of a drain only above its own high-water mark; an empty write ends when all before it has gone.
    if (!this.#socket.writableNeedDrain) this.#socket.write('', () => this.#drained());
  }

  /** Lets writes wait until the others have had their turn, whether there is room or not. */
  #yield(): void {
    this.#inATurn = 0;
    if (this.#isYielding) return;
    this.#isYielding = true;
    setImmediate(() => {
      if (!this.#isYielding) return;
      this.#isYielding = false;
      this.#goOn();
    });
  }

  #drained(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#goOn();
  }

  #goOn(): void {
    if (this.isBlocked) return;
    this.release();
    this.#onRoom();
  }
}
