import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpContext } from '../../http/http-context.ts';
import type { HttpApplication } from '../http-application.ts';

/**
 * Whoever serves from now on, as the process sees it that goes: a request that begins now is answered by the successor,
 * on whichever connection it comes.
 */
export interface Successor {
  /** False while it waits for this process to end: requests that still come on old connections are answered here, each the last one on its own. */
  readonly isThere: boolean;
  /** Gives the successor an idle connection, unread. False where that cannot be done: TLS, or octets of a request are here already. */
  migrate(socket: Socket): boolean;
  /** Has the successor answer requests, one by one. */
  readonly application: HttpApplication<HttpContext>;
  /** The same for a request in Node's own objects; it is the last one on its connection. */
  forward(request: IncomingMessage, response: ServerResponse): void;
  /** The same for a request that becomes another protocol: the connection goes through this process to its end. */
  tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}
