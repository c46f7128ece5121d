import { elementEnd, nextElement, startsWithWord, trimEnd, wordOf } from './words.ts';

/** The coding that a body was put into last: its end is found by `chunked` only, and only where nothing was done to it afterwards. */
export type FinalCoding = 'none' | 'chunked' | 'other' | 'chunked-not-last';

const chunked = wordOf('chunked');

/** The final coding of a Transfer-Encoding value (RFC 9112 section 6.1). To chunk what is chunked already is `chunked-not-last` too. */
export function finalTransferCoding(bytes: Uint8Array, start: number, end: number): FinalCoding {
  let final: FinalCoding = 'none';
  for (let at = nextElement(bytes, start, end); at < end; ) {
    if (final === 'chunked') return 'chunked-not-last';
    const comma = elementEnd(bytes, at, end);
    final = isChunked(bytes, at, trimEnd(bytes, at, comma)) ? 'chunked' : 'other';
    at = nextElement(bytes, comma, end);
  }
  return final;
}

function isChunked(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === chunked.length && startsWithWord(bytes, start, chunked);
}
