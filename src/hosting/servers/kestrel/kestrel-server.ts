import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { Successor } from '../../application/activation/successor.ts';
import type { HttpApplication } from '../../application/http-application.ts';
import { ServerAddressesFeature } from '../../application/server-addresses-feature.ts';
import type { Server, ServerActivity, ServerOptions, StopSummary } from '../../application/server.ts';
import { FeatureCollection } from '../../http/feature-collection.ts';
import type { AcceptedConnection } from './accepted-connection.ts';
import { activityOf } from './connection-manager.ts';
import { KestrelEndpoints } from './kestrel-endpoints.ts';
import { makeServices } from './make-services.ts';
import type { NodeHttpServer } from './node-http/node-http-server.ts';
import { retireConnections } from './retire-connections.ts';
import { serveConnection } from './serve-connection.ts';
import type { ServiceContext } from './service-context.ts';

const IDLE: ServerActivity = { inFlight: 0, received: 0 };
const NOTHING_TO_DRAIN: StopSummary = { drained: 0, cut: 0 };

/** The built-in server: HTTP/1.1 and HTTP/2 on every endpoint it is given. */
export class KestrelServer implements Server {
  readonly features = new FeatureCollection();
  readonly #options: ServerOptions;
  readonly #endpoints: KestrelEndpoints;
  #services: ServiceContext | undefined;
  #nodeHttp: NodeHttpServer | undefined;
  #hasStarted = false;
  #stopping: Promise<StopSummary> | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    const addresses: ServerAddressesFeature = { addresses: [...options.addresses] };
    this.features.set(ServerAddressesFeature, addresses);
    this.#endpoints = new KestrelEndpoints(options, {
      addresses,
      onConnection: (connection) => this.#accept(connection),
      speaksHttp2: () => this.#nodeHttp === undefined,
      drainEndpoint: async (endpoint, deadline) => this.#services?.connections.drainEndpoint(endpoint, deadline),
    });
  }

  async start<Context>(application: HttpApplication<Context>): Promise<void> {
    if (this.#hasStarted) throw mewsError('serverAlreadyStarted', {});
    this.#hasStarted = true;
    const { limits, addServerHeader } = await this.#endpoints.configure();
    const services = makeServices({ application: application as HttpApplication<unknown>, limits, addServerHeader, options: this.#options });
    this.#services = services;
    if (application.usesNodeHttp) await this.#startNodeHttp(services);
    await this.#endpoints.bind();
    services.heartbeat.start();
  }

  stop(deadline: number): Promise<StopSummary> {
    this.#stopping ??= this.#stop(deadline);
    return this.#stopping;
  }

  retire(successor: Successor, deadline: number): Promise<StopSummary> {
    this.#stopping ??= this.#retire(successor, deadline);
    return this.#stopping;
  }

  activity(): ServerActivity {
    const { connections } = this.#services ?? {};
    return connections ? activityOf(connections) : IDLE;
  }

  async #retire(successor: Successor, deadline: number): Promise<StopSummary> {
    const services = this.#services;
    if (!services) return NOTHING_TO_DRAIN;
    if (successor.isThere) services.application = successor.application as HttpApplication<unknown>;
    this.#nodeHttp?.retire(successor);
    const summary = await retireConnections(services.connections, { successor, deadline, handshakes: () => this.#endpoints.handshakes });
    this.#endpoints.close();
    services.heartbeat.stop();
    this.#nodeHttp?.close();
    return summary;
  }

  async #stop(deadline: number): Promise<StopSummary> {
    this.#endpoints.close();
    const summary = (await this.#services?.connections.drain(deadline)) ?? NOTHING_TO_DRAIN;
    this.#services?.heartbeat.stop();
    this.#nodeHttp?.close();
    return summary;
  }

  async #startNodeHttp(services: ServiceContext): Promise<void> {
    const { NodeHttpServer } = await import('./node-http/node-http-server.ts');
    this.#nodeHttp = new NodeHttpServer(services);
  }

  #accept(connection: AcceptedConnection): void {
    if (this.#services) serveConnection(connection, this.#services, this.#nodeHttp);
  }
}
