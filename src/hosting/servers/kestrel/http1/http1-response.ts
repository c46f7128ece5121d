import type { Writable } from 'node:stream';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import { DONE } from '../../../http/done.ts';
import { HeaderCollection } from '../../../http/header-collection.ts';
import type { HttpResponseTrailersFeature } from '../../../http/body-features.ts';
import type { HttpResponseBodyFeature, HttpResponseFeature, ResponseCallback } from '../../../http/response-features.ts';
import { chunkLength } from '../chunk-length.ts';
import { clientGone, clientGoneError, handled } from '../client-gone.ts';
import { nextTurn } from '../next-turn.ts';
import { ResponseCallbacks } from '../response-callbacks.ts';
import { composeHead, type ResponseFraming } from './response-framing.ts';
import { toNodeWritable, toWebWritable } from '../../../http/response-streams.ts';

/** What a response needs of its connection. */
export interface ResponseTarget {
  readonly method: string;
  readonly isHttp10: boolean;
  /** May another request follow on the connection? The response may forbid it. */
  keepAlive: boolean;
  /** Date and Server. */
  readonly serverHeaders: string;
  readonly isAborted: boolean;
  send(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  /** Takes a copy of `bytes[start..end)`. */
  sendCopy(bytes: Buffer, start: number, end: number): void;
  flushSoon(): void;
  room(): Promise<void>;
  /** Cuts the connection behind what was written. */
  truncate(endsWithConnection: boolean): void;
  /** The response is complete. */
  answered(): void;
}

/** A response on an HTTP/1.x connection: status, headers, framing of the body, in one object for all its features. */
export class Http1Response implements HttpResponseFeature, HttpResponseBodyFeature, HttpResponseTrailersFeature {
  readonly #target: ResponseTarget;
  #statusCode = 200;
  #reasonPhrase = '';
  #headers: HeaderCollection | undefined;
  #trailers: HeaderCollection | undefined;
  #callbacks: ResponseCallbacks | undefined;
  #framing: ResponseFraming | undefined;
  #written = 0;
  #isComplete = false;
  #isUpgraded = false;
  #stream: Writable | undefined;
  #writer: WritableStream<Uint8Array> | undefined;

  constructor(target: ResponseTarget) {
    this.#target = target;
  }

  get statusCode(): number {
    return this.#statusCode;
  }

  /** Errors: headersSent; RangeError outside of 100…999. */
  set statusCode(statusCode: number) {
    this.#mustNotHaveStarted('StatusCode');
    if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 999) throw new RangeError(`${statusCode} is not a status code.`);
    this.#statusCode = statusCode;
  }

  get reasonPhrase(): string {
    return this.#reasonPhrase;
  }

  set reasonPhrase(reasonPhrase: string) {
    this.#mustNotHaveStarted('ReasonPhrase');
    this.#reasonPhrase = reasonPhrase;
  }

