import { reject, type Rejection, type RejectionReason } from './rejection.ts';
import type { RequestTarget } from './request-target.ts';

/** The head is not whole yet, and nothing in it is wrong so far. */
export const INCOMPLETE = -1;
/** The message is refused: `HeadScan.rejection` says why. */
export const REJECTED = -2;

/** `Connection` lists `close`. */
export const CLOSE = 1;
/** `Connection` lists `keep-alive`. */
export const KEEP_ALIVE = 2;
/** The body is chunked. */
export const CHUNKED = 4;
/** `Expect: 100-continue`. */
export const EXPECT_CONTINUE = 8;
/** `Connection` lists `upgrade`. */
export const UPGRADE = 16;
export const HAS_UPGRADE_HEADER = 32;
/** The version is HTTP/1.0, else it is HTTP/1.1. */
export const HTTP10 = 64;
export const HAS_LENGTH = 128;
export const HAS_HOST = 256;
/** A value has octets beyond ASCII: the head is UTF-8. */
export const NON_ASCII = 512;
/** The target is in origin form and its path is what it decodes to: no `%`, no `/.`. */
export const PLAIN_TARGET = 1024;
export const HAS_TRANSFER_ENCODING = 2048;
/** What is scanned is a response: fields that only requests have mean nothing. */
export const RESPONSE = 4096;

export interface HeadLimits {
  /** Octets of the first line with its CRLF. */
  readonly requestLine: number;
  /** Octets of all field lines with their CRLF, without the empty line. */
  readonly headersTotal: number;
  /** Fields. */
  readonly headerCount: number;
}

/**
 * What the last successful scan found: a scratch object, reused for every message. Positions are indexes into the scanned bytes.
 * Read what you need before the next scan.
 */
export class HeadScan {
  /** The first octet of the method, or of the status line: empty lines before a request are skipped. */
  start = 0;
  methodEnd = 0;
  targetStart = 0;
  targetEnd = 0;
  /** Of the `?`; -1 when there is none. */
  queryStart = -1;
  /** Where the first field line begins. */
  headersStart = 0;
  /** Behind the empty line: where the body begins. */
  end = 0;
  headerCount = 0;
  /** -1 when there is no Content-Length. */
  contentLength = -1;
  flags = 0;
  /** The status code of a response. */
  status = 0;
  /** The value of the Host field. */
  hostStart = 0;
  hostEnd = 0;
  /** The value of the last Transfer-Encoding field that has one. */
  codingStart = 0;
  codingEnd = 0;
  /** The parsed target; undefined when it is `PLAIN_TARGET`. */
  target: RequestTarget | undefined = undefined;
  rejection: Rejection | undefined = undefined;

  /** What is being scanned: the octet at `bufferEnd` is NUL. */
  bytes: Buffer = NOTHING;
  bufferEnd = 0;
  limits: HeadLimits = NO_LIMITS;
  /** The field line in hand: its value ends at or before `lineEnd`, where the CR is. */
  nameStart = 0;
  valueStart = 0;
  lineEnd = 0;

  /** Forgets what the last scan found, and takes up what is to be scanned next: octets up to `end`, where a NUL stands. */
  reset(bytes: Buffer, end: number, limits: HeadLimits): void {
    this.bytes = bytes;
    this.bufferEnd = end;
    this.limits = limits;
    this.queryStart = -1;
    this.headerCount = 0;
    this.contentLength = -1;
    this.flags = 0;
    this.hostStart = 0;
    this.hostEnd = 0;
    this.codingStart = 0;
    this.codingEnd = 0;
    this.target = undefined;
    this.rejection = undefined;
  }

  refuse(reason: RejectionReason, detail?: string): typeof REJECTED {
    this.rejection = reject(reason, detail);
    return REJECTED;
  }

  /** Octets as text, one character each. */
  text(start: number, end: number): string {
    return this.bytes.toString('latin1', start, end);
  }
}

const NOTHING = Buffer.alloc(1);
const NO_LIMITS: HeadLimits = { requestLine: 0, headersTotal: 0, headerCount: 0 };
