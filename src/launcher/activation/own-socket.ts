import type { ListenPlace } from '../../foundation/addresses/listen-place.ts';
import type { ActivationMode } from '../../foundation/events/activation.ts';
import { acceptAtPlace, bindPlace } from '../../foundation/transport/bind-place.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import { InheritedSocket } from './inherited-socket.ts';
import type { OwnedSocket } from './owned-socket.ts';

export interface OwnedSocketRequest {
  readonly id: number;
  readonly place: ListenPlace;
  readonly mode: ActivationMode;
  /** Called with each connection that comes to us. */
  readonly onConnection: (socket: number, connection: RawHandle) => void;
}

/** Rejects with the system's error. */
export async function ownSocket({ id, place, mode, onConnection }: OwnedSocketRequest): Promise<OwnedSocket> {
  if (mode === 'inherit') {
    const { socket: handle, bound } = await bindPlace(place);
    return new InheritedSocket({ lent: { id, place, ...(bound && { bound }) }, handle, onConnection });
  }
  const { socket: server, bound } = await acceptAtPlace(place, (connection) => onConnection(id, connection));
  return { lent: { id, place, ...(bound && { bound }) }, close: () => void server.close() };
}
