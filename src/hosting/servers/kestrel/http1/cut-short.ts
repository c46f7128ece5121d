import type { Socket } from 'node:net';

/** Closes a connection in the middle of a body whose end would be that of the connection: an orderly end would make it a whole one. */
export function cutShort(socket: Socket): void {
  const isTcp = socket.remoteFamily !== undefined && !('encrypted' in socket);
  if (isTcp) socket.resetAndDestroy();
  else socket.destroy();
}
