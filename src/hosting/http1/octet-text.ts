/** What `toString('latin1')` calls in the end; called directly, for every request needs it. */
type SlicedBuffer = Buffer & { latin1Slice(start: number, end: number): string };

/** `bytes[start..end)` as text, one character an octet. */
export function octetText(bytes: Buffer, start: number, end: number): string {
  return (bytes as SlicedBuffer).latin1Slice(start, end);
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * Text as the octets of its UTF-8, one character each. Written as it is, a character beyond U+00FF would lose its upper half, and what is left may be a
 * line break.
 */
export function utf8Octets(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}
