import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { BindingAddress } from '../../../foundation/addresses/binding-address.ts';
import { formatBindingAddress } from '../../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { bindListeningSockets, type ListeningSockets } from '../../../foundation/transport/listening-sockets.ts';
import type { HttpApplication } from '../../application/http-application.ts';
import { ServerAddressesFeature } from '../../application/server-addresses-feature.ts';
import type { Server, ServerOptions } from '../../application/server.ts';
import { FeatureCollection } from '../../http/feature-collection.ts';
import { Connections } from './connections.ts';
import { processRequest } from './process-request.ts';

/** Bound when nobody asks for an address, as in ASP.NET Core. */
const DEFAULT_ADDRESS = 'http://localhost:5000';

/** The built-in server: HTTP/1.1 on every address it is given. */
export class KestrelServer implements Server {
  readonly features = new FeatureCollection();
  readonly #options: ServerOptions;
  readonly #addresses: ServerAddressesFeature;
  readonly #http: HttpServer = createServer();
  readonly #connections = new Connections(this.#http);
  readonly #responses = new Set<ServerResponse>();
  #sockets: ListeningSockets | undefined;
  #hasStarted = false;
  #stopping: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#addresses = { addresses: [...options.addresses] };
    this.features.set(ServerAddressesFeature, this.#addresses);
  }

  async start<Context>(application: HttpApplication<Context>): Promise<void> {
    if (this.#hasStarted) throw mewsError('serverAlreadyStarted', {});
    this.#hasStarted = true;
    this.#serve(application);
    const addresses = this.#httpAddresses();
    this.#sockets = await bindListeningSockets({
      ...this.#options,
      addresses,
      onConnection: (socket) => {
        this.#connections.add(socket);
        this.#http.emit('connection', socket);
      },
    });
    if (this.#stopping) void this.#sockets.close();
    this.#warnOfNames(addresses);
    this.#warnOfMove(addresses, this.#sockets.addresses);
    this.#addresses.addresses = [...this.#sockets.addresses];
  }

  stop(deadline: number): Promise<void> {
    this.#stopping ??= this.#stop(deadline);
    return this.#stopping;
  }

  async #stop(deadline: number): Promise<void> {
    void this.#sockets?.close();
    await this.#connections.drain(deadline, this.#responses);
    // Ends the timer that looks after header time-outs.
    this.#http.close();
  }

  #serve<Context>(application: HttpApplication<Context>): void {
    this.#http.on('request', (request, response) => {
      const connection = this.#connections.begin(request.socket, response);
      this.#responses.add(response);
      response.once('close', () => this.#responses.delete(response));
      void processRequest(application, { request, response, connection, logError: this.#options.logError });
    });
    // Node begins to watch time-outs of its connections at this event, which a server that never listens itself lacks.
    this.#http.emit('listening');
  }

  /** https is not served yet: such an address is left out with a word, unless nothing is left then. */
  #httpAddresses(): BindingAddress[] {
    const wanted = this.#addresses.addresses.length > 0 ? this.#addresses.addresses : [DEFAULT_ADDRESS];
    const parsed = wanted.map((url) => parseBindingAddress(url, 'the server addresses'));
    const http = parsed.filter(({ scheme }) => scheme === 'http');
    const left = parsed.filter(({ scheme }) => scheme === 'https').map(formatBindingAddress);
    if (http.length === 0) throw mewsError('noHttpAddress', { urls: left.join(', ') });
    for (const url of left) this.#options.warn(`${url} is left out: this version of mews does not serve https yet.`);
    return http;
  }

  #warnOfNames(addresses: readonly BindingAddress[]): void {
    for (const { host, namedHost } of addresses) {
      if (namedHost) this.#options.warn(`'${host}' is neither localhost nor an IP address: listening on every interface, as Kestrel does.`);
    }
  }

  #warnOfMove(wanted: readonly BindingAddress[], bound: readonly string[]): void {
    wanted.forEach((address, at) => {
      const url = formatBindingAddress(address);
      if (address.kind === 'localhost' && address.port !== 0 && bound[at] !== url) {
        this.#options.warn(`${url} is taken: listening on ${bound[at]} instead.`);
      }
    });
  }
}
