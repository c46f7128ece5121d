import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FeatureCollection } from '../../../http/feature-collection.ts';
import { NodeHttpFeature } from '../../../http/node-http-feature.ts';
import { idleSockets } from '../../../application/activation/idle-sockets.ts';
import type { Successor } from '../../../application/activation/successor.ts';
import type { AcceptedConnection } from '../accepted-connection.ts';
import type { ServiceContext } from '../service-context.ts';
import { timerDelay } from '../timer-delay.ts';
import { NodeHttpConnection } from './node-http-connection.ts';
import { passOnUpgrades, type UpgradeEvent } from './node-upgrade.ts';
import { RequestBodyLimit } from './request-body-limit.ts';

/** Milliseconds between two looks for connections that have become idle, while the server retires. */
const SWEEP = 20;
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
  readonly #open = new Map<Socket, NodeHttpConnection>();
  #successor: Successor | undefined;
  #sweeping: NodeJS.Timeout | undefined;

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
    if (application.upgrades) passOnUpgrades(this.#http, application.upgrades, (...upgrade) => this.#upgrade(...upgrade));
  }

  accept({ socket, endpoint }: AcceptedConnection): void {
    const { connections } = this.#services;
    const connection = new NodeHttpConnection(socket);
    this.#open.set(socket, connection);
    connections.add(connection, endpoint);
    socket.once('close', () => {
      this.#open.delete(socket);
      connections.remove(connection);
    });
    this.#http.emit('connection', socket);
  }

  /**
   * Requests that begin from now on are the successor's; so are idle connections, now and as soon as they are idle.
   * One that cannot be given away ends with the next answer.
   */
  retire(successor: Successor): void {
    this.#successor = successor;
    const { connections } = this.#services;
    const sweep = (): void => {
      for (const socket of idleSockets(this.#http, this.#open.keys())) {
        const connection = this.#open.get(socket);
        if (connection?.activeRequests !== 0 || !successor.migrate(socket)) continue;
        this.#open.delete(socket);
        connections.remove(connection);
      }
    };
    sweep();
    this.#sweeping = setInterval(sweep, SWEEP);
  }

  /** Ends the timers. */
  close(): void {
    clearInterval(this.#sweeping);
    this.#http.close();
  }

  /** True for an upgrade that is the successor's. */
  #upgrade(...[request, socket, head]: UpgradeEvent): boolean {
    this.#open.get(request.socket)?.upgrade(request.headers.upgrade?.toLowerCase() === 'websocket');
    if (!this.#successor?.isThere) return false;
    this.#successor.tunnel(request, socket, head);
    return true;
  }

  /** Whether the app shall see the request. */
  #receive(request: IncomingMessage, response: ServerResponse): boolean {
    const connection = this.#open.get(request.socket);
    connection?.begin(response);
    return !this.#bodyLimit?.refuses({ request, response, connectionId: connection?.id ?? '' });
  }

  /** An app that fails before the response has started is answered for with 500; afterwards the connection is cut. */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#successor) response.shouldKeepAlive = false;
    if (this.#successor?.isThere) return this.#successor.forward(request, response);
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
