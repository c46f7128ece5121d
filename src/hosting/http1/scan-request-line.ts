import { HTTP10, PLAIN_TARGET, REJECTED, type HeadScan } from './head-scan.ts';
import { CR, DOT, LF, PERCENT, PLAIN_PATH, QUESTION, skip, SLASH, SP, SPACE, TARGET, TOKEN } from './octets.ts';
import { LONGEST_METHOD, stopInMethod, stopInTarget, stopInVersion, VERSION_LENGTH } from './request-line-stop.ts';
import { parseTarget } from './request-target.ts';

const ZERO = 0x30;
const ONE = 0x31;

/** Scans the request line (RFC 9112 section 3) at `scan.start`. Returns where the first field line begins, `INCOMPLETE` or `REJECTED`. */
export function scanRequestLine(scan: HeadScan): number {
  const { bytes, start } = scan;
  const methodEnd = skip(TOKEN, bytes, start);
  const length = methodEnd - start;
  if (bytes[methodEnd] !== SP || length === 0 || length > LONGEST_METHOD) return stopInMethod(scan, methodEnd);
  scan.methodEnd = methodEnd;
  const targetEnd = scanTarget(scan, methodEnd + 1);
  if (targetEnd < 0) return targetEnd;
  // As node:http and Kestrel do: more than one blank before the version is tolerated.
  const lineEnd = scanVersion(scan, skip(SPACE, bytes, targetEnd));
  if (lineEnd < 0 || (scan.flags & PLAIN_TARGET) !== 0) return lineEnd;
  return readTarget(scan) ? lineEnd : REJECTED;
}

/** Scans the octets of a target in any form. Returns its end. */
function scanTarget(scan: HeadScan, start: number): number {
  const { bytes } = scan;
  scan.targetStart = start;
  let isPlain = bytes[start] === SLASH;
  let at = skip(PLAIN_PATH, bytes, start);
  while (bytes[at] === DOT || bytes[at] === PERCENT) {
    if (bytes[at] === PERCENT || bytes[at - 1] === SLASH) isPlain = false;
    at = skip(PLAIN_PATH, bytes, at + 1);
  }
  if (bytes[at] === QUESTION) {
    scan.queryStart = at;
    at = skip(TARGET, bytes, at + 1);
  }
  if (bytes[at] !== SP || at === start || bytes[start] === PERCENT) return stopInTarget(scan, at);
  scan.targetEnd = at;
  if (isPlain) scan.flags |= PLAIN_TARGET;
  return at;
}

/** Scans `HTTP/1.1` or `HTTP/1.0` and the CRLF. Returns what is behind it. */
function scanVersion(scan: HeadScan, at: number): number {
  const { bytes } = scan;
  const versionEnd = at + VERSION_LENGTH;
  const isWhole = isHttp1(bytes, at) && bytes[versionEnd] === CR && bytes[versionEnd + 1] === LF;
  if (!isWhole) return stopInVersion(scan, at);
  const lineEnd = versionEnd + 2;
  if (lineEnd - scan.start > scan.limits.requestLine) return scan.refuse('RequestLineTooLong');
  if (bytes[versionEnd - 1] === ZERO) scan.flags |= HTTP10;
  return lineEnd;
}

function isHttp1(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x48 &&
    bytes[at + 1] === 0x54 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === 0x50 &&
    bytes[at + 4] === SLASH &&
    bytes[at + 5] === ONE &&
    bytes[at + 6] === DOT &&
    (bytes[at + 7] === ONE || bytes[at + 7] === ZERO)
  );
}

/** Targets that need decoding or are in another form are read here, so that a bad one is refused before there is an app to ask. */
function readTarget(scan: HeadScan): boolean {
  const target = parseTarget(scan.text(scan.targetStart, scan.targetEnd), scan.text(scan.start, scan.methodEnd));
  if ('reason' in target) scan.rejection = target;
  else scan.target = target;
  return scan.rejection === undefined;
}
