import type { AcceptedConnection } from '../accepted-connection.ts';
import type { ManagedConnection } from '../connection-manager.ts';
import type { ServiceContext } from '../service-context.ts';
import { Http1Connection } from './http1-connection.ts';
import type { SwitchToHttp2 } from './switch-to-http2.ts';

/** Serves what comes in on the connection. `switchToHttp2` takes over a client with prior knowledge of HTTP/2, where the endpoint speaks both. */
export function serveHttp1(accepted: AcceptedConnection, services: ServiceContext, switchToHttp2?: SwitchToHttp2): ManagedConnection {
  return new Http1Connection(accepted, services, switchToHttp2);
}
