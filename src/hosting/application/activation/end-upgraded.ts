import type { Duplex } from 'node:stream';

/** A close frame from a server, "service restart" (RFC 6455 sections 5.5.1 and 7.4.1, code 1012 of the IANA registry). */
const SERVICE_RESTART = Buffer.from([0x88, 2, 1012 >> 8, 1012 & 0xff]);

/** Ends a connection that has left HTTP: a WebSocket's client is told that it may come back at once. */
export function endUpgraded(socket: Duplex, isWebSocket: boolean): void {
  if (socket.writable && isWebSocket) socket.write(SERVICE_RESTART);
  socket.end(() => socket.destroy());
}
