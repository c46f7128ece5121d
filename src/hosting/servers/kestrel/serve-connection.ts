import type { AcceptedConnection } from './accepted-connection.ts';
import { AwaitingConnection } from './awaiting-connection.ts';
import { makeConnectionId } from './connection-id.ts';
import { serveHttp1 } from './http1/serve-http1.ts';
import type { SwitchToHttp2 } from './http1/switch-to-http2.ts';
import type { NodeHttpServer } from './node-http/node-http-server.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Gives an accepted connection to the protocol that is spoken on it (Kestrel's `HttpConnection.SelectProtocol`), or to
 * `nodeHttp` when the app works with Node's own objects.
 */
export function serveConnection(accepted: AcceptedConnection, services: ServiceContext, nodeHttp?: NodeHttpServer): void {
  const { connections, log } = services;
  // Its handshake has ended after the stop has begun: nobody would end it any more.
  if (connections.isDraining) {
    accepted.socket.destroy();
    return;
  }
  if (connections.isFull) {
    log.warn(`Connection id "${makeConnectionId()}" rejected because the maximum number of concurrent connections has been reached.`);
    accepted.socket.destroy();
    return;
  }
  if (nodeHttp) {
    nodeHttp.accept(accepted);
    return;
  }
  const takeOver: SwitchToHttp2 = (connection, octets) => void serveHttp2(connection, services, octets);
  if (speaksOnlyHttp2(accepted)) takeOver(accepted, NOTHING);
  else serveHttp1(accepted, services, mayBeHttp2(accepted) ? takeOver : undefined);
}

const NOTHING = Buffer.alloc(0);

/** Over TLS the handshake has settled it (ALPN). */
function speaksOnlyHttp2({ tls, protocols }: AcceptedConnection): boolean {
  return tls ? tls.alpnProtocol === 'h2' : protocols === 'Http2';
}

/** Clients with prior knowledge: what Kestrel cannot do on a cleartext port that speaks both. */
function mayBeHttp2({ tls, protocols }: AcceptedConnection): boolean {
  return !tls && protocols === 'Http1AndHttp2';
}

/** HTTP/2 is loaded with the first connection that speaks it. */
async function serveHttp2(accepted: AcceptedConnection, services: ServiceContext, octets: Buffer): Promise<void> {
  const { socket } = accepted;
  if (services.connections.isDraining) {
    socket.destroy();
    return;
  }
  socket.pause();
  const awaiting = new AwaitingConnection(accepted, services.connections);
  const [{ giveBack }, { serveHttp2: serve }] = await Promise.all([import('./http2/give-back.ts'), import('./http2/http2-connection.ts')]);
  if (socket.destroyed) return;
  if (octets.length > 0) giveBack(socket, octets);
  serve(accepted, services);
  awaiting.end();
}
