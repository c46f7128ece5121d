import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endResponse } from '../../../application/activation/end-response.ts';
import { endUpgraded } from '../../../application/activation/end-upgraded.ts';
import { makeConnectionId } from '../connection-id.ts';
import { destroyWhenSent } from '../destroy-when-sent.ts';
import type { ManagedConnection } from '../connection-manager.ts';

/** A connection that node:http reads from, as far as the server must know it. */
export class NodeHttpConnection implements ManagedConnection {
  readonly id = makeConnectionId();
  requests = 0;
  readonly #socket: Socket;
  readonly #responses = new Set<ServerResponse>();
  #isDraining = false;
  #isWebSocket: boolean | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get activeRequests(): number {
    return this.#responses.size;
  }

  /** Node looks after its own time-outs. */
  beat(): void {}

  /** A request begins. While draining it is still answered, and the connection ends with the answer. */
  begin(response: ServerResponse): void {
    this.requests++;
    this.#responses.add(response);
    if (this.#isDraining) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#isDraining) this.#endIfIdle();
    });
  }

  drain(): void {
    this.#isDraining = true;
    for (const response of this.#responses) if (!response.headersSent) response.shouldKeepAlive = false;
    this.#endIfIdle();
  }

  /** Idle connections are looked for by the server, all at once. */
  retire(): void {}

  endStreams(): number {
    if (this.#isWebSocket !== undefined) {
      endUpgraded(this.#socket, this.#isWebSocket);
      return 1;
    }
    return [...this.#responses].filter(endResponse).length;
  }

  /** The connection has left HTTP. */
  upgrade(isWebSocket: boolean): void {
    this.#isWebSocket = isWebSocket;
  }

  abort(): void {
    this.#socket.destroy();
  }

  #endIfIdle(): void {
    if (this.#responses.size > 0) return;
    destroyWhenSent(this.#socket);
  }
}
