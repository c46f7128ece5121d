import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadHttpRequestError } from '../../../http1/bad-http-request-error.ts';
import { reject, type Rejection } from '../../../http1/rejection.ts';
import { composeRefusal, describeRefusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';

/** A request and its response, and the connection that both are of. */
export interface NodeExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connectionId: string;
}

/** Kestrel's `maxRequestBodySize` for requests that node:http reads. */
export class RequestBodyLimit {
  readonly #most: number;
  readonly #services: ServiceContext;
  readonly #rejection: Rejection;

  /** `most`: octets. */
  constructor(most: number, services: ServiceContext) {
    this.#most = most;
    this.#services = services;
    this.#rejection = reject('RequestBodyTooLarge', most);
  }

  /** Answers 413 where the head says already that the body is too large: true then. Any other body is counted if it must be. */
  refuses(exchange: NodeExchange): boolean {
    const { request, response } = exchange;
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    if (coding !== undefined) this.#count(exchange);
    // Node has checked that it is a number.
    if (length === undefined || Number(length) <= this.#most) return false;
    this.#log(exchange);
    // The client may be sending already: Node throws that away, and closes.
    response.writeHead(this.#rejection.status, { Connection: 'close', 'Content-Length': 0 }).end();
    return true;
  }

  /** By an own property of the object, for frameworks put prototypes of their own under it. */
  #count(exchange: NodeExchange): void {
    const { request } = exchange;
    const push = request.push.bind(request);
    let size = 0;
    request.push = (chunk: Uint8Array | null) => {
      if (size > this.#most) return false;
      size += chunk?.length ?? 0;
      if (size <= this.#most) return push(chunk);
      this.#cut(exchange);
      return false;
    };
  }

  /**
   * The client gets the answer if none was begun, what the app reads ends with an error, and the connection is closed. The app may
   * answer at any moment, and could not if its response object were used: the answer goes past it.
   */
  #cut(exchange: NodeExchange): void {
    const { request, response } = exchange;
    this.#log(exchange);
    const { socket } = request;
    if (response.socket === socket && !response.headersSent) socket.write(composeRefusal(this.#rejection, this.#services.serverHeaders.dateLine));
    request.destroy(new BadHttpRequestError(this.#rejection));
  }

  #log({ connectionId }: NodeExchange): void {
    const { log } = this.#services;
    if (log.isDebug) log.debug(`Connection id "${connectionId}" ${describeRefusal(this.#rejection)}`);
  }
}
