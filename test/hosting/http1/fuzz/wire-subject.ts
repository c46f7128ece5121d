import type { ChunkedDecoder } from '../../../../src/hosting/http1/chunked-decoder.ts';
import type { HeadLimits, HeadScan } from '../../../../src/hosting/http1/head-scan.ts';
import { piecesOf, type SeenRequest, type Subject } from './subject.ts';

/** The parts of the wire that a server is made of; those of a changed copy are of the same shape. */
export interface Wire {
  readonly HeadScan: typeof HeadScan;
  readonly ChunkedDecoder: typeof ChunkedDecoder;
  readonly CHUNKED: number;
  readonly CLOSE: number;
  readonly HTTP10: number;
  readonly KEEP_ALIVE: number;
  readonly INCOMPLETE: number;
  scanRequestHead(this: void, bytes: Buffer, start: number, end: number, scan: HeadScan, limits: HeadLimits): number;
  methodOf(this: void, bytes: Buffer, scan: HeadScan): string;
  headText(this: void, bytes: Buffer, scan: HeadScan): string;
  targetOf(this: void, text: string, scan: HeadScan): string;
}

const LIMITS: HeadLimits = { requestLine: 8192, headersTotal: 32_768, headerCount: 100 };

/** The least server there can be around the wire: it reads one request after the other, and stops where one is refused or the last one. */
export function wireSubject(wire: Wire): Subject {
  return (bytes, splits) => {
    const reader = new Reader(wire);
    for (const piece of piecesOf(bytes, splits)) reader.receive(piece);
    return Promise.resolve({ requests: reader.requests });
  };
}

interface Reading {
  readonly method: string;
  readonly target: string;
  body: string;
  readonly decoder: ChunkedDecoder | undefined;
  length: number;
  readonly isLast: boolean;
}

class Reader {
  readonly requests: SeenRequest[] = [];
  readonly #wire: Wire;
  readonly #scan: HeadScan;
  #pending = Buffer.alloc(0);
  #reading: Reading | undefined;
  #isOver = false;

  constructor(wire: Wire) {
    this.#wire = wire;
    this.#scan = new wire.HeadScan();
  }

  receive(piece: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, piece]);
    while (!this.#isOver && this.#pending.length > 0 && (this.#reading ? this.#readBody(this.#reading) : this.#readHead()));
  }

  /** True when there may be more to read. */
  #readHead(): boolean {
    const { scanRequestHead, methodOf, headText, targetOf, CHUNKED, CLOSE, HTTP10, KEEP_ALIVE, INCOMPLETE, ChunkedDecoder } = this.#wire;
    // What is behind the octets is not ours to read.
    const bytes = Buffer.concat([this.#pending, Buffer.from('\0\r\n\r\n')]);
    const scan = this.#scan;
    const end = scanRequestHead(bytes, 0, this.#pending.length, scan, LIMITS);
    if (end < 0) {
      this.#isOver = end !== INCOMPLETE;
      return false;
    }
    const { flags } = scan;
    const method = methodOf(bytes, scan);
    const left = { headersTotal: LIMITS.headersTotal - (scan.end - 2 - scan.headersStart), headerCount: LIMITS.headerCount - scan.headerCount };
    this.#reading = {
      method,
      target: targetOf(headText(bytes, scan), scan),
      body: '',
      decoder: (flags & CHUNKED) === 0 || method === 'CONNECT' ? undefined : new ChunkedDecoder(left),
      length: method === 'CONNECT' ? 0 : Math.max(0, scan.contentLength),
      isLast: method === 'CONNECT' || (flags & CLOSE) !== 0 || (flags & (HTTP10 | KEEP_ALIVE)) === HTTP10,
    };
    this.#pending = this.#pending.subarray(end);
    return this.#readBody(this.#reading);
  }

  #readBody(reading: Reading): boolean {
    const { decoder, length } = reading;
    const bytes = this.#pending;
    const take = (from: Buffer, start: number, end: number) => (reading.body += from.toString('latin1', start, end));
    if (decoder) this.#pending = bytes.subarray(decoder.feed(bytes, 0, bytes.length, { data: take }));
    else {
      const end = Math.min(length, bytes.length);
      take(bytes, 0, end);
      reading.length -= end;
      this.#pending = bytes.subarray(end);
    }
    this.#isOver = decoder?.rejection !== undefined;
    if (decoder ? !decoder.isDone : reading.length > 0) return false;
    this.requests.push({ method: reading.method, target: reading.target, body: reading.body });
    this.#reading = undefined;
    this.#isOver = reading.isLast;
    return true;
  }
}
