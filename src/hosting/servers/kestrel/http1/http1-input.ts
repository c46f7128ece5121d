import type { Socket } from 'node:net';
import { outsideRequests } from '../../../http/async-context.ts';
import { HeadScan, INCOMPLETE, REJECTED, type HeadLimits } from '../../../http1/head-scan.ts';
import { PendingInput } from '../../../http1/pending-input.ts';
import type { Rejection } from '../../../http1/rejection.ts';
import { scanRequestHead } from '../../../http1/scan-request-head.ts';
import { readInto } from '../../../http1/shared-read-buffer.ts';
import { matchHttp2Preface } from './http2-preface.ts';
import type { Http1RequestBody } from './http1-request-body.ts';
import { UpgradedStream } from './upgraded-stream.ts';

/** Octets of pipelined requests kept while another one is answered. */
const MOST_PIPELINED = 65_536;

/** The result of the last scan: read before the next one, so all connections share it. */
const scan = new HeadScan();

/** A request's head in the buffer it was read into, and what of the buffer is behind it. */
export interface ScannedHead {
  readonly bytes: Buffer;
  readonly scan: HeadScan;
  /** Where the octets behind the head end. */
  readonly end: number;
}

/** Octets `bytes[at..end)`, of which a body takes what is its own. */
interface BodyPart {
  readonly bytes: Buffer;
  readonly at: number;
  readonly end: number;
}

/** What the input tells its connection. */
export interface InputListener {
  /** False while a request is being answered, or the client reads too slowly: the next one must wait. */
  readonly canBegin: boolean;
  /** A request has come; returns where the octets begin that are not of it. `input.body` is set when more of its body is to come. */
  begin(head: ScannedHead): number;
  /** Nothing can follow. */
  refuse(rejection: Rejection): void;
  /** The connection may still turn out to be HTTP/2. */
  readonly maySwitchToHttp2: boolean;
  /** The client speaks HTTP/2; `octets` is what it has sent so far. */
  switchToHttp2(octets: Buffer): void;
  /** A head has begun and is not whole. */
  headBegan(): void;
  /** The body that was incomplete is complete, or bad. */
  bodyEnded(body: Http1RequestBody): void;
  /** All that has come in is worked on. */
  readDone(): void;
}

/** What comes in on an HTTP/1.x connection: heads, bodies, pipelined requests, and after an upgrade another protocol. */
export class Http1Input {
  /** True while octets that came in are worked on: what is written then goes out at the end of it, at once. */
  isInRead = false;
  /** The body whose octets come next. */
  body: Http1RequestBody | undefined;
  readonly #socket: Socket;
  readonly #limits: HeadLimits;
  readonly #listener: InputListener;
  readonly #pending = new PendingInput();
  #upgraded: UpgradedStream | undefined;
  #isIgnored = false;
  #isPaused = false;

  constructor(socket: Socket, limits: HeadLimits, listener: InputListener) {
    this.#socket = socket;
    this.#limits = limits;
    this.#listener = listener;
    readInto(socket, (bytes, length) => this.#receive(bytes, length));
  }

  /** No octet has come that is not worked on. */
  get isEmpty(): boolean {
    return this.#pending.length === 0 && this.body === undefined;
  }

  /** Pipelined requests, or a part of one, have come. */
  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  get isIgnored(): boolean {
    return this.#isIgnored;
  }

  /** What still comes is thrown away. */
  ignore(): void {
    this.#isIgnored = true;
    this.resume();
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
  }

  /** The connection can take the next request: perhaps it is here already. */
  goOn(): void {
    if (this.isInRead) return;
    if (this.#pending.length > 0 && this.#listener.canBegin && !this.body) outsideRequests(() => this.#beginPending());
    if (this.#pending.length <= MOST_PIPELINED && !this.body) this.resume();
  }

  /** From now on the octets are another protocol's, those that are here already included. */
  upgrade(): UpgradedStream {
    const stream = new UpgradedStream({ socket: this.#socket, pauseReading: () => this.pause(), resumeReading: () => this.resume() });
    this.#upgraded = stream;
    if (this.#pending.length > 0) {
      const { bytes, start, end } = this.#pending.take();
      stream.receive(bytes, start, end);
    }
    return stream;
  }

  /** The client will send no more. */
  end(): void {
    this.#upgraded?.receiveEnd();
  }

  /** A body begins at `bytes[at]`. Returns where the rest begins. */
  beginBody(body: Http1RequestBody, part: BodyPart): number {
    const { bytes, at, end } = part;
    if (end - at >= body.length && body.length > 0) {
      body.borrow(bytes, at);
      return at + body.length;
    }
    this.body = body;
    return at < end ? this.receiveBody(body, part) : at;
  }

  /** Takes what of the body is there: `bytes[at..end)`. Returns where the rest begins. */
  receiveBody(body: Http1RequestBody, { bytes, at, end }: BodyPart): number {
    this.body = body;
    const next = body.receive(bytes, at, end);
    if (!body.isComplete && !body.error) return next;
    this.body = undefined;
    if (body.error) this.ignore();
    this.#listener.bodyEnded(body);
    return next;
  }

  #receive(bytes: Buffer, length: number): void {
    this.isInRead = true;
    if (this.#pending.length > 0) this.#receiveMore(bytes, length);
    else this.#consume(bytes, 0, length);
    this.isInRead = false;
    this.#listener.readDone();
  }

  /** Octets behind others that could not be used yet. */
  #receiveMore(bytes: Buffer, length: number): void {
    if (this.#isIgnored) return;
    this.#pending.append(bytes, 0, length);
    if (!this.#listener.canBegin) {
      if (this.#pending.length > MOST_PIPELINED) this.pause();
    } else if (this.#pending.isWorthScanning(length)) this.#consumePending();
  }

  #beginPending(): void {
    this.isInRead = true;
    this.#consumePending();
    this.isInRead = false;
    this.#listener.readDone();
  }

  #consumePending(): void {
    const { bytes, start, end } = this.#pending.take();
    this.#consume(bytes, start, end);
    this.#pending.release();
  }

  #consume(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end && !this.#isIgnored) {
      if (this.body) at = this.receiveBody(this.body, { bytes, at, end });
      else if (this.#upgraded) {
        this.#upgraded.receive(bytes, at, end);
        return;
      } else if (this.#listener.canBegin) at = this.#beginRequest(bytes, at, end);
      else {
        this.#pending.append(bytes, at, end);
        return;
      }
    }
  }

  #beginRequest(bytes: Buffer, at: number, end: number): number {
    if (this.#listener.maySwitchToHttp2) {
      const preface = matchHttp2Preface(bytes, at, end);
      if (preface === 'whole') return this.#switchToHttp2(bytes, at, end);
      if (preface === 'part') return this.#keepHead(bytes, at, end);
    }
    const headEnd = scanRequestHead(bytes, at, end, scan, this.#limits);
    if (headEnd === INCOMPLETE) return this.#keepHead(bytes, at, end);
    if (headEnd === REJECTED) {
      if (scan.rejection) this.#listener.refuse(scan.rejection);
      return end;
    }
    return this.#listener.begin({ bytes, scan, end });
  }

  /** A part of a head: the rest is waited for. */
  #keepHead(bytes: Buffer, at: number, end: number): number {
    this.#pending.append(bytes, at, end);
    this.#listener.headBegan();
    return end;
  }

  #switchToHttp2(bytes: Buffer, at: number, end: number): number {
    this.#isIgnored = true;
    this.#listener.switchToHttp2(Buffer.from(bytes.subarray(at, end)));
    return end;
  }
}
