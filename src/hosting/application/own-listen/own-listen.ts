import { errorMonitor, type EventEmitter } from 'node:events';
import { Server } from 'node:net';
import type { BindingAddress } from '../../../foundation/addresses/binding-address.ts';
import { formatBindingAddress, formatBoundAddress, formatSocketPath } from '../../../foundation/addresses/bound-address.ts';
import type { AppEvent } from '../../../foundation/events/event.ts';
import { readListenArguments, type TcpListen } from './listen-arguments.ts';
import { closeGracefully, followUpgrades, schemeOf, type OwnServer } from './own-server.ts';
import type * as PlannedListenModule from './planned-listen.ts';
import type { PlannedListen, SocketsBeside } from './planned-listen.ts';

type Scheme = 'http' | 'https';

export interface OwnListenOptions {
  /** The addresses that replace what the app's `listen()` says; empty leaves it as it is written. */
  readonly addresses: readonly BindingAddress[];
  readonly report: (event: AppEvent) => void;
  /** Called before an app's own HTTP server listens. */
  readonly beforeListen: (server: OwnServer) => void;
}

/**
 * Apps that listen by themselves: from now on every `listen()` of an http or https server in this process is reported
 * with its bound address, and the first such server gets the planned addresses. Servers of other protocols, unix
 * sockets, handles and descriptors are left as they are. Errors reach the app's own `error` event.
 */
export class OwnListen {
  /** True once an HTTP server of the app was told to listen, whether it does already or not. */
  wasCalled = false;
  readonly #options: OwnListenOptions;
  readonly #listening = new Map<OwnServer, Set<SocketsBeside>>();
  readonly #reported = new Set<string>();
  /** The server that has the planned addresses: it gets them again when it listens again. */
  #favoured: OwnServer | undefined;
  /** Its address is told before those of other servers, which may be bound sooner: the first one told is where a browser opens. */
  #favouredIsTold: Promise<void> = Promise.resolve();
  #isLeftAlone = false;
  #isServerStarting = false;
  #plannedListen: Promise<typeof PlannedListenModule> | undefined;

  constructor(options: OwnListenOptions) {
    this.#options = options;
    // Begun now, so that it is there when the app has been loaded.
    if (options.addresses.length > 0) this.#plannedListen = import('./planned-listen.ts');
    this.#install();
  }

  /** The addresses belong to somebody else: each `listen()` from now on stays as it is written. */
  leaveAlone(): void {
    this.#isLeftAlone = true;
  }

  /** Runs `start` of the chosen server: what listens meanwhile is that server's, not the app's. */
  async whileServerStarts(start: () => Promise<void>): Promise<void> {
    this.#isServerStarting = true;
    try {
      await start();
    } finally {
      this.#isServerStarting = false;
    }
  }

  get isListening(): boolean {
    return this.#listening.size > 0;
  }

