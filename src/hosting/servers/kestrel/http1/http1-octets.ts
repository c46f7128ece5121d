import { utf8Octets } from '../../../http1/octet-text.ts';
import type { HttpOctetsFeature, OctetReceiver, OctetResponseHead, OctetsWatcher } from '../../../http/octets-feature.ts';
import type { ExchangeConnection } from './exchange-connection.ts';
import type { Http1Request } from './http1-request.ts';
import type { Http1Response } from './http1-response.ts';
import { frameOctets } from './octet-head.ts';

/** What passes an exchange on needs of it. */
export interface PassedExchange {
  readonly request: Http1Request;
  readonly response: Http1Response;
  readonly keepAlive: boolean;
}

/** An exchange of HTTP/1.x without its objects: what came in as octets goes on as octets. */
export class Http1Octets implements HttpOctetsFeature {
  watcher: OctetsWatcher | undefined = undefined;
  readonly #exchange: PassedExchange;
  readonly #connection: ExchangeConnection;

  constructor(exchange: PassedExchange, connection: ExchangeConnection) {
    this.#exchange = exchange;
    this.#connection = connection;
  }

  get head(): string {
    const { text, isAscii } = this.#exchange.request;
    return isAscii ? text : utf8Octets(text);
  }

  get fieldsStart(): number {
    return this.#exchange.request.headersStart;
  }

  get remoteIpAddress(): string {
    return this.#connection.socket.remoteAddress ?? '';
  }

  get remotePort(): number {
    return this.#connection.socket.remotePort ?? 0;
  }

  get connectionMemo(): unknown {
    return this.#connection.memo;
  }

  set connectionMemo(memo: unknown) {
    this.#connection.memo = memo;
  }

  get bodyLength(): number {
    return this.#exchange.request.content?.length ?? 0;
  }

  get isHeldBack(): boolean {
    return this.#exchange.request.content?.isHeldBack ?? false;
  }

  readBody(receiver: OctetReceiver): void {
    this.#exchange.request.content?.passTo(receiver);
  }

  pauseBody(): void {
    this.#exchange.request.content?.pausePassing();
  }

  resumeBody(): void {
    this.#exchange.request.content?.resumePassing();
  }

  sendContinue(): void {
    this.#exchange.request.content?.sendContinue();
  }

  begin(head: OctetResponseHead): void {
    const { request, response, keepAlive } = this.#exchange;
    const { method, isHttp10 } = request;
    response.beginWith(frameOctets(head, { method, isHttp10, keepAlive, serverHeaders: this.#connection.services.serverHeaders.dateLine }));
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    this.#exchange.response.pass(bytes, start, end);
    return !this.#connection.output.isBlocked;
  }

  flush(): void {
    if (!this.#connection.input.isInRead) this.#connection.output.flush();
  }

  whenRoom(callback: () => void): void {
    void this.#connection.output.room().then(callback);
  }

  end(trailers: string): void {
    this.#exchange.response.endWith(trailers);
  }

  abandon(): void {
    this.#exchange.response.abandon();
  }
}
