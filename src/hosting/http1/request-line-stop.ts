import { INCOMPLETE, type HeadScan } from './head-scan.ts';
import { CR, LF, PERCENT, skip, SP, VISIBLE } from './octets.ts';
import type { RejectionReason } from './rejection.ts';

/** Far longer than any registered method. */
export const LONGEST_METHOD = 32;
export const VERSION_LENGTH = 'HTTP/1.1'.length;
/** The first octets of a TLS record that holds a handshake. */
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 0x03;

/** What it means that no method followed by a blank stands at the start: `at` is the first octet that belongs to none. */
export function stopInMethod(scan: HeadScan, at: number): number {
  const { bytes, start, bufferEnd } = scan;
  const isFirstOctet = start + 1 === bufferEnd;
  // Half of an empty line, or of what tells TLS.
  if (isFirstOctet && (bytes[start] === CR || bytes[start] === TLS_HANDSHAKE)) return INCOMPLETE;
  if (bytes[start] === TLS_HANDSHAKE && bytes[start + 1] === TLS_MAJOR_VERSION) return scan.refuse('TlsOverHttpError');
  return stop(scan, Math.min(at, start + LONGEST_METHOD), 'InvalidRequestLine');
}

/** What it means that the target that begins at `scan.targetStart` is not followed by a blank. */
export function stopInTarget(scan: HeadScan, at: number): number {
  const { bytes, targetStart } = scan;
  const octet = bytes[at];
  const isLineBroken = octet === CR || octet === LF || bytes[targetStart] === SP || bytes[targetStart] === PERCENT;
  return stop(scan, at, isLineBroken ? 'InvalidRequestLine' : 'InvalidRequestTarget');
}

/** What it means that no version of ours and its CRLF stand at `at`. Anything as long as a version is one that we do not know. */
export function stopInVersion(scan: HeadScan, at: number): number {
  const { bytes } = scan;
  const end = Math.min(skip(VISIBLE, bytes, at), at + VERSION_LENGTH);
  if (end - at < VERSION_LENGTH || bytes[end] !== CR) return stop(scan, end, 'InvalidRequestLine');
  return stop(scan, end + 1, bytes[end + 1] === LF ? 'UnrecognizedHTTPVersion' : 'InvalidRequestLine');
}

/** The line cannot go on with the octet at `at`: there is none yet, it is beyond the limit, or it is wrong. */
function stop(scan: HeadScan, at: number, reason: RejectionReason): number {
  if (at - scan.start >= scan.limits.requestLine) return scan.refuse('RequestLineTooLong');
  return at >= scan.bufferEnd ? INCOMPLETE : scan.refuse(reason, detailOf(scan, reason));
}

function detailOf(scan: HeadScan, reason: RejectionReason): string {
  const line = lineOf(scan);
  if (reason === 'InvalidRequestLine') return line;
  const [, target = '', ...version] = line.split(/[ \r]+/);
  return reason === 'InvalidRequestTarget' ? target : version.join('');
}

/** As much of the line as is there, without its LF. */
function lineOf(scan: HeadScan): string {
  const newline = scan.bytes.indexOf(LF, scan.start);
  return scan.text(scan.start, newline < 0 ? scan.bufferEnd : Math.min(newline, scan.bufferEnd));
}
