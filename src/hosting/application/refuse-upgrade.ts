import type { Duplex } from 'node:stream';

/** Answers an upgrade with a whole response, and closes. Node has taken its hands off the socket: nobody else would hear of a client that goes away. */
export function refuseUpgrade(socket: Duplex, answer: string): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(answer);
}
