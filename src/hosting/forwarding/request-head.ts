import { joined, type RequestFields } from './request-fields.ts';

/** What is known of a request besides its fields. */
export interface RequestFacts {
  readonly method: string;
  /** As received, in any form. */
  readonly target: string;
  /** Octets; -1: chunked; 0: there is none. */
  readonly bodyLength: number;
  /** The client holds its body back until it is told to go on. */
  readonly isHeldBack: boolean;
  /** Protocols to offer; empty: none. */
  readonly upgrade: string;
  readonly scheme: string;
  /** The client's address, with its port if that is told; empty: unknown. */
  readonly client: string;
}

/** What every request to an app says besides. */
export interface OwnFields {
  /** Field lines, each with its CRLF. */
  readonly lines: string;
  /** The Host field of a request that has none: HTTP/1.0 need not. */
  readonly authority: string;
}

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i;

/**
 * Composes the head that the app gets: HTTP/1.1, the connection kept. `fields` were read from what the client has sent. Put together with `+`: V8 asks of
 * every part of a template whether it is a string.
 */
export function composeRequestHead(facts: RequestFacts, fields: RequestFields, own: OwnFields): string {
  const { method, target, client, scheme } = facts;
  const { host = own.authority } = fields;
  let head = method + ' ' + originForm(target) + ' HTTP/1.1\r\nHost: ' + host + '\r\n' + fields.lines + own.lines;
  const forwardedFor = client === '' ? fields.forwardedFor : joined(fields.forwardedFor, client);
  if (forwardedFor !== '') head += 'X-Forwarded-For: ' + forwardedFor + '\r\n';
  head += 'X-Forwarded-Proto: ' + joined(fields.forwardedProto, scheme) + '\r\n';
  const forwardedHost = joined(fields.forwardedHost, fields.host ?? '');
  if (forwardedHost !== '') head += 'X-Forwarded-Host: ' + forwardedHost + '\r\n';
  return head + framingLines(facts, fields.hasLength) + connectionLines(facts.upgrade, fields.te) + '\r\n';
}

/** RFC 9112 section 3.2.1: path and query; the host is in its field. */
function originForm(target: string): string {
  if (target.startsWith('/') || !ABSOLUTE.test(target)) return target;
  const pathAndQuery = target.replace(ABSOLUTE, '');
  return pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`;
}

function framingLines({ bodyLength, method, isHeldBack }: RequestFacts, hasLength: boolean): string {
  const expect = isHeldBack && bodyLength !== 0 ? 'Expect: 100-continue\r\n' : '';
  if (bodyLength < 0) return `Transfer-Encoding: chunked\r\n${expect}`;
  if (bodyLength > 0) return `Content-Length: ${bodyLength}\r\n${expect}`;
  return hasLength || BODY_METHODS.has(method) ? 'Content-Length: 0\r\n' : '';
}

/** `TE: trailers` is of one hop, and so it is said anew: trailers are passed on. */
function connectionLines(upgrade: string, te: string): string {
  const takesTrailers = te !== '' && /(?:^|,)\s*trailers\s*(?:,|$)/i.test(te);
  if (upgrade !== '') return `${takesTrailers ? 'TE: trailers\r\nConnection: TE, Upgrade\r\n' : 'Connection: Upgrade\r\n'}Upgrade: ${upgrade}\r\n`;
  return takesTrailers ? 'TE: trailers\r\nConnection: TE\r\n' : '';
}
