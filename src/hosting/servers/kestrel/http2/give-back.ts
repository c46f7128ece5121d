import type { Socket } from 'node:net';

/**
 * Makes a socket from which HTTP/1.1 has read ready for `serveHttp2`, which must be called in the same tick. `bytes` is
 * everything that was read of it; they are copied. The socket must have been paused since. Node's session takes what lies
 * unread in the socket before what it reads itself.
 *
 * A socket that Node reads into a buffer of ours (`readInto`) still has its hook: as long as it has, `read` makes the
 * handle read again, which `pause` has stopped; afterwards only the session itself could, and it does not.
 */
export function giveBack(socket: Socket, bytes: Uint8Array): void {
  socket.pause();
  socket.removeAllListeners('data');
  const keys = Object.getOwnPropertySymbols(socket);
  const bufferKey = keys.find(({ description }) => description === 'kBuffer');
  const callbackKey = keys.find(({ description }) => description === 'kBufferCb');
  const hooked = socket as unknown as Record<symbol, unknown>;
  if (bufferKey !== undefined && callbackKey !== undefined && hooked[bufferKey]) {
    socket.read(0);
    hooked[bufferKey] = null;
    hooked[callbackKey] = null;
  }
  if (bytes.length > 0) socket.unshift(Buffer.from(bytes));
}
