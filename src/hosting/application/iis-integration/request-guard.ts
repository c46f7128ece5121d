import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Decides which requests an app may have that works with Node's own request and response. */
export interface RequestGuard {
  /** Whether the app may have the request; else it has been answered. */
  admits(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for an upgrade, or a CONNECT, of which Node has taken its hands. */
  admitsUpgrade(request: IncomingMessage, socket: Duplex): boolean;
}
