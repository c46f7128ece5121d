import { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** An app's own server as far as we care: it speaks HTTP and may know its idle connections. */
export interface OwnServer extends Server {
  closeIdleConnections?(): void;
}

/**
 * The scheme that an app's own server speaks; nothing for servers of other protocols. Node's http is looked at only when
 * the app has made a server that may be one, so that nobody pays for loading it.
 */
export function schemeOf(server: Server): 'http' | 'https' | undefined {
  if (Object.getPrototypeOf(server) === Server.prototype) return undefined;
  if (server instanceof process.getBuiltinModule('node:http').Server) return 'http';
  if (server.constructor.name === 'Http2Server') return 'http';
  if (server.constructor.name === 'Http2SecureServer') return 'https';
  return server instanceof process.getBuiltinModule('node:https').Server ? 'https' : undefined;
}

/** Connections that have left HTTP (WebSockets, tunnels): no request is in flight on them, and Node forgets them. */
const leftHttp = new WeakMap<OwnServer, Set<Duplex>>();

/** Remembers the connections of a server that leave HTTP. Only for an app that takes some: to Node, a listener means that it does. */
export function followUpgrades(server: OwnServer): void {
  if (leftHttp.has(server)) return;
  const sockets = new Set<Duplex>();
  leftHttp.set(server, sockets);
  const remember = (_request: unknown, socket: Duplex): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const unheard = new Set(['upgrade', 'connect']);
  const follow = (name: string): void => {
    if (unheard.delete(name)) server.prependListener(name, remember);
  };
  for (const name of unheard) if (server.listenerCount(name) > 0) follow(name);
  server.on('newListener', follow);
}

/** How often connections are looked at that have become idle since the server was closed, in milliseconds. */
const SWEEP = 25;

/** Stops accepting, ends connections without a request, and resolves when the busy ones have had their answer. */
export function closeGracefully(server: OwnServer): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections?.(), SWEEP);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections?.();
    for (const socket of leftHttp.get(server) ?? []) socket.end(() => socket.destroy());
  });
}
