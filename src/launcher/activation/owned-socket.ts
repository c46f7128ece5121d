import type { ListenPlace } from '../../foundation/addresses/listen-place.ts';
import type { ActivationMode, LentSocket } from '../../foundation/events/activation.ts';
import { acceptAtPlace, bindPlace } from '../../foundation/transport/bind-place.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import { InheritedSocket } from './inherited-socket.ts';

/** A public socket: bound once, lent to one process after the other. */
export interface OwnedSocket {
  readonly lent: LentSocket;
  /** In the mode `inherit`, what processes get a copy of. */
  readonly handle?: RawHandle | undefined;
  /** Connections come to us until `endVigil`. In the mode `handover` they always do. Throws the system's error. */
  beginVigil?(): void;
  endVigil?(): void;
  /** A copy that a process has sent back. */
  takeBack?(copy: RawHandle): void;
  close(): void;
}

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
