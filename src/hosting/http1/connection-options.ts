import { CLOSE, KEEP_ALIVE, UPGRADE } from './head-scan.ts';
import { elementEnd, isSpaces, nextElement, startsWithWord, trimEnd, wordOf } from './words.ts';

const close = wordOf('close');
const keepAlive = wordOf('keep-alive');
const upgrade = wordOf('upgrade');

/** What a Connection field's value lists (RFC 9110 section 7.6.1), as flags of a head. Names of other fields are passed over. */
export function connectionOptions(bytes: Uint8Array, start: number, end: number): number {
  let options = 0;
  for (let at = nextElement(bytes, start, end); at < end; ) {
    const comma = elementEnd(bytes, at, end);
    const wordEnd = trimEnd(bytes, at, comma);
    const option = optionOf(bytes, at, wordEnd);
    // node:http reads no `keep-alive` before a HTAB: where it would close, so do we.
    if (option !== KEEP_ALIVE || isSpaces(bytes, wordEnd, comma)) options |= option;
    at = nextElement(bytes, comma, end);
  }
  return options;
}

function optionOf(bytes: Uint8Array, start: number, end: number): number {
  switch (end - start) {
    case close.length:
      return startsWithWord(bytes, start, close) ? CLOSE : 0;
    case keepAlive.length:
      return startsWithWord(bytes, start, keepAlive) ? KEEP_ALIVE : 0;
    case upgrade.length:
      return startsWithWord(bytes, start, upgrade) ? UPGRADE : 0;
    default:
      return 0;
  }
}
