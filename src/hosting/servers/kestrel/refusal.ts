import type { Rejection } from '../../http1/rejection.ts';
import { statusLine } from '../../http1/status-line.ts';

/** The whole answer to a request that is refused, as Kestrel orders it. `serverHeaders`: Date and Server as field lines. */
export function composeRefusal({ status, allow }: Rejection, serverHeaders: string): string {
  const allowLine = allow === undefined ? '' : `Allow: ${allow}\r\n`;
  return `${statusLine(status)}Connection: close\r\n${serverHeaders}Content-Length: 0\r\n${allowLine}\r\n`;
}

/** Kestrel's words for the log. */
export function describeRefusal({ message }: Rejection): string {
  return `bad request data: "${message}"`;
}
