import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';

/** Decides which requests an app may have that works with Node's own request and response. */
export interface RequestGuard {
  /** Whether the app may have the request; else it has been answered. */
  admits(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for an upgrade, or a CONNECT, of which Node has taken its hands. */
  admitsUpgrade(request: IncomingMessage, socket: Duplex): boolean;
  /** The same for a request over HTTP/2. Left out: all are admitted. */
  admitsStream?(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean;
}
