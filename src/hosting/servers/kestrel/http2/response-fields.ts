import type { OutgoingHttpHeaders } from 'node:http2';
import { FIELD_SIZE, type HeaderCollection } from '../../../http/header-collection.ts';

/** Fields that are about a connection of HTTP/1.1 (RFC 9113 section 8.2.2), and TE, which only requests have. */
const CONNECTION_FIELDS = new Set(['connection', 'transfer-encoding', 'keep-alive', 'upgrade', 'proxy-connection', 'http2-settings', 'te']);

/** What Kestrel warns of (event 41). */
export const REMOVED_FIELDS_WARNING =
  "One or more of the following response headers have been removed because they are invalid for HTTP/2 and HTTP/3 responses: 'Connection', 'Transfer-Encoding', 'Keep-Alive', 'Upgrade' and 'Proxy-Connection'.";

/** The head of a response as Node's HTTP/2 takes it, and what it says of the body. */
export interface ResponseFields {
  readonly fields: OutgoingHttpHeaders;
  /** Octets that the body must have, if the head says so. */
  readonly length: number | undefined;
  /** False for HEAD, and for 204, 205 and 304. */
  readonly allowsBody: boolean;
  /** The app has set fields that HTTP/2 does not have: they are left out. */
  readonly hasRemoved: boolean;
}

export interface ResponseCircumstances {
  readonly statusCode: number;
  readonly isHead: boolean;
  readonly date: string;
  /** Empty: none. */
  readonly server: string;
  /** Octets of the body where it is known that no more will come; undefined while the app may still write. */
  readonly bodyLength: number | undefined;
}

/** Composes the head with Kestrel's rules. Throws when the app's fields contradict its status code or its body. */
export function composeFields(headers: HeaderCollection | undefined, circumstances: ResponseCircumstances): ResponseFields {
  const { statusCode, isHead, date, server, bodyLength } = circumstances;
  if (statusCode < 200 || statusCode > 599) throw new Error(`The status code ${statusCode} cannot end a request of HTTP/2: it must be from 200 to 599.`);
  const fields: OutgoingHttpHeaders = { ':status': statusCode };
  const hasRemoved = headers !== undefined && addFields(headers, fields);
  const statusAllowsBody = statusCode !== 204 && statusCode !== 205 && statusCode !== 304;
  const allowsBody = statusAllowsBody && !isHead;
  const given = fields['content-length'] === undefined ? undefined : toLength(fields['content-length']);
  if (statusCode === 204) delete fields['content-length'];
  const length = statusCode === 205 ? 0 : (given ?? (allowsBody ? bodyLength : undefined));
  if (length !== undefined && statusCode !== 204) fields['content-length'] = length;
  if (allowsBody) checkLength(length, bodyLength);
  fields['date'] ??= date;
  if (server !== '') fields['server'] ??= server;
  return { fields, length, allowsBody, hasRemoved };
}

/** Names in lower case; fields of one name are joined, but for Set-Cookie. True when fields were left out. */
function addFields({ fields: set }: HeaderCollection, fields: OutgoingHttpHeaders): boolean {
  let hasRemoved = false;
  for (let at = 0; at < set.length; at += FIELD_SIZE) {
    const key = set[at + 1] ?? '';
    const value = set[at + 2] ?? '';
    // 'constructor' is a name like any other.
    const before = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (CONNECTION_FIELDS.has(key)) hasRemoved = true;
    else if (before === undefined) fields[key] = key === 'set-cookie' ? [value] : value;
    else if (typeof before === 'object') before.push(value);
    else fields[key] = `${before}, ${value}`;
  }
  return hasRemoved;
}

/** Fields without any rules, as Node takes them: trailers, and those of an interim response. */
export function composePlainFields(headers: HeaderCollection | undefined): OutgoingHttpHeaders {
  const fields: OutgoingHttpHeaders = {};
  if (headers) addFields(headers, fields);
  return fields;
}

function toLength(value: OutgoingHttpHeaders[string]): number {
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new Error(`'${String(value)}' is not a Content-Length that can be sent.`);
  return Number(value);
}

function checkLength(length: number | undefined, bodyLength: number | undefined): void {
  if (length === undefined || bodyLength === undefined || bodyLength === length) return;
  throw new Error(`Response Content-Length mismatch: too ${bodyLength > length ? 'many' : 'few'} bytes written (${bodyLength} of ${length}).`);
}
