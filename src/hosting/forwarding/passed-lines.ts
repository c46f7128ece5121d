import { isFieldValue, isToken } from '../http1/field-syntax.ts';
import { utf8Octets } from '../http1/octet-text.ts';
import type { ReadableHeaders } from '../http/headers.ts';

/** Characters that no octet can be. */
const BEYOND_OCTETS = /[\u0100-\uffff]/;

/**
 * Header fields as field lines with their CRLF, one character an octet. Of HTTP/2, values come as octets already; else they are text. Undefined when a
 * name or a value cannot be sent: with a line break in it, it would be two fields.
 */
export function toFieldLines(headers: ReadableHeaders, areOctets: boolean): string | undefined {
  let lines = '';
  for (const [name, value] of headers) {
    const octets = areOctets && !BEYOND_OCTETS.test(value) ? value : utf8Octets(value);
    if (!isToken(name) || !isFieldValue(octets)) return undefined;
    lines += `${name}: ${octets}\r\n`;
  }
  return lines;
}
