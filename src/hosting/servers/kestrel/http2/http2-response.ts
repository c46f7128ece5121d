import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Writable } from 'node:stream';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type { HttpResponseTrailersFeature } from '../../../http/body-features.ts';
import { DONE } from '../../../http/done.ts';
import { HeaderCollection } from '../../../http/header-collection.ts';
import { checkInterim } from '../../../http/interim-status.ts';
import type { HttpInterimResponseFeature, HttpResponseBodyFeature, HttpResponseFeature, ResponseCallback } from '../../../http/response-features.ts';
import { toNodeWritable, toWebWritable, type StreamedResponse } from '../../../http/response-streams.ts';
import { chunkLength } from '../chunk-length.ts';
import { clientGone, handled } from '../client-gone.ts';
import { ResponseCallbacks } from '../response-callbacks.ts';
import type { ServerHeaders } from '../server-headers.ts';
import { ErrorCode } from './error-code.ts';
import { Http2Output, type OutputOwner } from './http2-output.ts';
import { composeFields, composePlainFields, type ResponseFields } from './response-fields.ts';

/** What a response needs of its exchange. */
export interface ResponseTarget extends OutputOwner {
  readonly isHead: boolean;
  readonly serverHeaders: ServerHeaders;
  /** The app has set fields that HTTP/2 does not have. */
  warnOfRemovedFields(): void;
  /** The app has given up its response. */
  abandon(): void;
  /** Resets the stream, saying why in the log. */
  resetStream(errorCode: number, reason: string): void;
  /** The response is complete. */
  answered(): void;
}

/** A response on a stream: status, fields, body and trailers, in one object for all its features. */
export class Http2Response implements HttpResponseFeature, HttpResponseBodyFeature, HttpResponseTrailersFeature, HttpInterimResponseFeature, StreamedResponse {
  readonly output: Http2Output;
  readonly #target: ResponseTarget;
  #statusCode = 200;
  #reasonPhrase = '';
  #headers: HeaderCollection | undefined;
  #trailers: HeaderCollection | undefined;
  #callbacks: ResponseCallbacks | undefined;
  #head: ResponseFields | undefined;
  #written = 0;
  #isComplete = false;
  #stream: Writable | undefined;
  #writer: WritableStream<Uint8Array> | undefined;

  constructor(stream: ServerHttp2Stream, target: ResponseTarget) {
    this.#target = target;
    this.output = new Http2Output(stream, target);
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

  /** HTTP/2 has none (RFC 9113 section 8.3.2): what is set is not sent. */
  get reasonPhrase(): string {
    return this.#reasonPhrase;
  }

  /** Errors: headersSent. */
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

  get trailers(): HeaderCollection {
    this.#trailers ??= new HeaderCollection();
    return this.#trailers;
  }

  get hasStarted(): boolean {
    return this.#head !== undefined;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get isGone(): boolean {
    return this.output.isClosed;
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
      if (!this.#head) this.#begin(this.#compose(undefined));
      this.output.flushSoon();
      return DONE;
    });
  }

  write(chunk: string | Uint8Array): Promise<void> {
    if (this.#isComplete) return Promise.reject(new Error('Cannot write to the response body, the response has completed.'));
    if (this.output.isClosed) return clientGone();
    return this.#head || !this.#callbacks ? this.#write(chunk) : this.#afterStarting(() => this.#write(chunk));
  }

  async complete(): Promise<void> {
    await this.finish();
  }

  abandon(): void {
    this.#target.abandon();
  }

  sendInterim(statusCode: number, headers: Iterable<readonly [string, string]>): void {
    checkInterim(statusCode, this.hasStarted);
    const fields = new HeaderCollection();
    for (const [name, value] of headers) fields.append(name, value);
    this.output.sendInterim({ ':status': statusCode, ...composePlainFields(fields) });
  }

  connectionClosed(): void {
    this.#stream?.destroy();
  }

  /** `complete` without a promise where there is nothing to wait for. */
  finish(): void | Promise<void> {
    if (this.#isComplete || this.output.isClosed) return;
    if (this.#head || !this.#callbacks) return this.#end();
    return this.#afterStarting(async () => this.#end());
  }

  /** Forgets what the app has prepared, and answers with `statusCode` and no body. */
  fail(statusCode: number, allow?: string): void {
    this.#callbacks?.skipStarting();
    this.#headers?.clear();
    this.#trailers?.clear();
    this.#statusCode = statusCode;
    if (allow !== undefined) this.headers.set('Allow', allow);
    this.#end();
  }

  /** The trailers as Node takes them. */
  composeTrailers(): OutgoingHttpHeaders {
    return composePlainFields(this.#trailers);
  }

  /** Runs the onCompleted callbacks. Never rejects. */
  runCompleted(logError: (error: unknown) => void): void {
    void this.#callbacks?.runCompleted(logError);
  }

  #write(chunk: string | Uint8Array): Promise<void> {
    try {
      const octets = chunkLength(chunk);
      const head = this.#head ?? this.#compose(undefined);
      this.#count(octets, head);
      if (!this.#head) this.#begin(head);
      if (octets === 0 || !head.allowsBody) return DONE;
      this.output.add(chunk, octets);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.output.room();
  }

  /** Before anything is sent, so that an app which writes too much at once is answered for with 500. */
  #count(octets: number, { allowsBody, length }: ResponseFields): void {
    if (!allowsBody && octets > 0 && !this.#target.isHead) {
      throw new Error(`Writing to the response body is invalid for responses with status code ${this.#statusCode}.`);
    }
    const written = this.#written + octets;
    if (allowsBody && length !== undefined && written > length) {
      throw new Error(`Response Content-Length mismatch: too many bytes written (${written} of ${length}).`);
    }
    this.#written = written;
  }

  #compose(bodyLength: number | undefined): ResponseFields {
    const { isHead, serverHeaders } = this.#target;
    const { date, server } = serverHeaders;
    return composeFields(this.#headers, { statusCode: this.#statusCode, isHead, date, server, bodyLength });
  }

  #begin(head: ResponseFields): ResponseFields {
    this.#head = head;
    this.#headers?.freeze();
    if (this.#callbacks) this.#callbacks.hasStarted = true;
    if (head.hasRemoved) this.#target.warnOfRemovedFields();
    this.output.begin(head.fields, head.allowsBody);
    return head;
  }

  #end(): void {
    const { allowsBody, length = 0 } = this.#head ?? this.#begin(this.#compose(0));
    if (allowsBody && this.#written < length) {
      this.#target.resetStream(ErrorCode.internalError, `Response Content-Length mismatch: too few bytes written (${this.#written} of ${length}).`);
      return;
    }
    this.#isComplete = true;
    this.output.end(allowsBody && (this.#trailers?.size ?? 0) > 0);
    this.#target.answered();
  }

  #afterStarting(next: () => Promise<void>): Promise<void> {
    const starting = this.#head ? undefined : this.#callbacks?.runStarting();
    return starting ? handled(starting.then(next)) : next();
  }

  #mustNotHaveStarted(what: string): void {
    if (this.hasStarted) throw mewsError('headersSent', { what });
  }
}
