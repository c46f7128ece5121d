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

/** Takes fields away from a request, wherever an app may look for them. */
export function removeFields(request: NodeRequest, names: readonly string[]): void {
  const { headers, rawHeaders } = request;
  if (!names.some((name) => headers[name] !== undefined)) return;
  // Node makes it when it is asked for, and counts on the list being as long as it was.
  const distinct = 'headersDistinct' in request ? request.headersDistinct : {};
  for (const name of names) {
    delete headers[name];
    delete distinct[name];
  }
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (names.includes((rawHeaders[at] ?? '').toLowerCase())) rawHeaders.splice(at, 2);
  }
}
