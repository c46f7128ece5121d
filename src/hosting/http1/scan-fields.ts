import { stopInName, stopInValue } from './field-stop.ts';
import { noteField } from './framing-fields.ts';
import { NON_ASCII, type HeadScan } from './head-scan.ts';
import { ASCII_FIELD_VALUE, BLANK, COLON, CR, FIELD_VALUE, LF, skip, skipPrintable, TOKEN } from './octets.ts';

/** The first octet that is not ASCII. */
const BEYOND_ASCII = 0x80;

/** Scans field lines (RFC 9112 section 5) up to the empty line. Returns what is behind that, `INCOMPLETE` or `REJECTED`. */
export function scanFields(scan: HeadScan, start: number): number {
  const { bytes, limits } = scan;
  const allowedEnd = start + limits.headersTotal;
  scan.headersStart = start;
  let at = start;
  for (;;) {
    scan.nameStart = at;
    const nameEnd = skip(TOKEN, bytes, at);
    if (nameEnd === at || bytes[nameEnd] !== COLON) break;
    scan.valueStart = skip(BLANK, bytes, nameEnd + 1);
    const lineEnd = skipValue(scan);
    if (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return stopInValue(scan, lineEnd);
    if (lineEnd + 2 > allowedEnd) return scan.refuse('HeadersExceedMaxTotalSize');
    if (++scan.headerCount > limits.headerCount) return scan.refuse('TooManyHeaders');
    scan.lineEnd = lineEnd;
    const refused = noteField(scan, nameEnd - at);
    if (refused < 0) return refused;
    at = lineEnd + 2;
  }
  if (bytes[at] !== CR || bytes[at + 1] !== LF) return stopInName(scan, skip(TOKEN, bytes, at));
  scan.end = at + 2;
  return scan.end;
}

function skipValue(scan: HeadScan): number {
  const { bytes } = scan;
  const printableEnd = skipPrintable(bytes, scan.valueStart);
  if (bytes[printableEnd] === CR) return printableEnd;
  const at = skip(ASCII_FIELD_VALUE, bytes, printableEnd);
  if ((bytes[at] as number) < BEYOND_ASCII) return at;
  scan.flags |= NON_ASCII;
  return skip(FIELD_VALUE, bytes, at);
}
