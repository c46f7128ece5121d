import { isToken } from '../../../http1/field-syntax.ts';
import { isHostText } from '../../../http1/host-syntax.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import { parseTarget } from '../../../http1/request-target.ts';
import type { KestrelLimits } from '../kestrel-limits.ts';

/** What RFC 7541 section 4.1 adds to the octets of each field. */
const FIELD_OVERHEAD = 32;
const COLON = 0x3a;
/** Nothing is to be decoded or removed, and nothing to be refused, in a target without these. */
const NOT_PLAIN = /[^\x21-\x7e]|[#%]|\/\./;
const KNOWN_METHODS = new Set(['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);

/** The fields of a HEADERS frame that decide about the request. */
export class Http2RequestHead {
  method = '';
  scheme: string | undefined;
  /** `:path`; with CONNECT, `:authority`. */
  rawTarget = '';
  path = '';
  queryString = '';
  /** `:authority`, or the Host field. */
  host = '';
  /** What Content-Length says. Node resets a stream whose body is longer or shorter. */
  contentLength: number | undefined;
  expectsContinue = false;
}

/** A request that is malformed is reset with PROTOCOL_ERROR, as in Kestrel: nobody answers it. */
export interface MalformedRequest {
  readonly reason: 'malformed';
  readonly message: string;
}

export interface HeadExpectations {
  /** The scheme of the connection. */
  readonly scheme: string;
  readonly limits: KestrelLimits;
}

/**
 * Reads the heads of the requests of one connection. What is refused: as in Kestrel's `Http2Stream`; besides that, a Host
 * field that names another host than `:authority` (RFC 9113 section 8.3.1). Node has refused what lacks a pseudo-header or
 * has it twice, and names and values that no HTTP message can have.
 */
export class RequestHeadReader {
  readonly #scheme: string;
  readonly #limits: KestrelLimits;
  /** Mostly a client names the same host again and again: it is looked at once. */
  #lastHost = '';

  constructor({ scheme, limits }: HeadExpectations) {
    this.#scheme = scheme;
    this.#limits = limits;
  }

  /** `raw`: names and values in turn, names in lower case. */
  read(raw: readonly string[]): Http2RequestHead | MalformedRequest | Rejection {
    const head = new Http2RequestHead();
    const { maxRequestHeaderCount, maxRequestHeadersTotalSize, http2 } = this.#limits;
    let size = 0;
    let count = 0;
    let hasCookie = false;
    let hostField: string | undefined;
    for (let at = 0; at < raw.length; at += 2) {
      const name = raw[at] ?? '';
      const value = raw[at + 1] ?? '';
      const fieldSize = name.length + value.length + FIELD_OVERHEAD;
      size += fieldSize;
      if (fieldSize > http2.maxRequestHeaderFieldSize || size > maxRequestHeadersTotalSize) return reject('HeadersExceedMaxTotalSize');
      if (name.charCodeAt(0) === COLON && name !== ':authority') {
        readPseudoHeader(head, name, value);
        continue;
      }
      if (name === 'cookie') {
        if (hasCookie) continue;
        hasCookie = true;
      } else if (name === 'host') hostField = value;
      else readField(head, name, value);
      if (++count > maxRequestHeaderCount) return reject('TooManyHeaders');
    }
    return this.#check(head, hostField);
  }

  #check(head: Http2RequestHead, hostField: string | undefined): Http2RequestHead | MalformedRequest {
    const { method, scheme } = head;
    if (!KNOWN_METHODS.has(method) && !isToken(method)) return malformed(`The request :method '${method}' is invalid.`);
    if (scheme !== undefined && scheme !== this.#scheme && scheme.toLowerCase() !== this.#scheme) {
      return malformed(`The request :scheme header '${scheme}' does not match the transport scheme '${this.#scheme}'.`);
    }
    if (hostField !== undefined) {
      if (head.host === '') head.host = hostField;
      else if (!this.#isSameHost(head.host, hostField)) return malformed(reject('InvalidHostHeader', hostField).message);
    }
    if (head.host !== this.#lastHost) {
      if (!isHostText(head.host)) return malformed(reject('InvalidHostHeader', head.host).message);
      this.#lastHost = head.host;
    }
    return readTarget(head);
  }

  /** They may differ in the case of letters, and in the scheme's own port, which may be left out. */
  #isSameHost(authority: string, host: string): boolean {
    const ownPort = this.#scheme === 'https' ? ':443' : ':80';
    return host === authority || withoutPort(host, ownPort) === withoutPort(authority, ownPort);
  }
}

function readPseudoHeader(head: Http2RequestHead, name: string, value: string): void {
  if (name === ':method') head.method = value;
  else if (name === ':path') head.rawTarget = value;
  else if (name === ':scheme') head.scheme = value;
}

function readField(head: Http2RequestHead, name: string, value: string): void {
  if (name === ':authority') head.host = value;
  else if (name === 'content-length') head.contentLength = Number(value);
  else if (name === 'expect' && value.toLowerCase() === '100-continue') head.expectsContinue = true;
}

function readTarget(head: Http2RequestHead): Http2RequestHead | MalformedRequest {
  if (head.method === 'CONNECT') head.rawTarget = head.host;
  const { rawTarget } = head;
  if (rawTarget.startsWith('/') && !NOT_PLAIN.test(rawTarget)) {
    const query = rawTarget.indexOf('?');
    head.path = query < 0 ? rawTarget : rawTarget.slice(0, query);
    head.queryString = query < 0 ? '' : rawTarget.slice(query);
    return head;
  }
  const target = parseTarget(rawTarget, head.method);
  if ('reason' in target || target.form === 'absolute') return malformed(reject('InvalidRequestTarget', rawTarget).message);
  head.path = target.path;
  head.queryString = target.queryString;
  return head;
}

function withoutPort(host: string, port: string): string {
  const lower = host.toLowerCase();
  return lower.endsWith(port) ? lower.slice(0, -port.length) : lower;
}

function malformed(message: string): MalformedRequest {
  return { reason: 'malformed', message };
}
