import { statusLine } from '../../../http1/status-line.ts';

/** Lengths below this one have their line kept. */
const KEPT_LENGTHS = 4096;
/** Content types that are kept; an app has a handful. */
const KEPT_TYPES = 200;

const lengthLines: (string | undefined)[] = Array.from({ length: KEPT_LENGTHS }, () => undefined);
const typeLines = new Map<string, string>();
let starts: (string | undefined)[] = [];
let startsWith = '';

/*
 * Lines that nearly every response has, made once. A response is put together from few pieces then, and each piece that a
 * string has costs again when it is written.
 */

/** `Content-Length: 13`, with its CRLF. */
export function contentLengthLine(length: number): string {
  if (length >= KEPT_LENGTHS) return `Content-Length: ${length}\r\n`;
  return (lengthLines[length] ??= inOnePiece(`Content-Length: ${length}\r\n`));
}

/** `Content-Type: text/plain`, with its CRLF. */
export function contentTypeLine(type: string): string {
  const kept = typeLines.get(type);
  if (kept !== undefined) return kept;
  const line = inOnePiece(`Content-Type: ${type}\r\n`);
  if (typeLines.size < KEPT_TYPES) typeLines.set(type, line);
  return line;
}

/** The status line and what the server adds to every response; renewed when that changes, once a second. */
export function usualStart(statusCode: number, serverHeaders: string): string {
  if (serverHeaders !== startsWith) {
    startsWith = serverHeaders;
    starts = [];
  }
  return (starts[statusCode] ??= inOnePiece(statusLine(statusCode) + serverHeaders));
}

/** V8 keeps a text that was put together as its parts; this one it has whole. */
function inOnePiece(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
