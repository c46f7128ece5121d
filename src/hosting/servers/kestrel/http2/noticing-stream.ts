import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * GOAWAY for no error that refuses no stream yet: the client shall open no more, and those that it has opened meanwhile are
 * served (RFC 9113 section 6.8). Node has GOAWAY only in a form behind which it ignores new streams.
 */
const SHUTDOWN_NOTICE = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/**
 * A connection between Node's HTTP/2 session and its socket, for a server that may retire: it can tell the client so between
 * two frames, which nobody can who writes past the session. It costs a little, so other servers do without.
 */
export class NoticingStream extends Duplex {
  readonly #socket: Socket;
  #isWriting = false;
  #isNoticeDue = false;
  /** The settings are out, which must come before everything else (RFC 9113 section 3.4). */
  #hasBegun = false;

  constructor(socket: Socket) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('error', () => {});
    socket.once('close', () => this.destroy());
  }

  /** The client hears of it behind what is being written. */
  notice(): void {
    this.#isNoticeDue = true;
    if (!this.#isWriting) this.#sendNotice();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send([chunk], done);
  }

  /** The session gives whole frames at once. */
  override _writev(chunks: { readonly chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#send(chunks.map(({ chunk }) => chunk), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #send(chunks: readonly Uint8Array[], done: (error?: Error | null) => void): void {
    this.#isWriting = true;
    this.#hasBegun = true;
    this.#socket.cork();
    chunks.forEach((chunk, at) => this.#socket.write(chunk, at === chunks.length - 1 ? (error) => this.#sent(error, done) : undefined));
    this.#socket.uncork();
  }

  #sent(error: Error | null | undefined, done: (error?: Error | null) => void): void {
    this.#isWriting = false;
    if (!error) this.#sendNotice();
    done(error);
  }

  #sendNotice(): void {
    if (!this.#isNoticeDue || !this.#hasBegun || this.#socket.destroyed) return;
    this.#isNoticeDue = false;
    this.#socket.write(SHUTDOWN_NOTICE);
  }
}
