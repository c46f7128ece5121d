import { statusLine } from '../../../http1/status-line.ts';
import { contentLengthLine, contentTypeLine, usualStart } from './usual-lines.ts';
import { FIELD_SIZE, type HeaderCollection } from '../../../http/header-collection.ts';

/** A response head ready to be sent, and how its body is framed (RFC 9112 section 6). */
export interface ResponseFraming {
  readonly text: string;
  /** Octets that the body will have, if that is known. */
  readonly length: number | undefined;
  readonly isChunked: boolean;
  /** False for HEAD, and for 1xx, 204, 205 and 304. */
  readonly allowsBody: boolean;
  /** No request can follow on the connection. */
  readonly closes: boolean;
}

export interface HeadContent {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  /** Undefined: none were set. */
  readonly setHeaders: HeaderCollection | undefined;
}

export interface HeadCircumstances {
  readonly method: string;
  readonly isHttp10: boolean;
  readonly keepAlive: boolean;
  /** Date and Server as field lines. */
  readonly serverHeaders: string;
}

/** What the app's own headers say about framing and connection; one object for all responses, read at once. */
const given = {
  lines: '',
  length: undefined as number | undefined,
  coding: undefined as string | undefined,
  connection: undefined as string | undefined,
  hasDateOrServer: false,
};

/**
 * Composes the head with Kestrel's rules: a body of unknown length is chunked, on HTTP/1.0 it ends with the connection;
 * an app that sets Transfer-Encoding frames the body itself. `bodyLength`: octets of the body where it is known that no
 * more will come; undefined while the app may still write. Throws when the app's headers contradict its status code or
 * its body.
 */
export function composeHead(content: HeadContent, circumstances: HeadCircumstances, bodyLength: number | undefined): ResponseFraming {
  const { statusCode } = content;
  const { isHttp10, method } = circumstances;
  readGiven(content.setHeaders);
  const { coding } = given;
  const statusAllowsBody = statusCode >= 200 && statusCode !== 204 && statusCode !== 205 && statusCode !== 304;
  if (coding !== undefined && !statusAllowsBody) {
    throw new Error(`Setting the header Transfer-Encoding is not allowed on responses with status code ${statusCode}.`);
  }
  const allowsBody = statusAllowsBody && method !== 'HEAD';
  const implied = statusCode === 205 ? 0 : allowsBody ? bodyLength : undefined;
  const length = statusHasLength(statusCode) ? (given.length ?? (coding === undefined ? implied : undefined)) : implied;
  if (allowsBody) checkLength(length, bodyLength);
  const isOpen = allowsBody && length === undefined;
  const isChunked = isOpen && coding === undefined && !isHttp10;
  const endsWithConnection = isOpen && !isChunked && !endsInChunked(coding);
  const closes = !circumstances.keepAlive || endsWithConnection || hasClose(given.connection) || (isHttp10 && length === undefined);
  let text = startOf(content, connectionLine(statusCode, closes, isHttp10), circumstances.serverHeaders);
  if (length !== undefined) text += contentLengthLine(length);
  else if (isChunked) text += 'Transfer-Encoding: chunked\r\n';
  text += given.lines;
  text += '\r\n';
  return { text, length, isChunked, allowsBody, closes };
}

function startOf(content: HeadContent, connection: string, serverHeaders: string): string {
  const { statusCode, reasonPhrase, setHeaders } = content;
  if (connection === '' && reasonPhrase === '' && !given.hasDateOrServer) return usualStart(statusCode, serverHeaders);
  const ours = given.hasDateOrServer ? missingServerHeaders(serverHeaders, setHeaders) : serverHeaders;
  return statusLine(statusCode, reasonPhrase || undefined) + connection + ours;
}

/** RFC 9110 sections 8.6 and 15.3.6: 1xx and 204 have none, and that of 205 is 0, whatever the app says. */
function statusHasLength(statusCode: number): boolean {
  return statusCode >= 200 && statusCode !== 204 && statusCode !== 205;
}

function readGiven(headers: HeaderCollection | undefined): void {
  given.lines = '';
  given.length = given.coding = given.connection = undefined;
  given.hasDateOrServer = false;
  if (!headers) return;
  const { fields } = headers;
  for (let at = 0; at < fields.length; at += FIELD_SIZE) {
    const value = fields[at + 2] ?? '';
    switch (fields[at + 1]) {
      case 'content-length':
        given.length = toLength(value, given.length);
        continue;
      case 'connection':
        given.connection = given.connection === undefined ? value : `${given.connection}, ${value}`;
        continue;
      case 'transfer-encoding':
        given.coding = given.coding === undefined ? value : `${given.coding}, ${value}`;
        break;
      case 'content-type':
        given.lines += contentTypeLine(value);
        continue;
      case 'date':
      case 'server':
        given.hasDateOrServer = true;
        break;
    }
    given.lines += `${fields[at] ?? ''}: ${value}\r\n`;
  }
  // RFC 9112 section 6.2: never both.
  if (given.coding !== undefined) given.length = undefined;
}

/** Digits that a safe integer has for certain. */
const MOST_DIGITS = 15;

function toLength(value: string, before: number | undefined): number {
  let length = value.length === 0 || value.length > MOST_DIGITS ? Number.NaN : 0;
  for (let at = 0; at < value.length; at++) {
    const digit = value.charCodeAt(at) - 48;
    length = digit >= 0 && digit <= 9 ? length * 10 + digit : Number.NaN;
  }
  if (Number.isNaN(length) || (before !== undefined && before !== length)) {
    throw new Error(`'${value}' is not a Content-Length that can be sent.`);
  }
  return length;
}

function checkLength(length: number | undefined, bodyLength: number | undefined): void {
  if (length === undefined || bodyLength === undefined || bodyLength === length) return;
  throw new Error(`Response Content-Length mismatch: too ${bodyLength > length ? 'many' : 'few'} bytes written (${bodyLength} of ${length}).`);
}

function endsInChunked(coding: string | undefined): boolean {
  return coding !== undefined && /(?:^|,)\s*chunked\s*$/i.test(coding);
}

function hasClose(connection: string | undefined): boolean {
  return connection !== undefined && /(?:^|,)\s*close\s*(?:,|$)/i.test(connection);
}

function connectionLine(statusCode: number, closes: boolean, isHttp10: boolean): string {
  if (statusCode !== 101 && closes) return 'Connection: close\r\n';
  if (statusCode !== 101 && isHttp10) return 'Connection: keep-alive\r\n';
  return given.connection === undefined ? '' : `Connection: ${given.connection}\r\n`;
}

/** The app has set Date, Server or both: only what it has not set is the server's. */
function missingServerHeaders(serverHeaders: string, headers: HeaderCollection | undefined): string {
  return serverHeaders
    .split(/(?<=\r\n)/)
    .filter((line) => !headers?.has(line.slice(0, line.indexOf(':'))))
    .join('');
}
