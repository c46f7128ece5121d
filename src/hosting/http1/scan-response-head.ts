import { CHUNKED, HAS_LENGTH, HAS_TRANSFER_ENCODING, HTTP10, RESPONSE, type HeadLimits, type HeadScan } from './head-scan.ts';
import { scanFields } from './scan-fields.ts';
import { scanStatusLine } from './scan-status-line.ts';

/**
 * Scans the head of an HTTP/1 response (RFC 9112) in one pass over `bytes` from `start` to `end`, as strictly as that of a request: who reads it otherwise
 * than we do takes a part of a body for another response. The octet at `end` must be NUL. Returns the index behind the head, and `scan` holds what it
 * says; `INCOMPLETE`; or `REJECTED`, and `scan.rejection` says why, if it is not the status line.
 */
// oxlint-disable-next-line max-params -- once for every response: no options object
export function scanResponseHead(bytes: Buffer, start: number, end: number, scan: HeadScan, limits: HeadLimits): number {
  scan.reset(bytes, end, limits);
  scan.flags = RESPONSE;
  scan.start = start;
  const fieldsStart = scanStatusLine(scan);
  if (fieldsStart < 0) return fieldsStart;
  const headEnd = scanFields(scan, fieldsStart);
  const hasCoding = headEnd > 0 && (scan.flags & HAS_TRANSFER_ENCODING) !== 0;
  return hasCoding ? checkCoding(scan) : headEnd;
}

/** RFC 9112 sections 6.1 and 6.3: what is not chunked, or has a length as well, or is of HTTP/1.0, cannot be framed for certain. */
function checkCoding(scan: HeadScan): number {
  if ((scan.flags & CHUNKED) === 0) return scan.refuse('FinalTransferCodingNotChunked', scan.text(scan.codingStart, scan.codingEnd));
  return (scan.flags & (HAS_LENGTH | HTTP10)) === 0 ? scan.end : scan.refuse('MalformedRequestInvalidHeaders');
}
