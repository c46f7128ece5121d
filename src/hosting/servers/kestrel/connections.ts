import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { NodeConnection } from './node-connection.ts';

/** The open connections of a server: who is idle, who is busy, and how all of them end. */
export class Connections {
  readonly #http: Server;
  readonly #open = new Map<Socket, NodeConnection>();
  #made = 0;
  #draining: (() => void) | undefined;

  constructor(http: Server) {
    this.#http = http;
  }

  add(socket: Socket): void {
    const id = (Date.now() * 4096 + (this.#made++ % 4096)).toString(32).toUpperCase();
    this.#open.set(socket, new NodeConnection(id, socket));
    socket.once('close', () => this.#forget(socket));
  }

  /** A request begins. While draining it is still answered, and its connection ends with the answer. */
  begin(socket: Socket, response: ServerResponse): NodeConnection {
    const connection = this.#open.get(socket) ?? new NodeConnection('', socket);
    connection.requests++;
    connection.active++;
    if (this.#draining) response.shouldKeepAlive = false;
    response.once('close', () => {
      connection.active--;
      if (this.#draining && connection.active === 0) setImmediate(() => this.#http.closeIdleConnections());
    });
    return connection;
  }

  /** Resolves when every connection has ended: the idle ones now, the busy ones with their answer, the rest at the deadline. */
  async drain(deadline: number, responses: Iterable<ServerResponse>): Promise<void> {
    if (this.#open.size === 0) return;
    const drained = new Promise<void>((resolve) => (this.#draining = resolve));
    const timer = setTimeout(() => this.#cut(), deadline);
    for (const response of responses) if (!response.headersSent) response.shouldKeepAlive = false;
    // Node takes a connection that has not sent anything yet for a busy one: browsers keep such in store.
    for (const [socket, { active }] of this.#open) if (active === 0 && socket.bytesRead === 0) socket.destroy();
    this.#http.closeIdleConnections();
    await drained;
    clearTimeout(timer);
  }

  #cut(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket);
    if (this.#open.size === 0) this.#draining?.();
  }
}
