import { createServer, type Server } from 'node:net';
import type { ListenPlace } from '../addresses/listen-place.ts';
import { detachHandle } from './detach-handle.ts';
import { handlePlaces } from './handle-places.ts';
import { errorName, listenError } from './listen-error.ts';
import { createBoundHandle, type RawHandle, type SocketPlace } from './raw-handle.ts';

/** A socket that is bound, and where; unix sockets have no `bound`. */
export interface BoundPlace<T> {
  readonly socket: T;
  readonly bound?: Required<SocketPlace>;
}

/** Binds without listening: whoever gets the descriptor does that. Rejects as a `listen()` of Node's would. */
export async function bindPlace(place: ListenPlace): Promise<BoundPlace<RawHandle>> {
  let code = 'EINVAL';
  for (const candidate of await handlePlaces(place)) {
    const socket = createBoundHandle(candidate);
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

function isWhole(place: SocketPlace): place is Required<SocketPlace> {
  return place.address !== undefined && place.family !== undefined && place.port !== undefined;
}
