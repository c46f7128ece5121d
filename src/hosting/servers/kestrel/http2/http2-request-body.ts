import type { ServerHttp2Stream } from 'node:http2';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import type { Heartbeat } from '../../../http1/heartbeat.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import type { DataRate } from '../../../http/body-features.ts';
import type { ReadableHeaders } from '../../../http/headers.ts';
import type { BodyReader } from '../request-streams.ts';
import { BodyTiming } from '../body-timing.ts';
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
  #isTaking = false;
  #isPaused = false;
  #isDiscarded = false;
  #isCutOff = false;
  /** Somebody waits for all of it. */
  #isGathering = false;
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
    stream.on('trailers', (_headers, _flags, raw?: readonly string[]) => (this.#trailers = new Http2Headers(raw ?? [])));
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
      this.#mustBeReadable();
      const chunk = this.#chunks.shift();
      if (chunk) {
        this.#taken -= chunk.length;
        if (this.#isPaused && this.#taken < MOST_TAKEN) this.#resume();
        return chunk;
      }
      if (this.#isComplete) return undefined;
      await this.#more();
    }
  }

  async readAll(): Promise<Buffer> {
    this.#beginReading();
    this.#mustBeReadable();
    this.#isGathering = true;
    if (this.#isPaused) this.#resume();
    for (; !this.#isComplete; this.#mustBeReadable()) await this.#more();
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks);
  }

  /** The stream is closed: what has not come will not come. */
  cutOff(): void {
    if (this.#isComplete || this.#isDiscarded) return;
    this.#isCutOff = true;
    this.#wakeUp();
  }

  failTooSlow(): void {
    this.#refuse(reject('RequestBodyTimeout'));
  }

  /** The response is complete, and the app may still read: Node throws away what nobody takes out of such a stream. */
  keep(): void {
    if (!this.#isComplete && !this.#error && !this.#isCutOff) this.#take();
  }

  /** Nobody will read it any more: what is there and what still comes is thrown away. */
  discard(): void {
    this.#isDiscarded = true;
    this.#chunks = [];
    this.#wakeUp();
    this.#resume();
  }

  #beginReading(): void {
    if (this.#isReading || this.#isDiscarded) return;
    this.#isReading = true;
    const { contentLength, expectsContinue } = this.#head;
    if (contentLength !== undefined && this.#isTooLarge(contentLength)) this.#refuseSize();
    if (this.#error || this.#isCutOff) return;
    const stream = this.#stream;
    if (expectsContinue && !stream.headersSent && !stream.closed) stream.additionalHeaders({ ':status': 100 });
    this.#take();
  }

  /** Errors are made when somebody reads: most of them nobody would see. */
  #mustBeReadable(): void {
    if (this.#error) throw this.#error;
    if (this.#isCutOff) throw new Error('The client has closed the connection.');
    if (this.#isDiscarded) throw new Error('The request has been answered: its body is gone.');
  }

  #take(): void {
    if (this.#isTaking) return;
    this.#isTaking = true;
    this.#stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#stream.on('end', () => this.#end());
  }

  /** Node ends a stream that was reset without an error code as if it were whole, when the response is. */
  #end(): void {
    const { contentLength } = this.#head;
    this.#isComplete = !this.#stream.aborted && (contentLength === undefined || contentLength === this.#received);
    this.#wakeUp();
  }

  #receive(chunk: Buffer): void {
    if (this.#error || this.#isDiscarded) return;
    this.#received += chunk.length;
    this.timing.received(chunk.length);
    if (this.#isTooLarge(this.#received)) return this.#refuseSize();
    this.#chunks.push(chunk);
    if (this.#isGathering) return;
    this.#taken += chunk.length;
    if (this.#taken >= MOST_TAKEN) this.#pause();
    this.#wakeUp();
  }

  #pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  #resume(): void {
    this.#isPaused = false;
    this.#stream.resume();
  }

  #isTooLarge(size: number): boolean {
    return this.maxSize !== null && size > this.maxSize;
  }

  #refuseSize(): void {
    this.#refuse(reject('RequestBodyTooLarge', this.maxSize ?? 0));
  }

  #refuse(rejection: Rejection): void {
    this.#chunks = [];
    this.#pause();
    this.#error ??= new BadHttpRequestError(rejection);
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
