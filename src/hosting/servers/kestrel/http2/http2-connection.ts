import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { AcceptedConnection } from '../accepted-connection.ts';
import { makeConnectionId } from '../connection-id.ts';
import type { ManagedConnection } from '../connection-manager.ts';
import { isEventStream } from '../event-stream.ts';
import type { ServiceContext } from '../service-context.ts';
import { TlsConnection } from '../tls-connection.ts';
import { ErrorCode } from './error-code.ts';
import type { ExchangeOwner } from './exchange-owner.ts';
import { Http2Exchange } from './http2-exchange.ts';
import type { Http2Output } from './http2-output.ts';
import { NoticingStream } from './noticing-stream.ts';
import { RequestHeadReader } from './request-head.ts';
import { ResetBudget } from './reset-budget.ts';
import { REMOVED_FIELDS_WARNING } from './response-fields.ts';
import { toSessionOptions } from './session-options.ts';
import { SessionWatch } from './session-watch.ts';

/** Milliseconds that a client has to close a connection that is over. */
const CLOSE_TIMEOUT = 5000;
/** Milliseconds that a client is given to hear that the server goes, before streams it opens are not begun any more (RFC 9113 section 6.8). */
const GOAWAY_NOTICE = 1000;
/** Requests that may run, the client having reset their streams or not, for each stream it may have open: as in Kestrel. */
const RUNNING_FACTOR = 2;
const TOO_OLD_TLS = new Set(['SSLv3', 'TLSv1', 'TLSv1.1']);

/** The fields as an object, and as they came: names and values in turn. */
type StreamEvent = [stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number, raw: readonly string[]];

/** Servers whose apps set fields that HTTP/2 does not have: they mostly do so in each response, and know it by the first. */
const WARNED = new WeakSet<ServiceContext>();

const ignore = (): void => {};

/**
 * Serves HTTP/2 on a connection (RFC 9113): one that has agreed on it by ALPN, or whose client has begun with the preface
 * (prior knowledge). What has been read of the socket before must have been given back to it (`giveBack`).
 */
export function serveHttp2(accepted: AcceptedConnection, services: ServiceContext): ManagedConnection {
  return new Http2Connection(accepted, services);
}

/** One HTTP/2 connection: a session of node:http2 on our socket, and the exchanges on its streams. */
export class Http2Connection implements ManagedConnection, ExchangeOwner {
  readonly id = makeConnectionId();
  readonly services: ServiceContext;
  readonly socket: Socket;
  readonly tls: TlsConnection | undefined;
  readonly scheme: string;
  requests = 0;
  readonly #noticing: NoticingStream | undefined;
  readonly #session: ServerHttp2Session;
  readonly #watch: SessionWatch;
  readonly #resets: ResetBudget;
  readonly #heads: RequestHeadReader;
  /** Those whose streams are open. */
  readonly #exchanges: Http2Exchange[] = [];
  /** Those the app is not done with, though their streams may have gone. */
  #running = 0;
  #toFlush: Http2Output[] = [];
  #drainAt = Number.POSITIVE_INFINITY;
  #closeBy = Number.POSITIVE_INFINITY;

  constructor(accepted: AcceptedConnection, services: ServiceContext) {
    const { socket, tls } = accepted;
    const { limits, heartbeat, connections } = services;
    this.services = services;
    this.socket = socket;
    this.tls = tls && new TlsConnection(tls);
    this.scheme = accepted.scheme;
    this.#watch = new SessionWatch(limits, heartbeat.now);
    this.#resets = new ResetBudget(limits.http2.maxStreamsPerConnection, heartbeat.now);
    this.#heads = new RequestHeadReader({ scheme: accepted.scheme, limits });
    this.#noticing = services.mayRetire ? new NoticingStream(socket) : undefined;
    this.#session = performServerHandshake(this.#noticing ?? socket, toSessionOptions(limits));
    this.#session.setLocalWindowSize(limits.http2.initialConnectionWindowSize);
    // The session does not do this itself, and a socket may have been accepted paused.
    socket.read(0);
    connections.add(this, accepted.endpoint);
    this.#listen();
    this.#refuseOldTls();
    if (connections.isDraining) this.drain();
  }

  get activeRequests(): number {
    return this.#exchanges.length;
  }

