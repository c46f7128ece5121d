import { isUtf8 } from 'node:buffer';
import { CHUNKED, HAS_HOST, HAS_LENGTH, HAS_TRANSFER_ENCODING, HTTP10, NON_ASCII, PLAIN_TARGET, type HeadLimits, type HeadScan } from './head-scan.ts';
import { CR, LF } from './octets.ts';
import { methodOf } from './request-head.ts';
import { isHostOfTarget } from './request-target.ts';
import { scanFields } from './scan-fields.ts';
import { scanRequestLine } from './scan-request-line.ts';

/** Empty lines that a client may send before the request line (RFC 9112 section 2.2). */
const EMPTY_LINES = 2;
/** Flags of heads that need a closer look when all fields are read. */
const UNUSUAL = NON_ASCII | HAS_TRANSFER_ENCODING | HTTP10;

/**
 * Scans the head of an HTTP/1 request (RFC 9112) in one pass over `bytes` from `start` to `end`, strictly: where Kestrel and node:http differ, the
 * stricter of the two is followed. The octet at `end` must be NUL.
 *
 * Returns the index behind the head, and `scan` holds what it says; or `INCOMPLETE` as long as nothing is wrong with what is there; or `REJECTED`,
 * and `scan.rejection` says why. What cannot become right is refused before it is whole.
 */
// oxlint-disable-next-line max-params -- once for every request: no options object
export function scanRequestHead(bytes: Buffer, start: number, end: number, scan: HeadScan, limits: HeadLimits): number {
  scan.reset(bytes, end, limits);
  scan.start = skipEmptyLines(bytes, start);
  const fieldsStart = scanRequestLine(scan);
  if (fieldsStart < 0) return fieldsStart;
  const headEnd = scanFields(scan, fieldsStart);
  if (headEnd < 0) return headEnd;
  const isUsual = (scan.flags & (UNUSUAL | HAS_HOST | PLAIN_TARGET)) === (HAS_HOST | PLAIN_TARGET);
  return isUsual ? headEnd : checkHead(scan);
}

function skipEmptyLines(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === CR && bytes[at + 1] === LF && at - start < EMPTY_LINES * 2) at += 2;
  return at;
}

/** What can be judged only when all fields are read. */
function checkHead(scan: HeadScan): number {
  if ((scan.flags & NON_ASCII) !== 0 && !isUtf8(scan.bytes.subarray(scan.headersStart, scan.end))) return scan.refuse('MalformedRequestInvalidHeaders');
  const refused = checkHost(scan);
  return refused < 0 ? refused : checkFraming(scan);
}

function checkHost(scan: HeadScan): number {
  const isHttp10 = (scan.flags & HTTP10) !== 0;
  if ((scan.flags & HAS_HOST) === 0) return isHttp10 ? scan.end : scan.refuse('MissingHostHeader');
  const host = scan.text(scan.hostStart, scan.hostEnd);
  const isOfTarget = scan.target === undefined || isHostOfTarget(host, scan.target);
  return isOfTarget ? scan.end : scan.refuse('InvalidHostHeader', host);
}

/** Where two ways to find the end of a body are given, somebody on the way may have taken the other one (RFC 9112 section 6.3): refused. */
function checkFraming(scan: HeadScan): number {
  const { flags } = scan;
  const method = methodOf(scan.bytes, scan);
  if ((flags & HAS_TRANSFER_ENCODING) !== 0) {
    if ((flags & CHUNKED) === 0) return scan.refuse('FinalTransferCodingNotChunked', scan.text(scan.codingStart, scan.codingEnd));
    if ((flags & (HAS_LENGTH | HTTP10)) !== 0) return scan.refuse('MalformedRequestInvalidHeaders');
  }
  const needsLength = (flags & HTTP10) !== 0 && (method === 'POST' || method === 'PUT');
  return needsLength && (flags & HAS_LENGTH) === 0 ? scan.refuse('LengthRequiredHttp10', method) : scan.end;
}
