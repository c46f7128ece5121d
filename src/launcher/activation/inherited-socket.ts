import { rmSync } from 'node:fs';
import type { LentSocket } from '../../foundation/events/activation.ts';
import { errorName, listenError } from '../../foundation/transport/listen-error.ts';
import { BACKLOG, type RawHandle } from '../../foundation/transport/raw-handle.ts';
import type { OwnedSocket } from './owned-socket.ts';

export interface InheritedSocketOptions {
  readonly lent: LentSocket;
  /** Bound. */
  readonly handle: RawHandle;
  readonly onConnection: (socket: number, connection: RawHandle) => void;
}

/**
 * A listening socket of which processes inherit copies. While none of them serves, we may accept ourselves (keep vigil). Node cannot stop
 * accepting but by closing its copy, and has no way to make another: processes are given one more than they need, and send it back.
 */
export class InheritedSocket implements OwnedSocket {
  readonly lent: LentSocket;
  readonly #onConnection: InheritedSocketOptions['onConnection'];
  #handle: RawHandle;
  /** For after the vigil. */
  #spare: RawHandle | undefined;
  #isAccepting = false;

  constructor({ lent, handle, onConnection }: InheritedSocketOptions) {
    this.lent = lent;
    this.#handle = handle;
    this.#onConnection = onConnection;
  }

  get handle(): RawHandle {
    return this.#handle;
  }

  beginVigil(): void {
    if (this.#isAccepting) return;
    this.#isAccepting = true;
    this.#handle.onconnection = (_status, client) => client && this.#onConnection(this.lent.id, client);
    const status = this.#handle.listen(BACKLOG);
    if (status < 0) throw listenError(this.lent.place, errorName(status));
  }

  /** Without a copy that came back it goes on: whoever serves is given the connections one by one. */
  endVigil(): void {
    const spare = this.#spare;
    if (!this.#isAccepting || !spare) return;
    this.#handle.close();
    this.#handle = spare;
    this.#spare = undefined;
    this.#isAccepting = false;
  }

  takeBack(copy: RawHandle): void {
    if (this.#isAccepting && !this.#spare) this.#spare = copy;
    else copy.close();
  }

  close(): void {
    const { host, port } = this.lent.place;
    this.#handle.close();
    this.#spare?.close();
    if (port < 0) rmSync(host, { force: true });
  }
}
