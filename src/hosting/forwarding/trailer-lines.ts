import { isFieldValue, isToken } from '../http1/field-syntax.ts';
import { utf8Octets } from '../http1/octet-text.ts';
import { isForbiddenTrailer } from '../http1/trailer-section.ts';
import type { FieldKinds } from './field-kinds.ts';

/** The trailers that go on, as field lines with their CRLF: none that frame a message, and none that would not have gone on in the head. */
export function trailerLines(trailers: Iterable<readonly [name: string, value: string]> | undefined, kinds: FieldKinds): string {
  let lines = '';
  for (const [name, value] of trailers ?? []) {
    const octets = utf8Octets(value);
    if (isToken(name) && isFieldValue(octets) && !isForbiddenTrailer(name) && !kinds.has(name)) lines += `${name}: ${octets}\r\n`;
  }
  return lines;
}
