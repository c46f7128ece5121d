import type { Socket } from 'node:net';
import { DONE } from '../../../http/done.ts';
import type { DataRate } from '../../../http/body-features.ts';
import type { Heartbeat } from '../heartbeat.ts';
import { flushLater, type Flushable } from './flush-queue.ts';

/** Text that is gathered at most: an app that never pauses between its writes must meet the limit of what may wait. */
const MOST_GATHERED = 65_536;

/** Octets of a response that may lie in the system's buffers, and go out by the rate as well. */
const MOST_IN_SYSTEM = 1_048_576;

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
  #isBlocked = false;
  #waiting: (() => void)[] = [];
  /** When the octets that wait must have gone, by the minimum data rate; 0 when none wait. */
  #deadline = 0;

  constructor({ socket, heartbeat, maxBuffered, onRoom }: OutputOptions) {
    this.#socket = socket;
    this.#heartbeat = heartbeat;
    this.#maxBuffered = maxBuffered ?? Number.POSITIVE_INFINITY;
    this.#onRoom = onRoom;
    socket.on('drain', () => this.#drained());
  }

  /** More waits than may wait: the client reads too slowly. */
  get isBlocked(): boolean {
    return this.#isBlocked;
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
    // They are the app's: it may fill them anew when it has waited.
    if (this.#socket.writableLength > 0) this.#block();
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
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    flushLater(this);
  }

  /** Resolves when there is room for more. */
  room(): Promise<void> {
    return this.#isBlocked ? new Promise((resolve) => this.#waiting.push(resolve)) : DONE;
  }

  /** Lets everybody go on who waits for room: the client has read on, or is gone. */
  release(): void {
    this.#isBlocked = false;
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
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    // Node tells of a drain only above its own high-water mark; an empty write ends when all before it has gone.
    if (!this.#socket.writableNeedDrain) this.#socket.write('', () => this.#drained());
  }

  #drained(): void {
    if (!this.#isBlocked) return;
    this.release();
    this.#onRoom();
  }
}
