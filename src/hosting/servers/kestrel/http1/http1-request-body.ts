import { isUtf8 } from 'node:buffer';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import { ChunkedDecoder } from '../../../http1/chunked-decoder.ts';
import type { HeaderBlock } from '../../../http1/header-block.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import type { OctetReceiver } from '../../../http/octets-feature.ts';
import type { BodyFraming } from './body-framing.ts';
import { BodyTiming } from '../body-timing.ts';
import { ReceivedOctets } from './received-octets.ts';

const NOTHING = Buffer.alloc(0);

/** What a body needs of its connection. */
export interface BodySource {
  /** Octets kept for the app before the client is made to wait. */
  readonly maxBuffered: number;
  pauseReading(): void;
  resumeReading(): void;
  /** Tells a client that waits for it to go on (RFC 9110 section 10.1.1). */
  sendContinue(): void;
  /** The body is bad or too large: nothing can follow it. */
  bodyRefused(): void;
  readonly services: { readonly heartbeat: { readonly now: number } };
}

/**
 * The body of one request: framing, limits and what waits to be read. The octets lie in the connection's shared buffer
 * only during the call that brings them: what nobody has read by then is copied.
 */
export class Http1RequestBody {
  maxSize: number | null;
  readonly timing: BodyTiming;
  readonly #source: BodySource;
  /** Octets of the body; -1: chunked. */
  readonly length: number;
  readonly #decoder: ChunkedDecoder | undefined;
  #expectsContinue: boolean;
  #received = 0;
  readonly #kept = new ReceivedOctets();
  #isComplete = false;
  #isDiscarded = false;
  #isReading = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  /** The whole body in the shared buffer, as long as the call lasts that brought it. */
  #borrowed: Buffer | undefined;
  /** Gets the octets as they come: none are kept then. */
  #receiver: OctetReceiver | undefined;

  constructor(source: BodySource, framing: BodyFraming) {
    this.#source = source;
    this.length = framing.length;
    this.#decoder = framing.length < 0 ? new ChunkedDecoder(framing.trailerLimits) : undefined;
    this.#expectsContinue = framing.expectsContinue;
    this.maxSize = framing.maxSize;
    this.timing = new BodyTiming(framing.minRate);
  }

  /** All octets have come in. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Somebody has begun to read: its limits stand from then on. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** What is wrong with it: readers get it, and nothing can follow this body on the connection. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** The client holds the body back until it is told to go on. */
  get isHeldBack(): boolean {
    return this.#expectsContinue && this.#received === 0;
  }

  /** A body of known length has no trailers to wait for; a chunked one must have been read to its end. */
  get hasAllTrailers(): boolean {
    return !this.#decoder || (this.#isReading && this.#isComplete && this.#kept.length === 0);
  }

  /** After the end of a chunked body. */
  get trailers(): HeaderBlock | undefined {
    return this.#decoder?.trailers;
  }

