import { EXTENSION_BAD, EXTENSION_END, EXTENSION_START, readExtension, type ExtensionState } from './chunk-extension.ts';
import type { HeaderBlock } from './header-block.ts';
import { CR, HEX, LF, SEMICOLON } from './octets.ts';
import { reject, type Rejection, type RejectionReason } from './rejection.ts';
import { TrailerSection, type TrailerLimits } from './trailer-section.ts';

/** Takes the content as it comes: `bytes[start..end)`, valid during the call. */
export interface ChunkSink {
  data(bytes: Buffer, start: number, end: number): void;
}

/** Digits of a chunk's size: 2^53 - 1 has fourteen. */
const MOST_DIGITS = 16;
/** Octets of one chunk's extensions. */
const LONGEST_EXTENSIONS = 4096;

/** What the decoder reads next. */
const SIZE = 0;
const EXTENSION = 1;
const SIZE_LF = 2;
const DATA = 3;
const DATA_CR = 4;
const DATA_LF = 5;
const TRAILERS = 6;

/** Reads a chunked body (RFC 9112 section 7.1), strictly; the input may be split behind any octet. */
export class ChunkedDecoder {
  /** Why the body is refused; nothing can follow it then. */
  rejection: Rejection | undefined = undefined;
  /** Octets of sizes, extensions and data so far, as Kestrel counts a body: not the trailers and what ends them. */
  framedLength = 0;
  readonly #trailers: TrailerSection;
  #state = SIZE;
  /** Of the chunk in hand: what its size is, later what is left of it. */
  #size = 0;
  #digits = 0;
  #extension: ExtensionState = EXTENSION_START;
  #extensionLength = 0;

  constructor(limits: TrailerLimits) {
    this.#trailers = new TrailerSection(limits);
  }

  get isDone(): boolean {
    return this.#trailers.isDone;
  }

  /** The fields behind the last chunk; undefined before `isDone`, and when there are none. */
  get trailers(): HeaderBlock | undefined {
    return this.#trailers.fields;
  }

  /** Takes what of `bytes[at..end)` belongs to the body, and gives its content to the sink; returns where the rest begins. */
  // oxlint-disable-next-line max-params -- once for every read: no options object
  feed(bytes: Buffer, at: number, end: number, sink: ChunkSink): number {
    let index = at;
    while (index < end && this.#state !== TRAILERS && this.rejection === undefined) {
      if (this.#state !== DATA) {
        this.#readFraming(bytes[index++] as number);
        continue;
      }
      const dataEnd = Math.min(end, index + this.#size);
      sink.data(bytes, index, dataEnd);
      this.#size -= dataEnd - index;
      if (this.#size === 0) this.#state = DATA_CR;
      index = dataEnd;
    }
    this.framedLength += index - at;
    return this.#state === TRAILERS && this.rejection === undefined ? this.#readTrailers(bytes, index, end) : index;
  }

  #readTrailers(bytes: Buffer, at: number, end: number): number {
    const next = this.#trailers.feed(bytes, at, end);
    this.rejection = this.#trailers.rejection;
    return next;
  }

  #readFraming(octet: number): void {
    switch (this.#state) {
      case SIZE:
        return this.#readSize(octet);
      case EXTENSION:
        return this.#readExtension(octet);
      case SIZE_LF:
        // A CR alone behind an extension is a bad extension: some take it for the end of the line, and some do not.
        if (octet !== LF) return this.#refuse(this.#extensionLength > 0 ? 'BadChunkExtension' : 'BadChunkSizeData');
        this.#state = this.#size === 0 ? TRAILERS : DATA;
        return;
      case DATA_CR:
        if (octet !== CR) return this.#refuse('BadChunkSuffix');
        this.#state = DATA_LF;
        return;
      case DATA_LF:
        if (octet !== LF) return this.#refuse('BadChunkSuffix');
        this.#beginChunk();
    }
  }

  #beginChunk(): void {
    this.#state = SIZE;
    this.#digits = 0;
    this.#extension = EXTENSION_START;
    this.#extensionLength = 0;
  }

  #readSize(octet: number): void {
    const value = HEX[octet] as number;
    if (value < 0) {
      if (this.#digits === 0 || (octet !== CR && octet !== SEMICOLON)) return this.#refuse('BadChunkSizeData');
      this.#state = octet === CR ? SIZE_LF : EXTENSION;
      return;
    }
    this.#size = this.#size * 16 + value;
    this.#digits++;
    if (this.#digits > MOST_DIGITS || this.#size > Number.MAX_SAFE_INTEGER) this.#refuse('BadChunkSizeData');
  }

  #readExtension(octet: number): void {
    this.#extension = readExtension(this.#extension, octet);
    this.#extensionLength++;
    if (this.#extension === EXTENSION_BAD || this.#extensionLength > LONGEST_EXTENSIONS) this.#refuse('BadChunkExtension');
    else if (this.#extension === EXTENSION_END) this.#state = SIZE_LF;
  }

  #refuse(reason: RejectionReason): void {
    this.rejection = reject(reason);
  }
}
