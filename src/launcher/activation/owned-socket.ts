import type { ListenPlace } from '../../foundation/addresses/listen-place.ts';
import type { ActivationMode, LentSocket } from '../../foundation/events/activation.ts';
import { acceptAtPlace, bindPlace } from '../../foundation/transport/bind-place.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';

/** A public socket: bound once, lent to one process after the other. */
export interface OwnedSocket {
  readonly lent: LentSocket;
  /** In the mode `inherit`, what processes get a copy of. */
  readonly handle?: RawHandle;
  close(): void;
}

export interface OwnedSocketRequest {
  readonly id: number;
  readonly place: ListenPlace;
  readonly mode: ActivationMode;
  /** In the mode `handover`, called with each connection. */
  readonly onConnection: (socket: number, connection: RawHandle) => void;
}

/** Rejects with the system's error. */
export async function ownSocket({ id, place, mode, onConnection }: OwnedSocketRequest): Promise<OwnedSocket> {
  if (mode === 'inherit') {
    const { socket: handle, bound } = await bindPlace(place);
    return { lent: { id, place, ...(bound && { bound }) }, handle, close: () => handle.close() };
  }
  const { socket: server, bound } = await acceptAtPlace(place, (connection) => onConnection(id, connection));
  return { lent: { id, place, ...(bound && { bound }) }, close: () => void server.close() };
}
