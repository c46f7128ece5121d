const ESCAPES = /(?:%[\da-f]{2})+/gi;
/** `%XX` */
const ESCAPE_LENGTH = 3;
const SLASH = 0x2f;

/**
 * Decodes a path as Kestrel does: everything but `%2F`, as UTF-8. What is no UTF-8, or no escape, stays as it was sent.
 * `+` is a plus.
 */
export function decodePath(path: string): string {
  return path.includes('%') ? path.replaceAll(ESCAPES, decodeEscapes) : path;
}

function decodeEscapes(escapes: string): string {
  let text = '';
  let at = 0;
  while (at < escapes.length) {
    const codePoint = codePointAt(escapes, at);
    const length = codePoint === undefined || codePoint === SLASH ? ESCAPE_LENGTH : ESCAPE_LENGTH * utf8Length(codePoint);
    text += codePoint === undefined || codePoint === SLASH ? escapes.slice(at, at + length) : String.fromCodePoint(codePoint);
    at += length;
  }
  return text;
}

/** The character whose UTF-8 the escapes at `at` spell; undefined when they spell none. */
function codePointAt(escapes: string, at: number): number | undefined {
  const first = octetAt(escapes, at);
  if (first < 0x80) return first;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let codePoint = first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const octet = octetAt(escapes, at + index * ESCAPE_LENGTH);
    // NaN, the octet behind the last one, is no continuation either.
    if ((octet & 0xc0) !== 0x80) return undefined;
    codePoint = codePoint * 64 + (octet & 0x3f);
  }
  // Refuses what is longer than it need be, what lone continuation octets spell, and what lies beyond Unicode.
  const spellsIt = first >= 0xc0 && first < 0xf8 && codePoint <= 0x10ffff && utf8Length(codePoint) === length;
  return spellsIt && !isSurrogate(codePoint) ? codePoint : undefined;
}

function octetAt(escapes: string, at: number): number {
  return Number.parseInt(escapes.slice(at + 1, at + ESCAPE_LENGTH), 16);
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}