  /** Takes what of `bytes[at..end)` belongs to the body; returns where the rest begins. */
  receive(bytes: Buffer, at: number, end: number): number {
    const next = this.#decoder ? this.#receiveChunked(this.#decoder, { bytes, at, end }) : this.#receiveLength(bytes, at, end);
    this.timing.received(next - at);
    this.#check();
    if (!this.#isComplete && this.#kept.length >= this.#source.maxBuffered) this.#source.pauseReading();
    this.#wakeUp();
    this.#tellReceiver();
    return next;
  }

  /** Part of the decoder's contract. */
  data(bytes: Buffer, start: number, end: number): void {
    this.#received += end - start;
    if (this.#isDiscarded || this.#error) return;
    if (this.#receiver) this.#receiver.data(bytes, start, end);
    else this.#kept.append(bytes, start, end);
  }

  /** The whole body came with its head: it stays where it is until `detach`. */
  borrow(bytes: Buffer, start: number): void {
    this.#borrowed = bytes.subarray(start, start + this.length);
    this.#received = this.length;
    this.#isComplete = true;
  }

  /** The shared buffer is about to be used again. */
  detach(): void {
    const borrowed = this.#borrowed;
    if (borrowed === undefined) return;
    this.#borrowed = undefined;
    if (this.#isDiscarded) return;
    this.#kept.append(borrowed, 0, borrowed.length);
  }

  /** The whole body as text, if it is at hand, unread and UTF-8. */
  takeText(): string | undefined {
    const borrowed = this.#borrowed;
    if (borrowed === undefined || this.#isReading || this.#isTooLarge() || !isUtf8(borrowed)) return undefined;
    this.#isReading = true;
    this.#borrowed = undefined;
    return borrowed.toString('utf8');
  }

  /** The next octets; undefined at the end. Rejects with BadHttpRequestError. One reader at a time. */
  async read(): Promise<Buffer | undefined> {
    this.#beginReading();
    for (;;) {
      if (this.#error) throw this.#error;
      if (this.#isDiscarded) throw new Error('The request has been answered: its body is gone.');
      const chunk = this.#kept.take();
      if (chunk) {
        if (this.#kept.length < this.#source.maxBuffered / 2) this.#source.resumeReading();
        return chunk;
      }
      if (this.#isComplete) return undefined;
      await this.#more();
    }
  }

  async readAll(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let chunk = await this.read(); chunk; chunk = await this.read()) chunks.push(chunk);
    return chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks);
  }

  /** Gives `receiver` what is there and what will come. */
  passTo(receiver: OctetReceiver): void {
    const borrowed = this.#borrowed;
    this.#borrowed = undefined;
    this.#isReading = true;
    this.#check();
    this.#receiver = receiver;
    if (!this.#error) {
      if (borrowed) receiver.data(borrowed, 0, borrowed.length);
      for (let chunk = this.#kept.take(); chunk; chunk = this.#kept.take()) receiver.data(chunk, 0, chunk.length);
    }
    if (!this.#isComplete) this.resumePassing();
    this.#tellReceiver();
  }

  /** The receiver cannot take more for now: the client is made to wait, and that is not its fault. */
  pausePassing(): void {
    if (!this.#receiver) return;
    this.timing.pause(this.#source.services.heartbeat.now);
    this.#source.pauseReading();
  }

  resumePassing(): void {
    if (!this.#receiver) return;
    this.timing.resume(this.#source.services.heartbeat.now);
    this.#source.resumeReading();
  }

  /** Tells a client that holds it back to go on. */
  sendContinue(): void {
    if (this.isHeldBack) this.#source.sendContinue();
    this.#expectsContinue = false;
  }

  /** Nobody will read it any more: what is there and what still comes, up to the body's limits, is dropped. */
  discard(): void {
    this.#isDiscarded = true;
    this.#borrowed = undefined;
    this.#receiver = undefined;
    if (this.#isComplete) return this.#kept.clear();
    this.#isReading = true;
    this.#check();
    this.#kept.clear();
    this.#wakeUp();
    this.#source.resumeReading();
  }

  /** Every read from now on rejects with `error`. The first error stays. */
  fail(error: Error): void {
    if (this.#isComplete) return;
    this.#error ??= error;
    this.#wakeUp();
    this.#tellReceiver();
  }

  #tellReceiver(): void {
    const receiver = this.#receiver;
    if (!receiver) return;
    if (!this.#error && !this.#isComplete) return receiver.caughtUp();
    this.#receiver = undefined;
    if (this.#error) receiver.failed(this.#error);
    else receiver.ended(this.trailers);
  }

  #receiveLength(bytes: Buffer, at: number, end: number): number {
    const next = Math.min(end, at + this.length - this.#received);
    this.data(bytes, at, next);
    if (this.#received === this.length) this.#isComplete = true;
    return next;
  }

  #receiveChunked(decoder: ChunkedDecoder, { bytes, at, end }: { readonly bytes: Buffer; readonly at: number; readonly end: number }): number {
    const next = decoder.feed(bytes, at, end, this);
    if (decoder.rejection) this.#refuse(decoder.rejection);
    else if (decoder.isDone) this.#isComplete = true;
    return next;
  }

  #beginReading(): void {
    this.detach();
    if (this.#isReading || this.#isDiscarded) return;
    this.#isReading = true;
    this.#check();
    if (!this.#isComplete && !this.#error) this.sendContinue();
  }

  #check(): void {
    if (this.#isReading && this.#isTooLarge()) this.#refuse(reject('RequestBodyTooLarge', this.maxSize ?? 0));
  }

  /** Of a chunked body the framing counts, so that a client cannot send much by sending little at a time. */
  #isTooLarge(): boolean {
    return this.maxSize !== null && (this.#decoder?.framedLength ?? this.length) > this.maxSize;
  }

  #refuse(rejection: Rejection): void {
    if (this.#error) return;
    this.#error = new BadHttpRequestError(rejection);
    this.#source.bodyRefused();
  }

  #more(): Promise<void> {
    this.#source.resumeReading();
    this.timing.resume(this.#source.services.heartbeat.now);
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #wakeUp(): void {
    const wake = this.#wake;
    if (!wake) return;
    this.#wake = undefined;
    this.timing.pause(this.#source.services.heartbeat.now);
    wake();
  }
}
