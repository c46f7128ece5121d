import type { AcceptedConnection } from './accepted-connection.ts';
import { makeConnectionId } from './connection-id.ts';
import type { ConnectionManager, ManagedConnection } from './connection-manager.ts';

/** A connection whose protocol is still being loaded: it counts as open, and a stop ends it, for nothing was begun on it. */
export class AwaitingConnection implements ManagedConnection {
  readonly id = makeConnectionId();
  readonly activeRequests = 0;
  readonly requests = 0;
  readonly #accepted: AcceptedConnection;
  readonly #connections: ConnectionManager;

  constructor(accepted: AcceptedConnection, connections: ConnectionManager) {
    this.#accepted = accepted;
    this.#connections = connections;
    connections.add(this, accepted.endpoint);
    // A client that is gone before anybody listens to it is nobody's error.
    accepted.socket.on('error', () => {});
    accepted.socket.once('close', () => this.end());
  }

  /** Nobody waits for it, so it has no time-out. */
  beat(): void {}

  drain(): void {
    this.abort();
  }

  /** Its protocol takes over soon, and is told then. */
  retire(): void {}

  endStreams(): number {
    return 0;
  }

  abort(): void {
    this.#accepted.socket.destroy();
  }

  /** The protocol has taken over, or the client is gone. Idempotent. */
  end(): void {
    this.#connections.remove(this);
  }
}
