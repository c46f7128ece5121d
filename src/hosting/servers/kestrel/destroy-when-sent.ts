import type { Socket } from 'node:net';

/** Ends a connection behind what is written: at once where nothing waits, for a client that does not hear of it would send its next request. */
export function destroyWhenSent(socket: Socket): void {
  if (socket.writableLength === 0) socket.destroy();
  else socket.destroySoon();
}
