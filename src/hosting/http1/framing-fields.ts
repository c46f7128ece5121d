import { connectionOptions } from './connection-options.ts';
import { parseContentLength } from './content-length.ts';
import {
  CHUNKED,
  EXPECT_CONTINUE,
  HAS_HOST,
  HAS_LENGTH,
  HAS_TRANSFER_ENCODING,
  HAS_UPGRADE_HEADER,
  RESPONSE,
  type HeadScan,
} from './head-scan.ts';
import { isHost } from './host-syntax.ts';
import { COMMA } from './octets.ts';
import { finalTransferCoding } from './transfer-coding.ts';
import { isSpaces, startsWithWord, trimEnd, wordOf, type Word } from './words.ts';

const host = wordOf('host');
const expect = wordOf('expect');
const upgrade = wordOf('upgrade');
const connection = wordOf('connection');
const contentLength = wordOf('content-length');
const transferEncoding = wordOf('transfer-encoding');
const hundredContinue = wordOf('100-continue');

/**
 * Notes what the field line in hand says about the connection and the body, if its name is one of those that do. Told apart by their length first:
 * nearly all fields are passed over at the cost of one jump. Returns 0, or `REJECTED`.
 */
export function noteField(scan: HeadScan, nameLength: number): number {
  switch (nameLength) {
    case host.length:
      return isNamed(scan, host) && !isOfResponse(scan) ? noteHost(scan) : 0;
    case expect.length:
      return isNamed(scan, expect) ? noteExpect(scan) : 0;
    case upgrade.length:
      return isNamed(scan, upgrade) ? note(scan, HAS_UPGRADE_HEADER) : 0;
    case connection.length:
      return isNamed(scan, connection) ? note(scan, connectionOptions(scan.bytes, scan.valueStart, scan.lineEnd)) : 0;
    case contentLength.length:
      return isNamed(scan, contentLength) ? noteContentLength(scan) : 0;
    case transferEncoding.length:
      return isNamed(scan, transferEncoding) ? noteTransferEncoding(scan) : 0;
    default:
      return 0;
  }
}

function isOfResponse({ flags }: HeadScan): boolean {
  return (flags & RESPONSE) !== 0;
}

function isNamed(scan: HeadScan, name: Word): boolean {
  return startsWithWord(scan.bytes, scan.nameStart, name);
}

function note(scan: HeadScan, flags: number): number {
  scan.flags |= flags;
  return 0;
}

function noteHost(scan: HeadScan): number {
  if ((scan.flags & HAS_HOST) !== 0) return scan.refuse('MultipleHostHeaders');
  const end = valueEnd(scan);
  if (!isHost(scan.bytes, scan.valueStart, end)) return scan.refuse('InvalidHostHeader', scan.text(scan.valueStart, end));
  scan.hostStart = scan.valueStart;
  scan.hostEnd = end;
  return note(scan, HAS_HOST);
}

/** Expectations of other kinds are ignored, as RFC 9110 section 10.1.1 allows. */
function noteExpect(scan: HeadScan): number {
  const isContinue = valueEnd(scan) - scan.valueStart === hundredContinue.length && startsWithWord(scan.bytes, scan.valueStart, hundredContinue);
  return note(scan, isContinue ? EXPECT_CONTINUE : 0);
}

/** A second one is refused even if it is equal, as node:http does. */
function noteContentLength(scan: HeadScan): number {
  if ((scan.flags & HAS_LENGTH) !== 0) return scan.refuse('MultipleContentLengths');
  const end = valueEnd(scan);
  scan.contentLength = parseContentLength(scan.bytes, scan.valueStart, end);
  if (scan.contentLength < 0 || !isSpaces(scan.bytes, end, scan.lineEnd)) return scan.refuse('InvalidContentLength', scan.text(scan.valueStart, scan.lineEnd));
  return note(scan, HAS_LENGTH);
}

/** Several lines are one list (RFC 9110 section 5.3), and nothing may follow `chunked` in it. Whether it came at all is asked when all fields are read. */
function noteTransferEncoding(scan: HeadScan): number {
  const { bytes, valueStart } = scan;
  const end = valueEnd(scan);
  scan.flags |= HAS_TRANSFER_ENCODING;
  // Newer parsers of Node refuse a field that names no coding, whatever another one names.
  if (valueStart === end) return scan.refuse('FinalTransferCodingNotChunked', '');
  scan.codingStart = valueStart;
  scan.codingEnd = end;
  const coding = finalTransferCoding(bytes, valueStart, end);
  const isAfterChunked = (scan.flags & CHUNKED) !== 0 || coding === 'chunked-not-last';
  if (isAfterChunked || (coding === 'chunked' && !isLastWord(scan, end))) return scan.refuse('FinalTransferCodingNotChunked', scan.text(valueStart, end));
  return note(scan, coding === 'chunked' ? CHUNKED : 0);
}

/** node:http refuses an empty element or a HTAB behind `chunked`: who reads past it may frame the body otherwise than who does not. */
function isLastWord(scan: HeadScan, end: number): boolean {
  return scan.bytes[end - 1] !== COMMA && isSpaces(scan.bytes, end, scan.lineEnd);
}

function valueEnd(scan: HeadScan): number {
  return trimEnd(scan.bytes, scan.valueStart, scan.lineEnd);
}
