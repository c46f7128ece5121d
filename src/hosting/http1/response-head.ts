import { CHUNKED, CLOSE, HAS_TRANSFER_ENCODING, HAS_UPGRADE_HEADER, HTTP10, KEEP_ALIVE, type HeadScan } from './head-scan.ts';
import { octetText } from './octet-text.ts';

/** What tells the end of a response's body: there is none, octets are counted, the last chunk, the end of the connection. */
export type BodyEnd = 'none' | 'length' | 'chunked' | 'close';

const SWITCHING_PROTOCOLS = 101;
const NO_CONTENT = 204;
const NOT_MODIFIED = 304;

/** The head of a response as it was read (RFC 9112 section 6.3). */
export class ResponseHead {
  readonly status: number;
  /** From the status line to the empty line, one character an octet. */
  readonly text: string;
  /** Where the first field line begins in it. */
  readonly fieldsStart: number;
  readonly bodyEnd: BodyEnd;
  /** What Content-Length says, also where there is no body (HEAD, 304); undefined without one. */
  readonly length: number | undefined;
  /** The connection may be used again behind this response. */
  readonly keepsConnection: boolean;
  /** It names the protocols that are spoken from now on, or could be. */
  readonly hasUpgrade: boolean;

  /** `method`: of the request it answers. */
  constructor(bytes: Buffer, scan: HeadScan, method: string) {
    const { flags, contentLength } = scan;
    this.status = scan.status;
    this.text = octetText(bytes, scan.start, scan.end);
    this.fieldsStart = scan.headersStart - scan.start;
    this.length = contentLength < 0 ? undefined : contentLength;
    this.bodyEnd = bodyEndOf(scan, method);
    this.hasUpgrade = (flags & HAS_UPGRADE_HEADER) !== 0;
    this.keepsConnection = isPersistent(flags) && this.bodyEnd !== 'close' && !contradictsItself(scan);
  }

  /** Another one, the final one, follows. */
  get isInterim(): boolean {
    return this.status < 200 && this.status !== SWITCHING_PROTOCOLS;
  }

  get isSwitch(): boolean {
    return this.status === SWITCHING_PROTOCOLS;
  }
}

function bodyEndOf({ status, flags, contentLength }: HeadScan, method: string): BodyEnd {
  if (method === 'HEAD' || hasNoContent(status) || status === NOT_MODIFIED) return 'none';
  if ((flags & CHUNKED) !== 0) return 'chunked';
  return contentLength < 0 ? 'close' : 'length';
}

function hasNoContent(status: number): boolean {
  return status < 200 || status === NO_CONTENT;
}

/** RFC 9112 section 9.3. */
function isPersistent(flags: number): boolean {
  return (flags & CLOSE) === 0 && ((flags & HTTP10) === 0 || (flags & KEEP_ALIVE) !== 0);
}

/** A status without a body and fields that announce one: a body may follow, which would be taken for the next response. */
function contradictsItself({ status, flags, contentLength }: HeadScan): boolean {
  return hasNoContent(status) && (contentLength > 0 || (flags & HAS_TRANSFER_ENCODING) !== 0);
}
