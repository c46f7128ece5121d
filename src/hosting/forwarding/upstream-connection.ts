import { connect, type Socket } from 'node:net';
import { writeCopy } from '../http1/copied-octets.ts';
import { octetText } from '../http1/octet-text.ts';
import { ResponseReader, type ResponseListener } from '../http1/response-reader.ts';
import { readOptions } from '../http1/shared-read-buffer.ts';
import { outsideRequests } from '../http/async-context.ts';
import { connectTarget, type UpstreamAddress } from './upstream-address.ts';

/** Octets that are gathered, and of a request that may wait in the process before its client is made to wait. */
const SMALL = 16_384;
const MOST_WAITING = 65_536;

/** Who has a connection for one request and its answer. */
export interface UpstreamExchange extends ResponseListener {
  /** All that came at once was given. */
  caughtUp(): void;
  /** There is room for more of the request. */
  drained(): void;
  /** The connection has ended, or could not be made, before the answer was whole. */
  lost(error: Error | undefined): void;
  /** Once a second. */
  beat(now: number): void;
}

/** Takes the octets of another protocol. */
export interface OctetTaker {
  take(bytes: Buffer, start: number, end: number): void;
  drained(): void;
  /** The app will send no more. */
  ended(): void;
  closed(): void;
}

/** What a connection needs of where it belongs. */
export interface ConnectionOwner {
  readonly address: UpstreamAddress;
  /** Milliseconds since 1970 at the last beat. */
  readonly now: number;
  /** The connection can take another request. */
  released(connection: UpstreamConnection): void;
  closed(connection: UpstreamConnection): void;
}

/** A connection to an app: one request and its answer at a time (RFC 9112 section 9). */
export class UpstreamConnection {
  /** Requests so far, the one in hand included. */
  uses = 0;
  isConnecting = true;
  /** At which beat something came or went last; of an idle one: since when it is idle. */
  activeAt: number;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  #exchange: UpstreamExchange | undefined;
  #taker: OctetTaker | undefined;
  #text = '';
  #isPaused = false;
  #error: Error | undefined;

  constructor(owner: ConnectionOwner) {
    this.#owner = owner;
    this.activeAt = owner.now;
    const onread = readOptions((bytes, length) => this.#receive(bytes, length));
    // It lives longer than the request it is made for.
    this.#socket = outsideRequests(() => connect({ ...connectTarget(owner.address), noDelay: true, allowHalfOpen: true, onread }));
    this.#socket.on('connect', () => (this.isConnecting = false));
    this.#socket.on('drain', () => (this.#taker ?? this.#exchange)?.drained());
    this.#socket.on('end', () => this.#onEnd());
    this.#socket.on('error', (error) => (this.#error = error));
    this.#socket.on('close', () => this.#onClose());
  }

  /** An octet of the answer has come. */
  get hasAnswer(): boolean {
    return this.#reader.hasBegun;
  }

  /** The app takes no more for now. */
  get isBlocked(): boolean {
    return this.#socket.writableLength > MOST_WAITING;
  }

  /** Its answers are not read for now. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** The connection is the exchange's until `release`, `destroy` or `handOver`. */
  begin(exchange: UpstreamExchange, method: string): void {
    this.uses++;
    this.activeAt = this.#owner.now;
    this.#exchange = exchange;
    this.#reader.expect(method, exchange);
  }

  /** Gathers text, one character an octet; it goes out with `flush`, or when it is much. */
  add(text: string): void {
    this.#text += text;
    if (this.#text.length > SMALL) this.flush();
  }

  /** Gathers, or sends, a copy of `bytes[start..end)`. */
  addCopy(bytes: Buffer, start: number, end: number): void {
    if (end - start <= SMALL) return this.add(octetText(bytes, start, end));
    this.#socket.cork();
    this.flush();
    writeCopy(this.#socket, bytes, { start, end });
    this.#socket.uncork();
  }

  flush(): void {
    this.activeAt = this.#owner.now;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#socket.write(text, 'latin1');
  }

  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.activeAt = this.#owner.now;
    this.#socket.resume();
  }

  /** The exchange is over. `isClean`: nothing of it can still come, and all of it has gone. */
  release(isClean: boolean): void {
    this.#exchange = undefined;
    this.#reader.stop();
    if (!isClean || this.#socket.destroyed || this.#socket.writableLength > 0) return this.destroy();
    this.resume();
    this.activeAt = this.#owner.now;
    this.#owner.released(this);
  }

  destroy(): void {
    this.#exchange = undefined;
    this.#reader.stop();
    this.#socket.destroy();
  }

  /** Cuts the connection under what it carries, which hears of it. */
  abort(): void {
    this.#socket.destroy();
  }

  /** Another protocol has the connection from now on. */
  handOver(taker: OctetTaker): void {
    this.#exchange = undefined;
    this.#taker = taker;
  }

  /** Writes octets of the other protocol, which are kept until they have gone. False: there is no room for more. */
  send(octets: Uint8Array): boolean {
    return this.#socket.write(octets);
  }

  endSending(): void {
    this.#socket.end();
  }

  /** Once a second. */
  beat(now: number): void {
    this.#exchange?.beat(now);
  }

  #receive(bytes: Buffer, length: number): void {
    if (this.#taker) return this.#taker.take(bytes, 0, length);
    const exchange = this.#exchange;
    // Nobody has asked for it: it must not become the answer to what is asked next.
    if (!exchange) return this.destroy();
    this.activeAt = this.#owner.now;
    this.#reader.feed(bytes, 0, length);
    if (this.#exchange === exchange) exchange.caughtUp();
  }

  #onEnd(): void {
    if (this.#taker) return this.#taker.ended();
    if (!this.#exchange || !this.#reader.endOfInput()) this.#socket.destroy();
  }

  #onClose(): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#owner.closed(this);
    if (this.#taker) this.#taker.closed();
    else exchange?.lost(this.#error);
  }
}
