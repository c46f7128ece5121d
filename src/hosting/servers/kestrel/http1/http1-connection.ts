import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import type { Successor } from '../../../application/activation/successor.ts';
import type { AcceptedConnection } from '../accepted-connection.ts';
import { makeConnectionId } from '../connection-id.ts';
import type { ManagedConnection } from '../connection-manager.ts';
import type { ServiceContext } from '../service-context.ts';
import { TlsConnection } from '../tls-connection.ts';
import { framingOf } from './body-framing.ts';
import { cutShort } from './cut-short.ts';
import { Deadline } from './deadline.ts';
import { endStream } from './end-stream.ts';
import { giveAway, type Leaving } from './give-away.ts';
import { Http1Exchange } from './http1-exchange.ts';
import { Http1Input, type InputListener, type ScannedHead } from './http1-input.ts';
import { Http1Output } from './http1-output.ts';
import { Http1Request } from './http1-request.ts';
import { Http1RequestBody, type BodySource } from './http1-request-body.ts';
import { destroyWhenSent } from '../destroy-when-sent.ts';
import { composeRefusal, describeRefusal } from '../refusal.ts';
import { readRequestOptions } from './request-options.ts';
import type { SwitchToHttp2 } from './switch-to-http2.ts';

/** Milliseconds that are given to a body nobody reads, and to a client that still sends what nobody wants. */
const DRAIN_TIMEOUT = 5000;

/** One HTTP/1.x connection (RFC 9112): requests in order, one at a time; pipelined ones wait. */
export class Http1Connection implements ManagedConnection, BodySource, InputListener, Leaving {
  readonly id = makeConnectionId();
  readonly services: ServiceContext;
  readonly socket: Socket;
  readonly tls: TlsConnection | undefined;
  readonly output: Http1Output;
  readonly input: Http1Input;
  readonly maxBuffered: number;
  requests = 0;
  isClosed = false;
  /** Who serves from now on: set when the server retires. */
  successor: Successor | undefined;
  memo: unknown = undefined;
  readonly #accepted: AcceptedConnection;
  readonly #switchToHttp2: SwitchToHttp2 | undefined;
  #exchange: Http1Exchange | undefined;
  #isUpgraded = false;
  #isClosing = false;
  #hasEnded = false;
  #isDraining = false;
  readonly #deadline: Deadline;

