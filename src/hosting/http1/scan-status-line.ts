import { HTTP10, INCOMPLETE, REJECTED, type HeadScan } from './head-scan.ts';
import { CR, DIGIT, FIELD_VALUE, LF, skip, SP } from './octets.ts';

/** Each `#` is a digit. */
const FORM = Buffer.from('HTTP/1.# ###');
const ANY_DIGIT = 0x23;
const VERSION_DIGIT = 7;
const STATUS = 9;
const ZERO = 0x30;
const ONE = 0x31;
const FIRST_STATUS = 100;

/**
 * Scans a status line (RFC 9112 section 4) at `scan.start`: HTTP/1.1 or HTTP/1.0 and a code of 100-999. Where there is no reason phrase, servers leave out
 * the blank before it as well. Returns where the first field line begins, `INCOMPLETE` or `REJECTED`.
 */
export function scanStatusLine(scan: HeadScan): number {
  const { bytes, start } = scan;
  const codeEnd = matchForm(bytes, start);
  if (codeEnd < start + FORM.length) return stop(scan, codeEnd);
  const minorVersion = bytes[start + VERSION_DIGIT] as number;
  scan.status = statusAt(bytes, start + STATUS);
  if (minorVersion > ONE || scan.status < FIRST_STATUS) return REJECTED;
  if (minorVersion === ZERO) scan.flags |= HTTP10;
  const lineEnd = bytes[codeEnd] === SP ? skip(FIELD_VALUE, bytes, codeEnd + 1) : codeEnd;
  if (bytes[lineEnd] !== CR) return stop(scan, lineEnd);
  if (bytes[lineEnd + 1] !== LF) return stop(scan, lineEnd + 1);
  return lineEnd + 2 - start > scan.limits.requestLine ? REJECTED : lineEnd + 2;
}

/** The first octet that is not as the form has it. */
function matchForm(bytes: Uint8Array, start: number): number {
  for (let index = 0; index < FORM.length; index++) {
    const octet = bytes[start + index] as number;
    const wanted = FORM[index];
    if (wanted === ANY_DIGIT ? DIGIT[octet] !== 1 : octet !== wanted) return start + index;
  }
  return start + FORM.length;
}

function statusAt(bytes: Uint8Array, at: number): number {
  const digit = (index: number): number => (bytes[at + index] as number) - ZERO;
  return digit(0) * 100 + digit(1) * 10 + digit(2);
}

/** The line cannot go on with the octet at `at`: there is none yet, it is beyond the limit, or it is wrong. */
function stop(scan: HeadScan, at: number): number {
  const isMissing = at >= scan.bufferEnd && at - scan.start < scan.limits.requestLine;
  return isMissing ? INCOMPLETE : REJECTED;
}
