import type { ServerHttp2Stream } from 'node:http2';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import type { DataRate } from '../../../http/body-features.ts';
import type { ReadableHeaders } from '../../../http/headers.ts';
import type { BodyReader } from '../body-streams.ts';
import type { Heartbeat } from '../heartbeat.ts';
import { BodyTiming } from '../http1/body-timing.ts';
import { Http2Headers } from './http2-headers.ts';
import type { Http2RequestHead } from './request-head.ts';

const NOTHING = Buffer.alloc(0);
/** Octets taken out of the stream before somebody wants them. What more there is lies in the stream, up to its window. */
const MOST_TAKEN = 65_536;

export interface Http2BodyOptions {
  readonly maxSize: number | null;
  readonly minRate: DataRate | null;
  readonly heartbeat: Heartbeat;
}

/**
 * The body of a request on a stream. Nothing is taken from the stream before the app reads: then the client can send no
 * more than the stream's window.
 */
export class Http2RequestBody implements BodyReader {
  maxSize: number | null;
  readonly timing: BodyTiming;
  readonly #stream: ServerHttp2Stream;
  readonly #head: Http2RequestHead;
  readonly #heartbeat: Heartbeat;
  #received = 0;
  #chunks: Buffer[] = [];
  #taken = 0;
  #isReading = false;
  #isComplete = false;
  #error: Error | undefined;
  #trailers: ReadableHeaders | undefined;
  #wake: (() => void) | undefined;

  constructor(stream: ServerHttp2Stream, head: Http2RequestHead, { maxSize, minRate, heartbeat }: Http2BodyOptions) {
    this.#stream = stream;
    this.#head = head;
    this.#heartbeat = heartbeat;
    this.maxSize = maxSize;
    this.timing = new BodyTiming(minRate);
    stream.once('trailers', (_headers, _flags, raw?: readonly string[]) => (this.#trailers = new Http2Headers(raw ?? [])));
  }

  /** All of it was taken out of the stream. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Somebody has begun to read: its limits stand from then on. */
  get isReading(): boolean {
    return this.#isReading;
  }

  get trailers(): ReadableHeaders | undefined {
    return this.#trailers;
  }

  async read(): Promise<Buffer | undefined> {
    this.#beginReading();
    for (;;) {
      if (this.#error) throw this.#error;
      const chunk = this.#chunks.shift();
      if (chunk) {
        this.#taken -= chunk.length;
        if (this.#taken < MOST_TAKEN) this.#stream.resume();
        return chunk;
      }
      if (this.#isComplete) return undefined;
      await this.#more();
    }
  }

  async readAll(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let chunk = await this.read(); chunk; chunk = await this.read()) chunks.push(chunk);
    return chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks);
  }

  /** The stream is closed: what has not come will not come. */
  cutOff(): void {
    if (!this.#isComplete) this.#fail(new Error('The client has closed the connection.'));
  }

  failTooSlow(): void {
    this.#refuse(reject('RequestBodyTimeout'));
  }

  /** The response is complete: what was not read is thrown away, and a client that still sends is told to stop. */
  discard(): void {
    this.#fail(new Error('The request has been answered: its body is gone.'));
    this.#chunks = [];
    this.#stream.resume();
  }

  #beginReading(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    const { contentLength, expectsContinue } = this.#head;
    if (contentLength !== undefined && this.#isTooLarge(contentLength)) this.#refuseSize();
    if (this.#error) return;
    const stream = this.#stream;
    if (expectsContinue && !stream.headersSent) stream.additionalHeaders({ ':status': 100 });
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('end', () => {
      this.#isComplete = !stream.aborted;
      this.#wakeUp();
    });
  }

  #receive(chunk: Buffer): void {
    if (this.#error) return;
    this.#received += chunk.length;
    this.timing.received(chunk.length);
    if (this.#isTooLarge(this.#received)) this.#refuseSize();
    else {
      this.#chunks.push(chunk);
      this.#taken += chunk.length;
      if (this.#taken >= MOST_TAKEN) this.#stream.pause();
    }
    this.#wakeUp();
  }

  #isTooLarge(size: number): boolean {
    return this.maxSize !== null && size > this.maxSize;
  }

  #refuseSize(): void {
    this.#refuse(reject('RequestBodyTooLarge', this.maxSize ?? 0));
  }

  #refuse(rejection: Rejection): void {
    this.#chunks = [];
    this.#stream.pause();
    this.#fail(new BadHttpRequestError(rejection));
  }

  /** Every read from now on rejects with `error`. The first error stays. */
  #fail(error: Error): void {
    this.#error ??= error;
    this.#wakeUp();
  }

  #more(): Promise<void> {
    this.timing.resume(this.#heartbeat.now);
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #wakeUp(): void {
    const wake = this.#wake;
    if (!wake) return;
    this.#wake = undefined;
    this.timing.pause(this.#heartbeat.now);
    wake();
  }
}
