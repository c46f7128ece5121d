import type { Server } from 'node:http';
import type { Socket } from 'node:net';

interface HttpSocket extends Socket {
  /** The response that is being sent on the connection. */
  _httpMessage?: unknown;
}

/**
 * Those of `sockets`, connections of `server`, on which no request has begun: between two requests, or before the first.
 * Node knows it, and tells it only by closing them: so they are asked to close, and do not.
 */
export function idleSockets(server: Partial<Pick<Server, 'closeIdleConnections'>>, sockets: Iterable<Socket>): Socket[] {
  const all = [...sockets];
  const idle = new Set<Socket>(all.filter(({ bytesRead }) => bytesRead === 0));
  for (const socket of all) Object.defineProperty(socket, 'destroy', { value: () => (idle.add(socket), socket), configurable: true });
  try {
    server.closeIdleConnections?.();
  } finally {
    for (const socket of all) Reflect.deleteProperty(socket, 'destroy');
  }
  return [...idle].filter((socket: HttpSocket) => !socket._httpMessage);
}
