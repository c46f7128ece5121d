import { isUtf8 } from 'node:buffer';
import { HeadScan, NON_ASCII, type HeadLimits } from './head-scan.ts';
import { HeaderBlock } from './header-block.ts';
import { LF } from './octets.ts';
import { reject, type Rejection } from './rejection.ts';
import { scanFields } from './scan-fields.ts';

/** What the head's fields have left of their limits: trailers count as headers do. */
export type TrailerLimits = Pick<HeadLimits, 'headersTotal' | 'headerCount'>;

const EMPTY_LINE = '\r\n';

/**
 * Fields that say how the message is framed, where it goes, who sends it and how it is read: too late in a trailer (RFC 9110 section 6.5.1), and a way
 * to have it read in two ways.
 */
const FORBIDDEN = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'max-forwards',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function isForbiddenTrailer(name: string): boolean {
  return FORBIDDEN.has(name.toLowerCase());
}

/** The field lines behind a chunked body (RFC 9112 section 7.1.2). They are rare and small: gathered line by line, read at the end. */
export class TrailerSection {
  /** Undefined before the end, and when there are none. */
  fields: HeaderBlock | undefined = undefined;
  isDone = false;
  rejection: Rejection | undefined = undefined;
  readonly #limits: TrailerLimits;
  /** One character an octet. */
  #text = '';
  #lineStart = 0;

  constructor(limits: TrailerLimits) {
    this.#limits = limits;
  }

  /** Takes what of `bytes[at..end)` belongs to the section; returns where the rest begins. */
  feed(bytes: Buffer, at: number, end: number): number {
    let lineEnd = at;
    while (lineEnd < end && !this.isDone && this.rejection === undefined) {
      const start = lineEnd;
      while (lineEnd < end && bytes[lineEnd] !== LF) lineEnd++;
      const isWhole = lineEnd < end;
      if (isWhole) lineEnd++;
      this.#text += bytes.toString('latin1', start, lineEnd);
      if (this.#text.length > this.#limits.headersTotal + EMPTY_LINE.length) this.rejection = reject('HeadersExceedMaxTotalSize');
      else if (isWhole) this.#endLine();
    }
    return lineEnd;
  }

  #endLine(): void {
    const isEmpty = this.#text.length - this.#lineStart === EMPTY_LINE.length && this.#text.endsWith(EMPTY_LINE);
    this.#lineStart = this.#text.length;
    if (isEmpty && this.#text !== EMPTY_LINE) this.#read();
    this.isDone = isEmpty && this.rejection === undefined;
  }

  #read(): void {
    const bytes = Buffer.from(`${this.#text}\0`, 'latin1');
    const scan = new HeadScan();
    scan.reset(bytes, this.#text.length, { requestLine: 0, ...this.#limits });
    scanFields(scan, 0);
    if (scan.rejection !== undefined) this.rejection = scan.rejection;
    else if ((scan.flags & NON_ASCII) !== 0 && !isUtf8(bytes)) this.rejection = reject('MalformedRequestInvalidHeaders');
    else this.#keep(new HeaderBlock(bytes.toString('utf8', 0, this.#text.length), 0));
  }

  #keep(fields: HeaderBlock): void {
    const forbidden = [...fields].find(([name]) => isForbiddenTrailer(name));
    if (forbidden) this.rejection = reject('InvalidRequestHeader', forbidden.join(': '));
    else this.fields = fields;
  }
}
