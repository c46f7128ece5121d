import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

interface UpgradedOptions {
  readonly socket: Socket;
  readonly pauseReading: () => void;
  readonly resumeReading: () => void;
}

/**
 * A connection after its upgrade: the octets both ways, with back-pressure, for the other protocol. When the client goes away it is
 * destroyed without an error: one that nobody listens for would end the process.
 */
export class UpgradedStream extends Duplex {
  readonly #options: UpgradedOptions;

  constructor(options: UpgradedOptions) {
    super({ allowHalfOpen: true });
    this.#options = options;
    options.socket.once('close', () => this.destroy());
  }

  /** Takes a copy of `bytes[start..end)`. */
  receive(bytes: Buffer, start: number, end: number): void {
    if (!this.push(Buffer.from(bytes.subarray(start, end)))) this.#options.pauseReading();
  }

  /** The client will send no more. */
  receiveEnd(): void {
    this.push(null);
  }

  override _read(): void {
    this.#options.resumeReading();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#options.socket.write(chunk, this.#unlessGone(done));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#options.socket.end(this.#unlessGone(done));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#options.socket.destroy();
    done(error);
  }

  #unlessGone(done: () => void): (error?: Error | null) => void {
    return (error) => void (error ? this.destroy() : done());
  }
}
