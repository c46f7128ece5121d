import { BLANK, COMMA, LIST_SEPARATOR, SP } from './octets.ts';

/** A word to compare with, without regard to case: letters, digits and hyphens. */
export type Word = Uint8Array;

export function wordOf(text: string): Word {
  return Uint8Array.from(Buffer.from(text.toLowerCase()));
}

/** Whether the word stands at `at`. Only for octets of a name or a value: setting the bit of lower case, a control character would look like a hyphen. */
export function startsWithWord(bytes: Uint8Array, at: number, word: Word): boolean {
  for (let index = 0; index < word.length; index++) {
    if (((bytes[at + index] as number) | 0x20) !== word[index]) return false;
  }
  return true;
}

/** The end without the blanks before it. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && BLANK[bytes[trimmed - 1] as number] === 1) trimmed--;
  return trimmed;
}

/** Whether nothing stands there but SP; a HTAB is none. */
export function isSpaces(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== SP) return false;
  }
  return true;
}

/** Where the next element of a list (RFC 9110 section 5.6.1) begins; `end` when there is none. Empty elements are passed over. */
export function nextElement(bytes: Uint8Array, at: number, end: number): number {
  let index = at;
  while (index < end && LIST_SEPARATOR[bytes[index] as number] === 1) index++;
  return index;
}

/** Where the element that begins at `at` ends: at the comma, or at `end`. Blanks before that belong to it. */
export function elementEnd(bytes: Uint8Array, at: number, end: number): number {
  let index = at;
  while (index < end && bytes[index] !== COMMA) index++;
  return index;
}