  constructor(accepted: AcceptedConnection, services: ServiceContext, switchToHttp2?: SwitchToHttp2) {
    const { socket } = accepted;
    const { limits, heartbeat } = services;
    this.services = services;
    this.socket = socket;
    this.tls = accepted.tls && new TlsConnection(accepted.tls);
    this.#accepted = accepted;
    this.#switchToHttp2 = switchToHttp2;
    this.maxBuffered = limits.maxRequestBufferSize ?? Number.POSITIVE_INFINITY;
    this.#deadline = new Deadline(heartbeat);
    this.#deadline.await('request', limits.keepAliveTimeout);
    this.output = new Http1Output({ socket, heartbeat, maxBuffered: limits.maxResponseBufferSize, onRoom: () => this.input.goOn() });
    services.connections.add(this, accepted.endpoint);
    socket.on('error', () => {});
    socket.on('end', () => this.#onEnd());
    socket.on('close', () => this.#onClose());
    this.input = new Http1Input(socket, services.headLimits, this);
  }

  get activeRequests(): number {
    return this.#exchange ? 1 : 0;
  }

  get isBusy(): boolean {
    return this.#exchange !== undefined || this.#isClosing || this.isClosed || this.#hasEnded;
  }

  get canBegin(): boolean {
    return !this.#exchange && !this.output.isBlocked && !this.input.body;
  }

  get maySwitchToHttp2(): boolean {
    return this.requests === 0 && this.#switchToHttp2 !== undefined;
  }

  /** The connection goes on as another one: this one forgets it without a word. */
  switchToHttp2(octets: Buffer): void {
    this.forget();
    this.#switchToHttp2?.(this.#accepted, octets);
  }

  pauseReading(): void {
    this.input.pause();
  }

  /** Only for a body that is still to come: else it is for the requests behind it that reading waits. */
  resumeReading(): void {
    if (this.input.body) this.input.resume();
  }

  bodyRefused(): void {
    if (this.#exchange) this.#exchange.keepAlive = false;
  }

  isServing(exchange: unknown): boolean {
    return this.#exchange === exchange;
  }

  sendContinue(): void {
    if (this.isClosed || this.#exchange?.response.hasStarted) return;
    this.output.add('HTTP/1.1 100 Continue\r\n\r\n');
    this.output.flush();
  }

  begin({ bytes, scan, end }: ScannedHead): number {
    const { limits } = this.services;
    const options = readRequestOptions(scan);
    const body = options.bodyLength === 0 ? undefined : new Http1RequestBody(this, framingOf(options, scan, limits));
    const request = new Http1Request(bytes, scan, body);
    request.scheme = this.#accepted.scheme;
    request.defaultMaxSize = limits.maxRequestBodySize;
    this.requests++;
    this.#deadline.clear();
    const exchange = new Http1Exchange(this, request, options);
    if (this.#isLast || this.successor) exchange.keepAlive = false;
    this.#exchange = exchange;
    const next = body ? this.input.beginBody(body, { bytes, at: scan.end, end }) : scan.end;
    exchange.run();
    if (this.#exchange === exchange) body?.detach();
    else body?.discard();
    return next;
  }

  /** The response is complete and the app is done with it. */
  answered(): void {
    const exchange = this.#exchange;
    if (!exchange || this.#isUpgraded || this.isClosed) return;
    this.#exchange = undefined;
    const { body } = this.input;
    body?.discard();
    if (!exchange.keepAlive || this.#isLast || this.input.isIgnored || body?.error) this.#close();
    else if (body) this.#deadline.await('drain', DRAIN_TIMEOUT);
    else this.#awaitRequest();
    if (this.input.isInRead) return;
    if (giveAway(this)) return;
    // The answers to pipelined requests go out together.
    if (this.input.hasPending) this.output.flushSoon();
    else this.output.flush();
    this.input.goOn();
  }

  bodyEnded(body: Http1RequestBody): void {
    if (this.#exchange) return;
    if (body.error) this.#close();
    else this.#awaitRequest();
  }

  headBegan(): void {
    if (this.#deadline.awaited !== 'head') this.#deadline.await('head', this.services.limits.requestHeadersTimeout);
  }

  /** Answers for a request that cannot be understood; the connection ends with that. */
  refuse(rejection: Rejection): void {
    this.debug(describeRefusal(rejection));
    this.output.add(composeRefusal(rejection, this.services.serverHeaders.text));
    this.input.ignore();
    this.#close();
  }

  readDone(): void {
    if (this.#exchange) this.output.flushSoon();
    else this.output.flush();
    if (giveAway(this)) return;
    if (this.#hasEnded && !this.#exchange && !this.output.isBlocked) this.#close();
  }

  /** Another protocol takes the connection over. */
  upgrade(): Duplex {
    this.#isUpgraded = true;
    this.#deadline.clear();
    this.services.connections.upgrade();
    this.output.flush();
    return this.input.upgrade();
  }

  beat(now: number): void {
    const { body } = this.input;
    if (!this.#isUpgraded && this.output.isTooSlow(now)) this.cut('the response was read too slowly. See MinResponseDataRate.');
    else if (body && this.#exchange && body.timing.isTooSlow(now)) this.#failBody(body, reject('RequestBodyTimeout'));
    else if (this.#deadline.isPassed(now)) this.#onTimeout();
  }

  retire(successor: Successor): void {
    this.successor = successor;
    giveAway(this);
  }

  endStreams(): number {
    return this.#exchange && endStream(this.#exchange, this.socket) ? 1 : 0;
  }

  drain(): void {
    this.#isDraining = true;
    if (this.#exchange) this.#exchange.keepAlive = false;
    else if (!this.#isClosing && !this.input.hasPending) this.#close();
  }

  abort(): void {
    this.#exchange?.abortRequest();
    this.socket.destroy();
  }

  cut(reason: string): void {
    this.debug(`is cut: ${reason}`);
    this.abort();
  }

  truncate(endsWithConnection: boolean): void {
    this.debug('is cut: the application failed after its response had started.');
    this.output.flush();
    this.#exchange?.abortRequest();
    this.#deadline.await('close', DRAIN_TIMEOUT);
    if (endsWithConnection) cutShort(this.socket);
    else this.socket.destroy();
  }

  debug(what: string): void {
    if (this.services.log.isDebug) this.services.log.debug(`Connection id "${this.id}" ${what}`);
  }

  forget(): void {
    this.#deadline.clear();
    this.isClosed = true;
    this.services.connections.remove(this);
  }

  /** No request may follow. */
  get #isLast(): boolean {
    return this.#isDraining || this.services.connections.isDraining;
  }

  /** What is behind a request in the same read is still to be looked at. */
  #awaitRequest(): void {
    if (this.#hasEnded && !this.input.isInRead && this.input.isEmpty) this.#close();
    else this.#deadline.await('request', this.services.limits.keepAliveTimeout);
  }

  #failBody(body: Http1RequestBody, rejection: Rejection): void {
    this.bodyRefused();
    this.input.body = undefined;
    this.input.ignore();
    body.fail(new BadHttpRequestError(rejection));
  }

  /**
   * Ends the connection when all is written. What the client still sends is read and thrown away for a while: closing
   * over it would make the system cut the connection, and the client lose the answer.
   */
  #close(): void {
    if (this.#isClosing || this.isClosed) return;
    this.#isClosing = true;
    const isClean = this.input.isEmpty && !this.input.isIgnored;
    this.output.flush();
    this.#deadline.await('close', DRAIN_TIMEOUT);
    this.input.ignore();
    if (!isClean && !this.#hasEnded) this.socket.end();
    else destroyWhenSent(this.socket);
  }

  #onTimeout(): void {
    const { awaited } = this.#deadline;
    if (awaited === 'head') this.refuse(reject('RequestHeadersTimeout'));
    else if (awaited !== 'close') this.#close();
    // What is written has the time that the minimum data rate gives it.
    else if (this.socket.writableLength > 0) this.#deadline.await('close', DRAIN_TIMEOUT);
    else this.socket.destroy();
  }

  #onEnd(): void {
    if (this.isClosed) return;
    this.#hasEnded = true;
    const { body } = this.input;
    this.input.end();
    if (this.#isUpgraded) return;
    if (this.#isClosing) this.socket.destroySoon();
    else if (body) this.#failBody(body, reject('UnexpectedEndOfRequestContent'));
    this.#exchange?.abortRequest();
    if (!this.#exchange && !(this.input.hasPending && this.output.isBlocked)) this.#close();
  }

  #onClose(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.services.connections.remove(this, this.#isUpgraded);
    this.#exchange?.connectionClosed();
    this.input.body?.fail(new Error('The client has closed the connection.'));
    this.output.release();
  }
}
