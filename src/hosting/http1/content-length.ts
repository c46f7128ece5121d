import { DIGIT } from './octets.ts';

/** The number that the octets spell in digits alone, at most 2^53 - 1; -1 when they spell none. */
export function parseContentLength(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    if (DIGIT[octet] !== 1) return -1;
    length = length * 10 + (octet & 0x0f);
    if (length > Number.MAX_SAFE_INTEGER) return -1;
  }
  return start === end ? -1 : length;
}
