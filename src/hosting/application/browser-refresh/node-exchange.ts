import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { PageOrigin } from './source-expression.ts';

/** What Node gives an app for a request, whatever the protocol. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** As the app sees it: a proxy before it may have another one. */
export function originOf({ headers, socket }: NodeRequest): PageOrigin {
  const host = headers.host ?? headers[':authority']?.toString() ?? '';
  return { scheme: 'encrypted' in socket ? 'https' : 'http', host };
}

/** Takes fields away from a request, also from the list of them as they came. */
export function removeFields({ headers, rawHeaders }: NodeRequest, names: readonly string[]): void {
  if (!names.some((name) => headers[name] !== undefined)) return;
  for (const name of names) delete headers[name];
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (names.includes((rawHeaders[at] ?? '').toLowerCase())) rawHeaders.splice(at, 2);
  }
}
