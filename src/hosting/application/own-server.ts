import { Server } from 'node:net';

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

/** How often connections are looked at that have become idle since the server was closed, in milliseconds. */
const SWEEP = 25;

/** Stops accepting, ends idle connections, and resolves when the busy ones have had their answer. */
export function closeGracefully(server: OwnServer): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections?.(), SWEEP);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections?.();
  });
}
