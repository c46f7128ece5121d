import type { LentSocket } from '../../foundation/events/activation.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';

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
