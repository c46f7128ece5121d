import { joined, type RequestFields } from './request-fields.ts';

/** What is known of a request besides its fields. */
export interface RequestFacts {
  readonly method: string;
  /** As received, in any form. */
  readonly target: string;
  /** How its body is framed; the length is in octets, -1: chunked; 0: there is none. */
  readonly client: { readonly bodyLength: number; readonly isHeldBack: boolean };
  /** Protocols to offer; empty: none. */
  readonly upgrade: string;
  readonly forwardedFor: ForwardedClient;
  readonly upstream: { readonly authority: string };
}

/** Who the client of a connection is, for all its requests. */
export interface ForwardedClient {
  /** With its port if that is told; empty: unknown. */
  readonly address: string;
  readonly scheme: string;
  /** Lines for X-Forwarded-For and -Proto, and what stands before the value of -Host; where nobody has forwarded the request before. */
  readonly lines: string;
}

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i;
const SLASH = 0x2f;
const ONE = 0x31;
/** What stands in a request line besides method and target. */
const REST_OF_LINE = '  HTTP/1.1\r\n'.length;
const CR_LF_LENGTH = 2;

export function forwardedClient(address: string, scheme: string): ForwardedClient {
  const forLine = address === '' ? '' : `X-Forwarded-For: ${address}\r\n`;
  return { address, scheme, lines: `${forLine}X-Forwarded-Proto: ${scheme}\r\nX-Forwarded-Host: ` };
}

/** Whether the request line of the head goes on as it is: a path, HTTP/1.1, single blanks. */
// oxlint-disable-next-line max-params -- once for every request: no options object
export function isPlainLine(method: string, target: string, head: string, fieldsStart: number): boolean {
  const isWhole = fieldsStart === method.length + target.length + REST_OF_LINE;
  return isWhole && target.charCodeAt(0) === SLASH && head.charCodeAt(fieldsStart - CR_LF_LENGTH - 1) === ONE;
}

/**
 * Composes the head that the app gets: HTTP/1.1, the connection kept. `fields` were read from what the client has sent. Put together with `+`, and of few
 * pieces: each is an object, and V8 asks of every part of a template whether it is a string. `ownLines`: what every request to the app says besides.
 */
export function composeRequestHead(facts: RequestFacts, fields: RequestFields, ownLines: string): string {
  const { forwardedFor: client } = facts;
  const lines = fields.hasRequestLine ? fields.lines : requestLine(facts, fields) + fields.lines;
  const wasForwarded = fields.forwardedFor !== '' || fields.forwardedProto !== '' || fields.forwardedHost !== '';
  const { host = '' } = fields;
  const forwarded = wasForwarded || host === '' ? forwardedLines(client, fields) : client.lines + host + '\r\n';
  const rest = framingLines(facts, fields.hasLength) + connectionLines(facts.upgrade, fields.te);
  return lines + ownLines + forwarded + (rest === '' ? '\r\n' : rest + '\r\n');
}

/** HTTP/1.0 need not name a host. */
function requestLine({ method, target, upstream }: RequestFacts, { host }: RequestFields): string {
  return `${method} ${originForm(target)} HTTP/1.1\r\n${host === undefined ? `Host: ${upstream.authority}\r\n` : ''}`;
}

/** RFC 9112 section 3.2.1: path and query; the host is in its field. */
function originForm(target: string): string {
  if (target.startsWith('/') || !ABSOLUTE.test(target)) return target;
  const pathAndQuery = target.replace(ABSOLUTE, '');
  return pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`;
}

function forwardedLines({ address, scheme }: ForwardedClient, { forwardedFor, forwardedProto, forwardedHost, host = '' }: RequestFields): string {
  const clients = joined(forwardedFor, address);
  const hosts = joined(forwardedHost, host);
  const forLine = clients === '' ? '' : `X-Forwarded-For: ${clients}\r\n`;
  const hostLine = hosts === '' ? '' : `X-Forwarded-Host: ${hosts}\r\n`;
  return `${forLine}X-Forwarded-Proto: ${joined(forwardedProto, scheme)}\r\n${hostLine}`;
}

function framingLines({ method, client }: RequestFacts, hasLength: boolean): string {
  const { bodyLength, isHeldBack } = client;
  const expect = bodyLength !== 0 && isHeldBack ? 'Expect: 100-continue\r\n' : '';
  if (bodyLength < 0) return `Transfer-Encoding: chunked\r\n${expect}`;
  if (bodyLength > 0) return `Content-Length: ${bodyLength}\r\n${expect}`;
  return hasLength || (method !== 'GET' && BODY_METHODS.has(method)) ? 'Content-Length: 0\r\n' : '';
}

/** `TE: trailers` is of one hop, and so it is said anew: trailers are passed on. */
function connectionLines(upgrade: string, te: string): string {
  const takesTrailers = te !== '' && /(?:^|,)\s*trailers\s*(?:,|$)/i.test(te);
  if (upgrade !== '') return `${takesTrailers ? 'TE: trailers\r\nConnection: TE, Upgrade\r\n' : 'Connection: Upgrade\r\n'}Upgrade: ${upgrade}\r\n`;
  return takesTrailers ? 'TE: trailers\r\nConnection: TE\r\n' : '';
}
