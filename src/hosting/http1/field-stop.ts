import { INCOMPLETE, type HeadScan } from './head-scan.ts';
import { BLANK, COLON, CR, LF } from './octets.ts';
import type { RejectionReason } from './rejection.ts';

/** What it means that no name and colon, and no empty line, stand at `scan.nameStart`: `at` is the first octet that belongs to no name. */
export function stopInName(scan: HeadScan, at: number): number {
  const octet = scan.bytes[at] as number;
  const isLineBreak = octet === CR || octet === LF;
  if (at > scan.nameStart) return stop(scan, at, isLineBreak || BLANK[octet] === 1 ? 'InvalidRequestHeader' : 'InvalidCharactersInHeaderName');
  // Nothing of a line is there yet: this may become the empty line, which no limit counts.
  if (at >= scan.bufferEnd || (octet === CR && at + 1 === scan.bufferEnd)) return INCOMPLETE;
  if (isLineBreak) return scan.refuse('InvalidRequestHeadersNoCRLF');
  return stop(scan, at, octet === COLON || BLANK[octet] === 1 ? 'InvalidRequestHeader' : 'InvalidCharactersInHeaderName');
}

/** What it means that the value of the line in hand is not followed by CRLF: `at` is the first octet that belongs to no value. */
export function stopInValue(scan: HeadScan, at: number): number {
  const octet = scan.bytes[at];
  if (octet === CR) return stop(scan, at + 1, 'InvalidRequestHeader');
  return stop(scan, at, octet === LF ? 'InvalidRequestHeader' : 'MalformedRequestInvalidHeaders');
}

/** The line cannot go on with the octet at `at`: there is none yet, it is beyond the limit, or it is wrong. */
function stop(scan: HeadScan, at: number, reason: RejectionReason): number {
  if (at - scan.headersStart >= scan.limits.headersTotal) return scan.refuse('HeadersExceedMaxTotalSize');
  return at >= scan.bufferEnd ? INCOMPLETE : scan.refuse(reason, lineOf(scan));
}

/** The line up to its LF, or to the octet behind a CR that has none: as much of it as is there. */
function lineOf(scan: HeadScan): string {
  const line = scan.text(scan.nameStart, scan.bufferEnd);
  const lineBreak = line.search(/\r|\n/);
  if (lineBreak < 0) return line;
  return line.slice(0, line[lineBreak] === '\n' ? lineBreak + 1 : lineBreak + 2);
}
