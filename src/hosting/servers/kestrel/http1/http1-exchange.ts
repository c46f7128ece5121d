import type { Duplex } from 'node:stream';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import { inRequestContext } from '../../../http/async-context.ts';
import {
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  HttpMinResponseDataRateFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  RequestBodyPipeFeature,
  type DataRate,
} from '../../../http/body-features.ts';
import {
  HttpConnectionFeature,
  TlsApplicationProtocolFeature,
  TlsConnectionFeature,
  TlsHandshakeFeature,
} from '../../../http/connection-features.ts';
import { DONE } from '../../../http/done.ts';
import { FeatureCollection, type FeatureKey, type FeatureSource } from '../../../http/feature-collection.ts';
import { HttpOctetsFeature } from '../../../http/octets-feature.ts';
import { HttpUpgradeFeature } from '../../../http/protocol-features.ts';
import { HttpRequestFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from '../../../http/request-features.ts';
import { HttpInterimResponseFeature, HttpResponseBodyFeature, HttpResponseFeature } from '../../../http/response-features.ts';
import { COMMON_FEATURES } from '../exchange-features.ts';
import { RequestConnection } from '../request-connection.ts';
import type { ExchangeConnection } from './exchange-connection.ts';
import { Http1Interim } from './http1-interim.ts';
import { Http1Octets } from './http1-octets.ts';
import type { Http1Request } from './http1-request.ts';
import { Http1Response, type ResponseTarget } from './http1-response.ts';
import { describeRefusal } from '../refusal.ts';
import type { RequestOptions } from './request-options.ts';
import { Http1Upgrade, type Upgradable } from './http1-upgrade.ts';

const FEATURES: readonly FeatureKey<unknown>[] = [...COMMON_FEATURES, HttpMinResponseDataRateFeature, HttpUpgradeFeature, HttpOctetsFeature];

/** One request and its answer on an HTTP/1.x connection: the source of its features, and its way through the application. */
export class Http1Exchange implements FeatureSource, ResponseTarget, Upgradable, HttpRequestLifetimeFeature, HttpRequestIdentifierFeature {
  readonly revision = 0;
  readonly request: Http1Request;
  readonly response: Http1Response;
  readonly isUpgradable: boolean;
  readonly #connection: ExchangeConnection;
  readonly #number: number;
  #keepAlive: boolean;
  #context: unknown;
  #isAppDone = false;
  #isAborted = false;
  #abortion: AbortController | undefined;
  #identifier: string | undefined;
  #addresses: HttpConnectionFeature | undefined;
  #upgrade: Http1Upgrade | undefined;
  #octets: Http1Octets | undefined;

  constructor(connection: ExchangeConnection, request: Http1Request, { keepAlive, isUpgradable }: RequestOptions) {
    this.#connection = connection;
    this.#number = connection.requests;
    this.request = request;
    this.response = new Http1Response(this);
    this.#keepAlive = keepAlive;
    this.isUpgradable = isUpgradable;
    connection.output.minDataRate = connection.services.limits.minResponseDataRate;
  }

  /** Takes the request through the application. Never throws. */
  run(): void {
    if (this.#connection.services.application.isWithoutAppCode) this.#run();
    else inRequestContext(this, this.#run);
  }

  #run(): void {
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

  /** A client that holds its body back may send it or not when it gets its answer: nobody can tell what comes next. */
  get keepAlive(): boolean {
    return this.#keepAlive && this.request.content?.isHeldBack !== true;
  }

  set keepAlive(keepAlive: boolean) {
    this.#keepAlive = keepAlive;
  }

  /** The client must keep it up while it reads this response. */
  get minDataRate(): DataRate | null {
    return this.#connection.output.minDataRate;
  }

  set minDataRate(rate: DataRate | null) {
    this.#connection.output.minDataRate = rate;
  }

  get method(): string {
    return this.request.method;
  }

  get isHttp10(): boolean {
    return this.request.isHttp10;
  }

  get serverHeaders(): string {
    return this.#connection.services.serverHeaders.text;
  }

  get isAborted(): boolean {
    return this.#connection.isClosed;
  }

  send(text: string): void {
    this.#connection.output.add(text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.#connection.output.addBytes(bytes);
  }

  sendCopy(bytes: Buffer, start: number, end: number): void {
    this.#connection.output.addCopy(bytes, start, end);
  }

  flushSoon(): void {
    if (!this.#connection.input.isInRead) this.#connection.output.flushSoon();
  }

  room(): Promise<void> {
    return this.#connection.output.room();
  }

  truncate(endsWithConnection: boolean): void {
    if (this.#connection.isServing(this)) this.#connection.truncate(endsWithConnection);
  }

  answered(): void {
    if (this.#isAppDone) this.#connection.answered();
    else this.flushSoon();
  }

  /** The signal is made when asked for: most requests never look at it. */
  get requestAborted(): AbortSignal {
    this.#abortion ??= new AbortController();
    if (this.#isAborted) this.#abortion.abort();
    return this.#abortion.signal;
  }

  abort(): void {
    if (this.#connection.isServing(this)) this.#connection.cut('the application aborted the connection.');
  }

  /** The client has gone, or will not send any more: who works for it may stop. */
  abortRequest(): void {
    if (this.response.isComplete && !this.request.isUpgraded) return;
    this.#isAborted = true;
    this.#abortion?.abort();
    this.#octets?.watcher?.clientGone();
  }

  connectionClosed(): void {
    this.abortRequest();
    this.response.connectionClosed();
  }

  get traceIdentifier(): string {
    this.#identifier ??= `${this.#connection.id}:${this.#number.toString(16).toUpperCase().padStart(8, '0')}`;
    return this.#identifier;
  }

  set traceIdentifier(identifier: string) {
    this.#identifier = identifier;
  }

  get maxUpgraded(): number | null {
    return this.#connection.services.limits.maxConcurrentUpgradedConnections;
  }

  get upgraded(): number {
    return this.#connection.services.connections.upgraded;
  }

  async switchProtocols(): Promise<Duplex> {
    await this.response.switchProtocols();
    this.request.isUpgraded = true;
    return this.#connection.upgrade();
  }

  #finish(): void {
    this.#isAppDone = true;
    try {
      this.#dispose();
      if (this.response.isComplete) this.#connection.answered();
      else {
        const ending = this.response.finish();
        if (ending) {
          ending.then(() => this.#complete(), (error: unknown) => this.#answerFor(error));
          return;
        }
      }
    } catch (error) {
      this.#answerFor(error);
      return;
    }
    this.#complete();
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

  /** An app that failed is answered for; when its response has begun, the cut tells the client that it is not whole. */
  #answerFor(error: unknown): void {
    const { log } = this.#connection.services;
    const bad = error instanceof BadHttpRequestError ? error : undefined;
    if (bad) this.#connection.debug(describeRefusal(bad.rejection));
    else if (!this.#isAborted) log.error(error);
    if (this.isAborted || this.response.isComplete) this.#connection.answered();
    else if (bad?.rejection.reason === 'UnexpectedEndOfRequestContent') this.#connection.cut('the client ended it within the request body.');
    else if (this.response.hasStarted) this.truncate(this.response.endsWithConnection);
    else {
      if (bad) this.keepAlive = false;
      this.response.fail(bad?.statusCode ?? 500, bad?.rejection.allow);
    }
    this.#complete();
  }

  #complete(): void {
    if (this.response.hasCallbacks) this.response.runCompleted((error) => this.#connection.services.log.error(error));
  }

  #dispose(error?: unknown): void {
    const { application } = this.#connection.services;
    if (error === undefined) application.disposeContext(this.#context);
    else application.disposeContext(this.#context, error);
  }

  #find(key: symbol): unknown {
    switch (key) {
      case HttpRequestFeature:
      case RequestBodyPipeFeature:
      case HttpRequestBodyDetectionFeature:
      case HttpRequestTrailersFeature:
      case HttpMaxRequestBodySizeFeature:
        return this.request;
      case HttpResponseFeature:
      case HttpResponseBodyFeature:
      case HttpResponseTrailersFeature:
        return this.response;
      case HttpOctetsFeature:
        if (this.request.isAsReceived && !this.response.isPrepared) this.#octets ??= new Http1Octets(this, this.#connection);
        return this.#octets;
      case HttpRequestLifetimeFeature:
      case HttpRequestIdentifierFeature:
      case HttpMinResponseDataRateFeature:
        return this;
      case HttpConnectionFeature:
        this.#addresses ??= new RequestConnection(this.#connection.id, this.#connection.socket);
        return this.#addresses;
      case HttpUpgradeFeature:
        this.#upgrade ??= new Http1Upgrade(this);
        return this.#upgrade;
      case HttpInterimResponseFeature:
        return new Http1Interim(this, this.#connection);
      case HttpMinRequestBodyDataRateFeature:
        return this.request.content?.timing ?? { minDataRate: this.#connection.services.limits.minRequestBodyDataRate };
      case TlsConnectionFeature:
      case TlsHandshakeFeature:
      case TlsApplicationProtocolFeature:
        return this.#connection.tls;
      default:
        return this.#connection.services.supplyFeature?.(key, this);
    }
  }
}
