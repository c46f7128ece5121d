import { Socket } from 'node:net';
import type { RawHandle } from './raw-handle.ts';

interface HandleHolder {
  _handle?: RawHandle | null;
}

export function handleOf(socket: Socket): RawHandle | undefined {
  return (socket as unknown as HandleHolder)._handle ?? undefined;
}

/** Whether a connection can be given to another process: plain, open, and all that came in on it and goes out is done with. */
export function isDetachable(socket: Socket): boolean {
  const { destroyed, readableLength, writableLength, readableEnded, writableEnded, constructor } = socket;
  return constructor === Socket && !destroyed && !readableEnded && !writableEnded && readableLength === 0 && writableLength === 0 && handleOf(socket)?.readStop !== undefined;
}

/**
 * Takes the connection out of a socket, to be given to another process: the socket closes, the connection does not. What
 * comes in from now on waits in the kernel. Nothing for a socket that is not detachable.
 */
export function detachHandle(socket: Socket): RawHandle | undefined {
  const handle = handleOf(socket);
  if (!handle || !isDetachable(socket)) return undefined;
  handle.readStop?.();
  (socket as unknown as HandleHolder)._handle = null;
  socket.destroy();
  return handle;
}
