import { findDocumentEnd, isDocumentEnd } from './document-end.ts';

/** Octets of a document that are remembered: what it says of itself is at its beginning. */
const MOST_REMEMBERED = 65_536;
const DOCUMENT = /<!doctype\s+html|<html[\s>]/i;
/** Characters within which a document says that it is one: browsers look no further for a charset. */
const MOST_BEFORE_HTML = 1024;
const EMPTY = Buffer.alloc(0);

/** Gives what is to be put into a page that begins with `head` (one character an octet), or nothing. */
export type TagFor = (head: string) => string | undefined;

/**
 * Puts a tag before the last `</body>` of a document that goes by octet for octet, in a charset in which `<` is one octet that
 * is nothing else. Only what may be the end is held back. Without a `</body>` the tag comes last, if it is a whole document.
 */
export class HtmlInjector {
  readonly #tagFor: TagFor;
  readonly #remembered: Buffer[] = [];
  #rememberedSize = 0;
  #held = EMPTY;

  constructor(tagFor: TagFor) {
    this.#tagFor = tagFor;
  }

  /** The octets that can be sent now that these have come. What is given may be used again afterwards. */
  push(chunk: Uint8Array): Buffer {
    const octets = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#remember(octets);
    const data = this.#held.length === 0 ? octets : Buffer.concat([this.#held, octets]);
    const end = findDocumentEnd(data);
    this.#held = Buffer.from(data.subarray(end));
    return data.subarray(0, end);
  }

  /** The rest: nothing more comes. */
  end(): Buffer {
    const held = this.#held;
    this.#held = EMPTY;
    const head = Buffer.concat(this.#remembered).toString('latin1');
    const tag = Buffer.from(this.#tagFor(head) ?? '');
    if (isDocumentEnd(held)) return Buffer.concat([tag, held]);
    return DOCUMENT.test(head.slice(0, MOST_BEFORE_HTML)) ? Buffer.concat([held, tag]) : held;
  }

  #remember(octets: Buffer): void {
    const room = MOST_REMEMBERED - this.#rememberedSize;
    if (room <= 0) return;
    const part = Buffer.from(octets.subarray(0, room));
    this.#remembered.push(part);
    this.#rememberedSize += part.length;
  }
}
