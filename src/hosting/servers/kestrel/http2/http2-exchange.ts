import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import {
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  RequestBodyPipeFeature,
  type DataRate,
} from '../../../http/body-features.ts';
import { ConnectionLifetimeFeature, HttpConnectionFeature, TlsApplicationProtocolFeature, TlsConnectionFeature, TlsHandshakeFeature } from '../../../http/connection-features.ts';
import { DONE } from '../../../http/done.ts';
import { FeatureCollection, type FeatureKey, type FeatureSource } from '../../../http/feature-collection.ts';
import { Http2StreamIdFeature, HttpResetFeature } from '../../../http/protocol-features.ts';
import { HttpRequestFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from '../../../http/request-features.ts';
import { HttpInterimResponseFeature, HttpResponseBodyFeature, HttpResponseFeature } from '../../../http/response-features.ts';
import { COMMON_FEATURES } from '../exchange-features.ts';
import { RequestConnection } from '../request-connection.ts';
import type { ServerHeaders } from '../server-headers.ts';
import { ErrorCode } from './error-code.ts';
import type { ExchangeOwner } from './exchange-owner.ts';
import type { Http2Output } from './http2-output.ts';
import { Http2Request } from './http2-request.ts';
import { Http2RequestBody } from './http2-request-body.ts';
import { Http2Response, type ResponseTarget } from './http2-response.ts';
import type { Http2RequestHead } from './request-head.ts';
import { UnreadBody } from './unread-body.ts';

type Features = HttpRequestLifetimeFeature & HttpRequestIdentifierFeature & HttpResetFeature & Http2StreamIdFeature & HttpMinRequestBodyDataRateFeature;

const FEATURES: readonly FeatureKey<unknown>[] = [...COMMON_FEATURES, HttpResetFeature, Http2StreamIdFeature, ConnectionLifetimeFeature];

/** One request and its answer on a stream: the source of its features, and its way through the application. */
export class Http2Exchange implements FeatureSource, ResponseTarget, Features {
  readonly revision = 0;
  readonly request: Http2Request;
  readonly response: Http2Response;
  readonly streamId: number;
  /** Where it stands among the exchanges of its connection. */
  place = 0;
  /** The app has ended the stream before its end, not the client. */
  wasReset = false;
  readonly #connection: ExchangeOwner;
  readonly #stream: ServerHttp2Stream;
  #context: unknown;
  #isAppDone = false;
  #isAborted = false;
  #unread: UnreadBody | undefined;
  #abortion: AbortController | undefined;
  #identifier: string | undefined;
  #addresses: HttpConnectionFeature | undefined;

  /** `raw`: the fields as Node gives them, names and values in turn. */
  constructor(connection: ExchangeOwner, stream: ServerHttp2Stream, { head, raw }: { readonly head: Http2RequestHead; readonly raw: readonly string[] }) {
    const { limits, heartbeat } = connection.services;
    const maxSize = limits.maxRequestBodySize;
    const content = stream.endAfterHeaders
      ? undefined
      : new Http2RequestBody(stream, head, { maxSize, minRate: limits.minRequestBodyDataRate, heartbeat });
    this.#connection = connection;
    this.#stream = stream;
    this.streamId = stream.id ?? 0;
    this.request = new Http2Request({ head, raw, scheme: connection.scheme, content, maxSize });
    this.response = new Http2Response(stream, this);
  }

  /** Takes the request through the application. Never throws. */
  run(): void {
    const { application } = this.#connection.services;
    try {
      this.#context = application.createContext(new FeatureCollection(this));
      const running = application.processRequest(this.#context);
      if (running !== DONE && typeof running?.then === 'function') running.then(() => this.#finish(), (error: unknown) => this.#fail(error));
      else this.#finish();
    } catch (error) {
      this.#fail(error);
    }
  }

  get<T>(key: FeatureKey<T>): T | undefined {
    return this.#find(key) as T | undefined;
  }

  *[Symbol.iterator](): Iterator<[FeatureKey<unknown>, unknown]> {
    for (const key of FEATURES) {
      const feature = this.#find(key);
      if (feature !== undefined) yield [key, feature];
    }
  }

  get isHead(): boolean {
    return this.request.method === 'HEAD';
  }

  get serverHeaders(): ServerHeaders {
    return this.#connection.services.serverHeaders;
  }

  get maxBuffered(): number | null {
    return this.#connection.services.limits.maxResponseBufferSize;
  }

  get minRate(): DataRate | null {
    return this.#connection.services.limits.minResponseDataRate;
  }

  now(): number {
    return this.#connection.services.heartbeat.now;
  }

  flushSoon(output: Http2Output): void {
    this.#connection.flushSoon(output);
  }

  composeTrailers(): OutgoingHttpHeaders {
    return this.response.composeTrailers();
  }

  sendingFailed(error: unknown): void {
    this.#connection.services.log.error(error);
    this.resetStream(ErrorCode.internalError, 'the response cannot be sent.');
  }

  warnOfRemovedFields(): void {
    this.#connection.warnOfRemovedFields();
  }

  /** The signal is made when asked for: most requests never look at it. */
  get requestAborted(): AbortSignal {
    this.#abortion ??= new AbortController();
    if (this.#isAborted) this.#abortion.abort();
    return this.#abortion.signal;
  }

  abort(): void {
    if (!this.#isOver) this.resetStream(ErrorCode.internalError, 'the application aborted the request.');
  }

  reset(errorCode: number): void {
    if (!this.#isOver) this.resetStream(errorCode, 'the application reset the stream.');
  }

  abandon(): void {
    if (!this.#isOver) this.resetStream(ErrorCode.internalError, 'the application gave up its response.');
  }

  resetStream(errorCode: number, reason: string): void {
    if (this.#stream.closed) return;
    this.#connection.debug(`stream ${this.streamId} is reset with error code ${errorCode}: ${reason}`);
    this.wasReset = true;
    this.#stream.close(errorCode);
  }

  /** The response was sent whole, the client has reset the stream, or the connection is gone. */
  closed(): void {
    this.response.output.release();
    this.request.content?.cutOff();
    this.response.connectionClosed();
    if (this.response.isComplete && this.#isSent) return;
    this.#isAborted = true;
    this.#abortion?.abort();
  }

  /** An app that is not done may still read the body. */
  answered(): void {
    if (this.#isAppDone) this.#endBody();
    else this.request.content?.keep();
  }

  get traceIdentifier(): string {
    this.#identifier ??= `${this.#connection.id}:${this.streamId.toString(16).toUpperCase().padStart(8, '0')}`;
    return this.#identifier;
  }

  set traceIdentifier(identifier: string) {
    this.#identifier = identifier;
  }

  get minDataRate(): DataRate | null {
    return this.request.content?.timing.minDataRate ?? null;
  }

  set minDataRate(rate: DataRate | null) {
    if (rate !== null) {
      throw new Error('This feature is not supported for HTTP/2 and HTTP/3 requests except to disable it entirely by setting the rate to null.');
    }
    if (this.request.content) this.request.content.timing.minDataRate = null;
  }

  /** Looks after the request's time-outs. False when the client reads so slowly that the connection must end. */
  beat(now: number): boolean {
    this.#unread?.stopClient();
    if (this.request.content?.timing.isTooSlow(now)) this.request.content.failTooSlow();
    return !this.response.output.isTooSlow(now);
  }

  /** The app is done, and what becomes of its answer is not its business any more. */
  get #isOver(): boolean {
    return this.#isAppDone && this.response.isComplete;
  }

  /** Of a closed stream: Node may close one whose ends have come before it tells that the last write has gone. */
  get #isSent(): boolean {
    return this.#stream.writableFinished || (this.#stream.rstCode === ErrorCode.noError && !this.#connection.socket.destroyed);
  }

  /** The response is complete and the app is done with it. */
  #endBody(): void {
    const { content } = this.request;
    if (!content || content.isComplete) return;
    content.discard();
    this.#unread = new UnreadBody(this.#stream, this.response.output);
  }

  #finish(): void {
    this.#isAppDone = true;
    try {
      this.#dispose();
      if (this.response.isComplete) this.#endBody();
      const ending = this.response.finish();
      if (ending) ending.then(() => this.#complete(), (error: unknown) => this.#answerFor(error));
      else this.#complete();
    } catch (error) {
      this.#answerFor(error);
    }
  }

  #fail(error: unknown): void {
    this.#isAppDone = true;
    try {
      this.#dispose(error);
    } catch (disposing) {
      this.#connection.services.log.error(disposing);
    }
    this.#answerFor(error);
  }

  /** An app that failed is answered for; when its response has begun, the reset tells the client that it is not whole. */
  #answerFor(error: unknown): void {
    const bad = error instanceof BadHttpRequestError ? error : undefined;
    if (bad) this.#connection.logBadRequest(bad.message);
    else if (!this.#isAborted) this.#connection.services.log.error(error);
    if (this.response.isComplete) this.#endBody();
    else if (!this.response.output.isClosed) {
      if (this.response.hasStarted) this.resetStream(ErrorCode.internalError, 'the application failed after its response had started.');
      else this.response.fail(bad?.statusCode ?? 500, bad?.rejection.allow);
    }
    this.#complete();
  }

  #complete(): void {
    this.#connection.completed();
    this.response.runCompleted((error) => this.#connection.services.log.error(error));
  }

  #dispose(error?: unknown): void {
    const { application } = this.#connection.services;
    if (error === undefined) application.disposeContext(this.#context);
    else application.disposeContext(this.#context, error);
  }

  #find(key: symbol): unknown {
    switch (key) {
      case HttpResponseFeature:
      case HttpResponseBodyFeature:
      case HttpResponseTrailersFeature:
      case HttpInterimResponseFeature:
        return this.response;
      case HttpRequestFeature:
      case RequestBodyPipeFeature:
      case HttpRequestBodyDetectionFeature:
      case HttpRequestTrailersFeature:
      case HttpMaxRequestBodySizeFeature:
        return this.request;
      case HttpRequestLifetimeFeature:
      case HttpRequestIdentifierFeature:
      case HttpMinRequestBodyDataRateFeature:
      case HttpResetFeature:
      case Http2StreamIdFeature:
        return this;
      case HttpConnectionFeature:
        this.#addresses ??= new RequestConnection(this.#connection.id, this.#connection.socket);
        return this.#addresses;
      case ConnectionLifetimeFeature:
        return this.#connection;
      case TlsConnectionFeature:
      case TlsHandshakeFeature:
      case TlsApplicationProtocolFeature:
        return this.#connection.tls;
      default:
        return this.#connection.services.supplyFeature?.(key, this);
    }
  }
}
