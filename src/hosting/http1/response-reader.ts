import { ChunkedDecoder } from './chunked-decoder.ts';
import { HeadScan, INCOMPLETE, REJECTED, type HeadLimits } from './head-scan.ts';
import type { HeaderBlock } from './header-block.ts';
import { PendingInput } from './pending-input.ts';
import { ResponseHead } from './response-head.ts';
import { BAD_STATUS_LINE, describeFault } from './response-fault.ts';
import { scanResponseHead } from './scan-response-head.ts';

/** Gets a response as it comes. Octets are valid during the call. */
export interface ResponseListener {
  /** 1xx: the final head follows. */
  interim(head: ResponseHead): void;
  /** The final head. */
  head(head: ResponseHead): void;
  /** 101: what is behind the head is another protocol's, a copy of what has come of that first. */
  switched(head: ResponseHead, early: Buffer): void;
  data(bytes: Buffer, start: number, end: number): void;
  /** The response is whole. `hasMore`: octets came behind it that nobody asked for. */
  end(trailers: HeaderBlock | undefined, hasMore: boolean): void;
  /** It cannot be read any further: the words go behind "the answer". */
  malformed(fault: string): void;
}

/** Octets of a head with all its fields: as IIS takes them. The count is only there against heads that are made to be slow. */
const LIMITS: HeadLimits = { requestLine: 8192, headersTotal: 65_536, headerCount: 2000 };

const IDLE = 0;
const HEAD = 1;
const COUNTED = 2;
const CHUNKS = 3;
const UNTIL_CLOSE = 4;

/** The result of the last scan: read before the next one, so all connections share it. */
const scan = new HeadScan();

/** Reads the responses on one connection, one after the other (RFC 9112), strictly; the input may be split behind any octet. */
export class ResponseReader {
  /** An octet of the response has come. */
  hasBegun = false;
  #state = IDLE;
  #method = '';
  #listener: ResponseListener | undefined;
  /** Octets of the body that are to come. */
  #left = 0;
  #decoder: ChunkedDecoder | undefined;
  readonly #pending = new PendingInput();

  /** The answer to a request is to come. */
  expect(method: string, listener: ResponseListener): void {
    this.hasBegun = false;
    this.#method = method;
    this.#listener = listener;
    this.#state = HEAD;
  }

  /** Nobody wants to hear the rest. */
  stop(): void {
    this.#state = IDLE;
    this.#listener = undefined;
  }

  /** Takes `bytes[start..end)`; a NUL stands at `end`. */
  feed(bytes: Buffer, start: number, end: number): void {
    this.hasBegun = true;
    if (this.#pending.length === 0) return this.#consume(bytes, start, end);
    this.#pending.append(bytes, start, end);
    if (!this.#pending.isWorthScanning(end - start)) return;
    const octets = this.#pending.take();
    this.#consume(octets.bytes, octets.start, octets.end);
    this.#pending.release();
  }

  /** No more octets will come: false when the response is not whole. */
  endOfInput(): boolean {
    if (this.#state !== UNTIL_CLOSE) return false;
    this.#finish(undefined, false);
    return true;
  }

  #consume(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (this.#state === HEAD && at < end) at = this.#readHead(bytes, at, end);
    if (this.#state === COUNTED) this.#readCounted(bytes, at, end);
    else if (this.#state === CHUNKS) this.#readChunks(bytes, at, end);
    else if (this.#state === UNTIL_CLOSE && at < end) this.#listener?.data(bytes, at, end);
  }

  #readHead(bytes: Buffer, at: number, end: number): number {
    const headEnd = scanResponseHead(bytes, at, end, scan, LIMITS);
    if (headEnd === INCOMPLETE) {
      this.#pending.append(bytes, at, end);
      return end;
    }
    if (headEnd === REJECTED) {
      this.#refuse(scan.rejection ? describeFault(scan.rejection.reason) : BAD_STATUS_LINE);
      return end;
    }
    this.#begin(new ResponseHead(bytes, scan, this.#method), { bytes, at: headEnd, end });
    return headEnd;
  }

  #begin(head: ResponseHead, { bytes, at, end }: { readonly bytes: Buffer; readonly at: number; readonly end: number }): void {
    if (head.isInterim) return this.#listener?.interim(head);
    if (head.isSwitch) {
      const listener = this.#listener;
      this.stop();
      return listener?.switched(head, Buffer.from(bytes.subarray(at, end)));
    }
    this.#left = head.bodyEnd === 'length' ? (head.length ?? 0) : 0;
    this.#decoder = head.bodyEnd === 'chunked' ? new ChunkedDecoder(LIMITS) : undefined;
    this.#state = this.#decoder ? CHUNKS : head.bodyEnd === 'close' ? UNTIL_CLOSE : COUNTED;
    this.#listener?.head(head);
  }

  #readCounted(bytes: Buffer, at: number, end: number): void {
    const next = Math.min(end, at + this.#left);
    this.#left -= next - at;
    if (next > at) this.#listener?.data(bytes, at, next);
    if (this.#left === 0) this.#finish(undefined, next < end);
  }

  #readChunks(bytes: Buffer, at: number, end: number): void {
    const decoder = this.#decoder;
    const listener = this.#listener;
    if (!decoder || !listener) return;
    const next = decoder.feed(bytes, at, end, listener);
    if (decoder.rejection) this.#refuse(describeFault(decoder.rejection.reason));
    else if (decoder.isDone) this.#finish(decoder.trailers, next < end);
  }

  #finish(trailers: HeaderBlock | undefined, hasMore: boolean): void {
    const listener = this.#listener;
    this.stop();
    listener?.end(trailers, hasMore);
  }

  #refuse(fault: string): void {
    const listener = this.#listener;
    this.stop();
    listener?.malformed(fault);
  }
}