  get headers(): HeaderCollection {
    if (this.#headers) return this.#headers;
    this.#headers = new HeaderCollection();
    if (this.hasStarted) this.#headers.freeze();
    return this.#headers;
  }

  get setHeaders(): HeaderCollection | undefined {
    return this.#headers;
  }

  /** Sent after a chunked body; a body of known length has no place for them. */
  get trailers(): HeaderCollection {
    this.#trailers ??= new HeaderCollection();
    return this.#trailers;
  }

  get hasStarted(): boolean {
    return this.#framing !== undefined || this.#isUpgraded;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get isGone(): boolean {
    return this.#target.isAborted;
  }

  /** The end of the connection is the end of the body. */
  get endsWithConnection(): boolean {
    return this.#framing !== undefined && this.#framing.allowsBody && !this.#framing.isChunked && this.#framing.length === undefined;
  }

  get stream(): Writable {
    this.#stream ??= toNodeWritable(this);
    return this.#stream;
  }

  get writer(): WritableStream<Uint8Array> {
    this.#writer ??= toWebWritable(this);
    return this.#writer;
  }

  onStarting(callback: ResponseCallback): void {
    this.#mustNotHaveStarted('OnStarting');
    this.#callbacks ??= new ResponseCallbacks();
    this.#callbacks.onStarting(callback);
  }

  onCompleted(callback: ResponseCallback): void {
    this.#callbacks ??= new ResponseCallbacks();
    this.#callbacks.onCompleted(callback);
  }

  start(): Promise<void> {
    return this.#afterStarting(() => {
      if (!this.hasStarted) this.#begin(this.#compose(undefined));
      this.#target.flushSoon();
      return DONE;
    });
  }

  write(chunk: string | Uint8Array): Promise<void> {
    if (this.#isUpgraded) return Promise.reject(new Error('Cannot write to response body after connection has been upgraded.'));
    if (this.#isComplete) return Promise.reject(new Error('Cannot write to the response body, the response has completed.'));
    if (this.#target.isAborted) return clientGone();
    return this.#framing || !this.#callbacks ? this.#write(chunk) : this.#afterStarting(() => this.#write(chunk));
  }

  async complete(): Promise<void> {
    await this.finish();
  }

  abandon(): void {
    this.#target.truncate(this.endsWithConnection);
  }

  connectionClosed(): void {
    this.#stream?.destroy();
  }

  /** `complete` without a promise where there is nothing to wait for. */
  finish(): void | Promise<void> {
    if (this.#isComplete || this.#target.isAborted) return;
    if (this.#framing || !this.#callbacks) return this.#end();
    return this.#afterStarting(async () => this.#end());
  }

  /** The app, or middleware, has given it something to keep or to do. */
  get isPrepared(): boolean {
    return this.hasStarted || this.hasCallbacks || this.#headers !== undefined || this.#statusCode !== 200;
  }

  /** Begins with a head that somebody else has composed. */
  beginWith(framing: ResponseFraming): void {
    this.#mustNotHaveStarted('StatusCode');
    this.#begin(framing);
  }

  /** `write` for octets that are the caller's again at once; they go out with the next flush. */
  pass(bytes: Buffer, start: number, end: number): void {
    const framing = this.#framing;
    if (!framing?.allowsBody || this.#isComplete || this.#target.isAborted) return;
    this.#count(end - start, framing);
    if (framing.isChunked) this.#target.send(`${(end - start).toString(16)}\r\n`);
    this.#target.sendCopy(bytes, start, end);
    if (framing.isChunked) this.#target.send('\r\n');
  }

  /** Ends what `beginWith` has begun. `trailers`: field lines with their CRLF. The server is not told: who passes a response on is done with it, too. */
  endWith(trailers: string): void {
    if (this.#isComplete || this.#target.isAborted) return;
    this.#endBody(trailers);
    this.#isComplete = true;
  }

  /** Forgets what the app has prepared, and answers with `statusCode` and no body. */
  fail(statusCode: number, allow?: string): void {
    this.#callbacks?.skipStarting();
    this.#headers?.clear();
    this.#trailers?.clear();
    this.#statusCode = statusCode;
    this.#reasonPhrase = '';
    if (allow !== undefined) this.headers.set('Allow', allow);
    this.#end();
  }

  /** Answers 101 with the headers set; what follows on the connection is another protocol's. Runs the onStarting callbacks. */
  async switchProtocols(): Promise<void> {
    this.#mustNotHaveStarted('StatusCode');
    await this.#callbacks?.runStarting();
    this.#mustNotHaveStarted('StatusCode');
    if (this.#target.isAborted) throw clientGoneError();
    this.#statusCode = 101;
    this.headers.set('Connection', 'Upgrade');
    this.#target.send(composeHead(this, this.#target, 0).text);
    this.headers.freeze();
    this.#isUpgraded = true;
    this.#close();
  }

  get hasCallbacks(): boolean {
    return this.#callbacks !== undefined;
  }

  /** Runs the onCompleted callbacks. Never rejects. */
  runCompleted(logError: (error: unknown) => void): void {
    void this.#callbacks?.runCompleted(logError);
  }

  #write(chunk: string | Uint8Array): Promise<void> {
    try {
      const octets = chunkLength(chunk);
      const framing = this.#framing ?? this.#compose(undefined);
      this.#count(octets, framing);
      if (!this.#framing) this.#begin(framing);
      if (octets > 0 && framing.allowsBody) this.#append(chunk, octets, framing.isChunked);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#target.flushSoon();
    return this.#framing?.allowsBody === false ? nextTurn() : this.#target.room();
  }

  /** Before anything is sent, so that an app which writes too much at once is answered for with 500. */
  #count(octets: number, { allowsBody, length }: ResponseFraming): void {
    if (!allowsBody && octets > 0 && this.#target.method !== 'HEAD') {
      throw new Error(`Writing to the response body is invalid for responses with status code ${this.#statusCode}.`);
    }
    const written = this.#written + octets;
    if (allowsBody && length !== undefined && written > length) {
      throw new Error(`Response Content-Length mismatch: too many bytes written (${written} of ${length}).`);
    }
    this.#written = written;
  }

  #append(chunk: string | Uint8Array, octets: number, isChunked: boolean): void {
    if (isChunked) this.#target.send(`${octets.toString(16)}\r\n`);
    if (typeof chunk !== 'string') this.#target.sendBytes(chunk);
    else if (octets === chunk.length) this.#target.send(chunk);
    else this.#target.sendBytes(Buffer.from(chunk));
    if (isChunked) this.#target.send('\r\n');
  }

  /** A client takes 1xx for the announcement of another answer: the one to its next request would become that of this one. */
  #compose(bodyLength: number | undefined): ResponseFraming {
    if (this.#statusCode < 200) throw new Error(`The status code ${this.#statusCode} cannot end a request: it must be from 200 to 999.`);
    return composeHead(this, this.#target, bodyLength);
  }

  #begin(framing: ResponseFraming): void {
    this.#framing = framing;
    this.#headers?.freeze();
    if (this.#callbacks) this.#callbacks.hasStarted = true;
    if (framing.closes) this.#target.keepAlive = false;
    this.#target.send(framing.text);
  }

  #end(): void {
    if (!this.#framing) this.#begin(this.#compose(0));
    else this.#endBody(this.#trailers ? this.#trailers.toLines() : '');
    this.#close();
  }

  #endBody(trailers: string): void {
    const { isChunked = false, allowsBody = false, length = 0 } = this.#framing ?? {};
    if (isChunked) this.#target.send(`0\r\n${trailers}\r\n`);
    else if (allowsBody && this.#written < length) {
      throw new Error(`Response Content-Length mismatch: too few bytes written (${this.#written} of ${length}).`);
    }
  }

  #close(): void {
    this.#isComplete = true;
    this.#target.answered();
  }

  #afterStarting(next: () => Promise<void>): Promise<void> {
    const starting = this.hasStarted ? undefined : this.#callbacks?.runStarting();
    return starting ? handled(starting.then(next)) : next();
  }

  #mustNotHaveStarted(what: string): void {
    if (this.hasStarted) throw mewsError('headersSent', { what });
  }
}
