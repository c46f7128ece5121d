import { linkSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { constants } from 'node:os';
import type { ListenPlace } from '../addresses/listen-place.ts';
import { detachHandle } from './detach-handle.ts';
import { handlePlaces } from './handle-places.ts';
import { errorName, listenError } from './listen-error.ts';
import { createBoundHandle, type HandlePlace, type RawHandle, type SocketPlace } from './raw-handle.ts';

/** A socket that is bound, and where; unix sockets have no `bound`. */
export interface BoundPlace<T> {
  readonly socket: T;
  readonly bound?: Required<SocketPlace>;
}

/** Binds without listening: whoever gets the descriptor does that. Rejects as a `listen()` of Node's would. */
export async function bindPlace(place: ListenPlace): Promise<BoundPlace<RawHandle>> {
  let code = 'EINVAL';
  for (const candidate of await handlePlaces(place)) {
    const socket = candidate.port < 0 ? bindPath(candidate) : createBoundHandle(candidate);
    const bound: SocketPlace = {};
    // A port that is taken shows only when the socket is asked where it is.
    const status = typeof socket === 'number' ? socket : candidate.port < 0 ? 0 : (socket.getsockname?.(bound) ?? 0);
    if (typeof socket === 'object' && status === 0) return isWhole(bound) ? { socket, bound } : { socket };
    if (typeof socket === 'object') socket.close();
    code = errorName(status);
  }
  throw listenError(place, code);
}

/** Listens here, and gives each connection away unread. Rejects with Node's own error. */
export async function acceptAtPlace(place: ListenPlace, onConnection: (connection: RawHandle) => void): Promise<BoundPlace<Server>> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    const handle = detachHandle(socket);
    if (handle) onConnection(handle);
  });
  const { host, port, ipv6Only = false } = place;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port < 0 ? { path: host } : { ...(host && { host }), port, ipv6Only }, resolve);
  });
  server.on('error', () => {});
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? { socket: server, bound } : { socket: server };
}

/**
 * Node removes the file of a socket with the handle that has bound it, though others may live: it is bound under another name, and linked to its own.
 * Whoever owns the socket removes the file. Returns the handle, or the system's error.
 */
function bindPath(place: HandlePlace): RawHandle | number {
  const temporary = `${place.address}~`;
  rmSync(temporary, { force: true });
  const socket = createBoundHandle({ ...place, address: temporary });
  if (typeof socket === 'number') return socket;
  try {
    linkSync(temporary, place.address);
    return socket;
  } catch (error) {
    socket.close();
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? -constants.errno.EADDRINUSE : ((error as NodeJS.ErrnoException).errno ?? -constants.errno.EINVAL);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function isWhole(place: SocketPlace): place is Required<SocketPlace> {
  return place.address !== undefined && place.family !== undefined && place.port !== undefined;
}
