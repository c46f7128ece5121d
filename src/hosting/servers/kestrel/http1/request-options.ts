import { CHUNKED, CLOSE, EXPECT_CONTINUE, HAS_UPGRADE_HEADER, HTTP10, KEEP_ALIVE, UPGRADE, type HeadScan } from '../../../http1/head-scan.ts';
import { methodOf } from '../../../http1/request-head.ts';

/** What a head says about its body and about the connection. */
export interface RequestOptions {
  /** Octets; 0: no body; -1: chunked. */
  readonly bodyLength: number;
  /** HTTP/1.1 keeps connections unless told otherwise, HTTP/1.0 the other way round (RFC 9112 section 9.3). */
  readonly keepAlive: boolean;
  /** Asks for another protocol; only HTTP/1.1 can, and only without a body. */
  readonly isUpgradable: boolean;
  readonly expectsContinue: boolean;
}

const PLAIN: RequestOptions = { bodyLength: 0, keepAlive: true, isUpgradable: false, expectsContinue: false };
const CONNECT = 'CONNECT';
/** What follows the head would be the tunnel's, whatever its fields say (RFC 9110 section 9.3.6). */
const TUNNEL: RequestOptions = { bodyLength: 0, keepAlive: false, isUpgradable: false, expectsContinue: false };
const SPECIAL = CHUNKED | CLOSE | EXPECT_CONTINUE | HTTP10 | UPGRADE;

/** Reads the flags of a scanned head. */
export function readRequestOptions(scan: HeadScan): RequestOptions {
  const { flags, contentLength } = scan;
  if (scan.methodEnd - scan.start === CONNECT.length && methodOf(scan.bytes, scan) === CONNECT) return TUNNEL;
  if ((flags & SPECIAL) === 0 && contentLength <= 0) return PLAIN;
  const isHttp10 = (flags & HTTP10) !== 0;
  const bodyLength = (flags & CHUNKED) !== 0 ? -1 : Math.max(0, contentLength);
  return {
    bodyLength,
    keepAlive: (flags & CLOSE) === 0 && (!isHttp10 || (flags & KEEP_ALIVE) !== 0),
    isUpgradable: (flags & UPGRADE) !== 0 && (flags & HAS_UPGRADE_HEADER) !== 0 && !isHttp10 && bodyLength === 0,
    expectsContinue: (flags & EXPECT_CONTINUE) !== 0 && !isHttp10,
  };
}
