import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type {
  HttpConnectionFeature,
  HttpRequestIdentifierFeature,
  HttpRequestLifetimeFeature,
} from '../../http/request-features.ts';

/** What is known of one client connection; shared by its requests. */
export class NodeConnection implements HttpConnectionFeature {
  readonly connectionId: string;
  remoteIpAddress: string;
  remotePort: number;
  localIpAddress: string;
  localPort: number;
  /** Requests seen so far, and those of them not yet answered. */
  requests = 0;
  active = 0;

  constructor(connectionId: string, socket: Socket) {
    this.connectionId = connectionId;
    this.remoteIpAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.localIpAddress = socket.localAddress ?? '';
    this.localPort = socket.localPort ?? 0;
  }
}

/** One request's name and life on its connection. */
export class NodeRequestLifetime implements HttpRequestLifetimeFeature, HttpRequestIdentifierFeature {
  readonly #response: ServerResponse;
  readonly #connection: NodeConnection;
  readonly #number: number;
  #identifier: string | undefined;
  #controller: AbortController | undefined;

  constructor(response: ServerResponse, connection: NodeConnection) {
    this.#response = response;
    this.#connection = connection;
    this.#number = connection.requests;
  }

  get traceIdentifier(): string {
    this.#identifier ??= `${this.#connection.connectionId}:${this.#number.toString(16).toUpperCase().padStart(8, '0')}`;
    return this.#identifier;
  }

  set traceIdentifier(identifier: string) {
    this.#identifier = identifier;
  }

  /** The signal is made when asked for: most requests never look at it. */
  get requestAborted(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      this.#controller = controller;
      const response = this.#response;
      const check = (): void => {
        if (!response.writableFinished) controller.abort();
      };
      if (response.closed) check();
      else response.once('close', check);
    }
    return this.#controller.signal;
  }

  abort(): void {
    this.#response.destroy();
  }
}
