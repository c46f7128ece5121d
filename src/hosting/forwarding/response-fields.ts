import type { ResponseHead } from '../http1/response-head.ts';
import { statusLine } from '../http1/status-line.ts';
import { namesIn } from './connection-names.ts';
import { CONNECTION, DROP, FieldKinds, type FieldKind } from './field-kinds.ts';
import { keptLines, withoutNamed } from './field-lines.ts';

/**
 * Fields of one hop, framing, which is done anew, and Date, which is the server's: as the ASP.NET Core Module does it. What begins with MS-ASPNETCORE is
 * between the two of us.
 */
export const RESPONSE_KINDS = new FieldKinds(
  {
    connection: CONNECTION,
    'keep-alive': DROP,
    'proxy-connection': DROP,
    'transfer-encoding': DROP,
    'content-length': DROP,
    upgrade: DROP,
    date: DROP,
  },
  ['ms-aspnetcore-*'],
);

const NO_NAMES: readonly string[] = [];
const VERSION_LENGTH = 'HTTP/1.1'.length;
const MINOR_VERSION = VERSION_LENGTH - 1;
/** `HTTP/1.1 200` and CRLF: a phrase is missing with its blank. */
const SHORTEST_LINE = 'HTTP/1.1 200\r\n'.length;

let connectionNames = NO_NAMES;

/** The field lines of a response that go on, each with its CRLF. */
export function passedFields({ text, fieldsStart }: ResponseHead): string {
  connectionNames = NO_NAMES;
  const lines = keptLines(text, fieldsStart, fieldsStart, RESPONSE_KINDS, take);
  return connectionNames.length === 0 ? lines : withoutNamed(lines, connectionNames);
}

function take(kind: FieldKind, value: string): void {
  if (kind !== CONNECTION) return;
  const names = namesIn(value);
  if (names.length > 0) connectionNames = [...connectionNames, ...names];
}

/** The status line as it goes on: of HTTP/1.1, with the app's own reason phrase. */
export function passedStatusLine({ text, fieldsStart, status }: ResponseHead): string {
  if (fieldsStart === SHORTEST_LINE) return statusLine(status, '');
  return text[MINOR_VERSION] === '1' ? text.slice(0, fieldsStart) : `HTTP/1.1${text.slice(VERSION_LENGTH, fieldsStart)}`;
}