  /** Stops accepting everywhere, and resolves when requests in flight have had their answer. */
  async close(): Promise<void> {
    const beside = [...this.#listening.values()].flatMap((sockets) => [...sockets]);
    await Promise.all([...[...this.#listening.keys()].map(closeGracefully), ...beside.map((sockets) => sockets.close())]);
  }

  #install(): void {
    const take = this.#take.bind(this);
    const isServers = (): boolean => this.#isServerStarting;
    const original = Reflect.get(Server.prototype, 'listen') as (this: Server, ...args: unknown[]) => Server;
    const listen = function listen(this: Server, ...args: unknown[]): Server {
      const scheme = schemeOf(this);
      const go = (...given: unknown[]): Server => original.apply(this, given);
      return scheme === undefined || isServers() ? go(...args) : take({ server: this, scheme, args, go });
    };
    Object.defineProperty(Server.prototype, 'listen', { value: listen, configurable: true, writable: true, enumerable: true });
  }

  #take({ server, scheme, args, go }: { server: OwnServer; scheme: Scheme; args: unknown[]; go: (...given: unknown[]) => Server }): Server {
    this.wasCalled = true;
    this.#options.beforeListen(server);
    followUpgrades(server);
    const call = readListenArguments(args);
    const addresses = call ? this.#addressesFor(server, scheme) : [];
    const [first, ...further] = addresses;
    if (!call || !first || server.listening) {
      server.once('listening', () => void this.#favouredIsTold.then(() => this.#note(server, { scheme, asked: call?.options.host, more: [] })));
      return go(...args);
    }
    this.#favoured = server;
    void this.#listenAsPlanned({ server, call, addresses: [first, ...further], listen: go });
    return server;
  }

  #addressesFor(server: OwnServer, scheme: Scheme): readonly BindingAddress[] {
    const isFirst = this.#favoured === undefined || this.#favoured === server;
    if (this.#isLeftAlone || !isFirst || this.#options.addresses.length === 0) return [];
    const addresses = this.#options.addresses.filter((address) => address.scheme === scheme);
    if (addresses.length === 0) {
      this.#warn(`The app listens with ${scheme}, and no ${scheme} address is planned: its listen() stays as it is written.`);
    } else if (this.#favoured === undefined) {
      const left = this.#options.addresses.filter((address) => address.scheme !== scheme);
      for (const address of left) this.#warn(`${formatBindingAddress(address)} is left out: the app listens with ${scheme}.`);
    }
    return addresses;
  }

  async #listenAsPlanned(wanted: { server: OwnServer; call: TcpListen; addresses: PlannedListen['addresses']; listen: PlannedListen['listen'] }): Promise<void> {
    const { server, addresses: [first] } = wanted;
    const beside = new Set<SocketsBeside>();
    const closing = closeTogether(server, beside);
    const told = this.#tellFirst(server);
    const planned: PlannedListen = { ...wanted, beside, isCancelled: () => closing.aborted };
    const { listenAsPlanned, followFreePort } = await (this.#plannedListen ??= import('./planned-listen.ts'));
    let more: readonly string[] = [];
    server.once('listening', () => {
      const isComplete = first.kind === 'localhost' && first.port === 0 ? followFreePort(planned) : Promise.resolve();
      const asked = first.kind === 'localhost' ? first.host : undefined;
      void isComplete.then(() => this.#note(server, { scheme: first.scheme, asked, more, beside })).then(told);
    });
    try {
      more = await listenAsPlanned(planned);
    } catch (error) {
      server.emit('error', error);
    }
  }

  /** Holds the news of other servers back until what is returned was called, or `server` has failed. */
  #tellFirst(server: OwnServer): () => void {
    let told: () => void = () => {};
    this.#favouredIsTold = new Promise((resolve) => (told = resolve));
    const emitter: EventEmitter = server;
    for (const end of [errorMonitor, 'close']) emitter.once(end, told);
    return told;
  }

  /** `server` listens: it is remembered for the shutdown, and its address is told. */
  #note(server: OwnServer, at: { scheme: Scheme; asked: string | undefined; more: readonly string[]; beside?: Set<SocketsBeside> }): void {
    const address = server.address();
    if (address === null) return;
    this.#listening.set(server, at.beside ?? new Set());
    server.once('close', () => this.#listening.delete(server));
    const addresses = [describe(address, at), ...at.more].filter((text) => !this.#isKnown(text));
    addresses.forEach((text) => this.#reported.add(text));
    if (addresses.length > 0) this.#options.report({ type: 'listening', addresses, by: 'app' });
  }

  /** Frameworks that bind both loopbacks themselves (Fastify) do so with one server each: to the user it is one address. */
  #isKnown(address: string): boolean {
    return this.#reported.has(address) || this.#reported.has(address.replace(/\/\/(\[::1\]|127\.0\.0\.1):/, '//localhost:'));
  }

  #warn(text: string): void {
    this.#options.report({ type: 'appWarning', text });
  }
}

type Address = NonNullable<ReturnType<Server['address']>>;

function describe(address: Address, { scheme, asked }: { readonly scheme: Scheme; readonly asked: string | undefined }): string {
  if (typeof address === 'string') return formatSocketPath(scheme, address);
  const isLocalhost = asked !== undefined && /^(.+\.)?localhost$/i.test(asked);
  return formatBoundAddress({ scheme, host: isLocalhost ? asked : address.address, port: address.port });
}

/** `server.close()` closes what listens beside it, too. The signal fires when the app closes before all is bound. */
function closeTogether(server: OwnServer, beside: Set<SocketsBeside>): AbortSignal {
  const closing = new AbortController();
  const close = server.close;
  server.close = function closeAll(callback) {
    closing.abort();
    server.close = close;
    for (const sockets of beside) void sockets.close();
    return close.call(server, callback);
  };
  return closing.signal;
}
