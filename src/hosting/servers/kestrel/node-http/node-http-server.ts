import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FeatureCollection } from '../../../http/feature-collection.ts';
import { NodeHttpFeature } from '../../../http/node-http-feature.ts';
import type { AcceptedConnection } from '../accepted-connection.ts';
import type { ServiceContext } from '../service-context.ts';
import { timerDelay } from '../timer-delay.ts';
import { NodeHttpConnection } from './node-http-connection.ts';
import { passOnUpgrades } from './node-upgrade.ts';
import { RequestBodyLimit } from './request-body-limit.ts';

/** Milliseconds that a whole request may take to come in: Node's default, and there must be no less than for its headers. */
const REQUEST_TIMEOUT = 300_000;

/**
 * Serves apps that work with Node's own request and response (Express, Koa, Fastify): node:http does, fed with our
 * sockets. Those of Kestrel's limits that node:http knows hold, and that of the body's size.
 */
export class NodeHttpServer {
  readonly #services: ServiceContext;
  readonly #bodyLimit: RequestBodyLimit | undefined;
  readonly #http: Server;
  readonly #connections = new WeakMap<Socket, NodeHttpConnection>();

  constructor(services: ServiceContext) {
    const { limits, application } = services;
    this.#services = services;
    this.#bodyLimit = limits.maxRequestBodySize === null ? undefined : new RequestBodyLimit(limits.maxRequestBodySize, services);
    const headersTimeout = timerDelay(limits.requestHeadersTimeout);
    this.#http = createServer({
      headersTimeout,
      requestTimeout: Math.max(REQUEST_TIMEOUT, headersTimeout),
      keepAliveTimeout: timerDelay(limits.keepAliveTimeout),
      maxHeaderSize: limits.maxRequestLineSize + limits.maxRequestHeadersTotalSize,
    });
    this.#http.maxHeadersCount = limits.maxRequestHeaderCount;
    this.#http.on('request', (request, response) => {
      if (this.#receive(request, response)) void this.#serve(request, response);
    });
    // A client that asks before it sends a body that is too large need not send it.
    this.#http.on('checkContinue', (request, response) => {
      if (!this.#receive(request, response)) return;
      response.writeContinue();
      void this.#serve(request, response);
    });
    // Node begins to watch time-outs of its connections at this event, which a server that never listens itself lacks.
    this.#http.emit('listening');
    if (application.upgrades) passOnUpgrades(this.#http, application.upgrades);
  }

  accept({ socket, endpoint }: AcceptedConnection): void {
    const { connections } = this.#services;
    const connection = new NodeHttpConnection(socket);
    this.#connections.set(socket, connection);
    connections.add(connection, endpoint);
    socket.once('close', () => connections.remove(connection));
    this.#http.emit('connection', socket);
  }

  /** Ends the timer that looks after time-outs. */
  close(): void {
    this.#http.close();
  }

  /** Whether the app shall see the request. */
  #receive(request: IncomingMessage, response: ServerResponse): boolean {
    const connection = this.#connections.get(request.socket);
    connection?.begin(response);
    return !this.#bodyLimit?.refuses({ request, response, connectionId: connection?.id ?? '' });
  }

  /** An app that fails before the response has started is answered for with 500; afterwards the connection is cut. */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { application, log } = this.#services;
    const features = new FeatureCollection();
    features.set(NodeHttpFeature, { request, response });
    const context = application.createContext(features);
    try {
      await application.processRequest(context);
      application.disposeContext(context);
    } catch (error) {
      log.error(error);
      application.disposeContext(context, error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Length': 0 }).end();
    }
  }
}