  beat(now: number): void {
    if (now > this.#drainAt) this.drain();
    if (now > this.#closeBy) this.abort();
    for (const exchange of this.#exchanges) {
      if (!exchange.beat(now)) return this.#cut('the response was read too slowly. See MinResponseDataRate.');
    }
    if (this.#session.destroyed) return;
    const verdict = this.#watch.check({ now, bytesRead: this.socket.bytesRead, openStreams: this.#exchanges.length });
    if (verdict === 'ping') this.#ping();
    else if (verdict === 'close') this.drain();
    else if (verdict === 'cut') this.#cut('the client has not sent what it had to in time.');
  }

  requestClose(): void {
    this.drain();
  }

  /** GOAWAY: the streams there are finish, and the client knows that of later ones none was begun. */
  drain(): void {
    if (this.#session.closed || this.#session.destroyed) return;
    this.#session.close();
    this.#closeWhenIdle();
  }

  /** The streams that come from now on go to the successor, until the client has heard that it shall open no more. */
  retire(): void {
    if (this.#session.closed || this.#session.destroyed) return;
    this.#noticing?.notice();
    this.#drainAt = this.services.heartbeat.now + GOAWAY_NOTICE;
  }

  endStreams(): number {
    const streams = this.#exchanges.filter(({ response }) => isEventStream(response));
    for (const { response } of streams) void response.complete();
    return streams.length;
  }

  abort(): void {
    this.#session.destroy();
    this.socket.destroy();
  }

  flushSoon(output: Http2Output): void {
    if (this.#toFlush.push(output) > 1) return;
    setImmediate(() => {
      const outputs = this.#toFlush;
      this.#toFlush = [];
      for (const output of outputs) output.flush();
    });
  }

  completed(): void {
    this.#running--;
  }

  warnOfRemovedFields(): void {
    if (WARNED.has(this.services)) return;
    WARNED.add(this.services);
    this.services.log.warn(REMOVED_FIELDS_WARNING);
  }

  logBadRequest(message: string): void {
    this.debug(`bad request data: "${message}"`);
  }

  debug(text: string): void {
    if (this.services.log.isDebug) this.services.log.debug(`Connection id "${this.id}" ${text}`);
  }

  #listen(): void {
    const session = this.#session;
    session.on('stream', (...event: StreamEvent) => this.#onStream(event[0], event[3]));
    session.on('remoteSettings', () => this.#watch.receivedSettings(this.socket.bytesRead));
    session.on('localSettings', () => this.#watch.receivedFrame(this.socket.bytesRead));
    session.on('ping', () => this.#watch.receivedFrame(this.socket.bytesRead));
    session.on('frameError', ignore);
    session.on('error', (error) => this.debug(`ends with an error: ${error.message}`));
    // A client that will not send any more has gone: HTTP/2 needs both directions.
    this.socket.once('end', () => this.abort());
    this.socket.once('close', () => {
      session.destroy();
      this.services.connections.remove(this);
    });
  }

  #refuseOldTls(): void {
    const protocol = this.tls?.protocol ?? '';
    if (!TOO_OLD_TLS.has(protocol)) return;
    this.#end(ErrorCode.inadequateSecurity, `Tls 1.2 or later must be used for HTTP/2. ${protocol} was negotiated.`);
  }

  #onStream(stream: ServerHttp2Stream, raw: readonly string[]): void {
    stream.on('error', ignore);
    if (stream.destroyed || stream.closed) return this.#countReset();
    const { limits } = this.services;
    if (this.#running >= RUNNING_FACTOR * limits.http2.maxStreamsPerConnection) return this.#refuse(stream, ErrorCode.enhanceYourCalm);
    const head = this.#heads.read(raw);
    if (!('reason' in head)) return this.#begin(stream, new Http2Exchange(this, stream, { head, raw }));
    this.logBadRequest(head.message);
    if (head.reason === 'malformed') this.#refuse(stream, ErrorCode.protocolError);
    else {
      // The rest of a body is not waited for; but a stream that is reset in this turn does not send its answer.
      stream.respond({ ':status': head.status, 'content-length': 0, date: this.services.serverHeaders.date }, { endStream: true });
      if (!stream.endAfterHeaders) setImmediate(() => setImmediate(() => stream.close(ErrorCode.noError)));
    }
  }

  #begin(stream: ServerHttp2Stream, exchange: Http2Exchange): void {
    exchange.place = this.#exchanges.push(exchange) - 1;
    this.#running++;
    this.requests++;
    // Node keeps a closed stream until the next full collection of garbage: it must not keep the exchange with it.
    let open: Http2Exchange | undefined = exchange;
    stream.on('close', () => {
      if (open) this.#onStreamClose(stream, open);
      open = undefined;
    });
    exchange.run();
  }

  #onStreamClose(stream: ServerHttp2Stream, exchange: Http2Exchange): void {
    this.#remove(exchange);
    exchange.closed();
    if (stream.rstCode !== ErrorCode.noError && !exchange.wasReset) this.#countReset();
    this.#watch.receivedFrame(this.socket.bytesRead);
    this.#closeWhenIdle();
  }

  /** The last one takes its place. */
  #remove(exchange: Http2Exchange): void {
    const last = this.#exchanges.pop();
    if (last === undefined || last === exchange) return;
    this.#exchanges[exchange.place] = last;
    last.place = exchange.place;
  }

  #refuse(stream: ServerHttp2Stream, errorCode: number): void {
    stream.close(errorCode);
    this.#countReset();
  }

  #countReset(): void {
    if (this.#session.destroyed || this.#resets.spend(this.services.heartbeat.now)) return;
    this.#end(ErrorCode.enhanceYourCalm, 'The client has reset too many streams.');
  }

  /** GOAWAY with an error code, and the connection is over. The session's error event has the reason logged. */
  #end(errorCode: number, reason: string): void {
    this.#session.destroy(new Error(reason), errorCode);
  }

  #ping(): void {
    this.#session.ping((error) => {
      if (!error) this.#watch.receivedPong(this.socket.bytesRead);
    });
  }

  #closeWhenIdle(): void {
    if (this.#session.closed && this.#exchanges.length === 0) this.#closeBy = this.services.heartbeat.now + CLOSE_TIMEOUT;
  }

  #cut(reason: string): void {
    this.debug(`is cut: ${reason}`);
    this.abort();
  }
}
