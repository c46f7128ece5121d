import { AsyncResource } from 'node:async_hooks';
import { BACKLOG, tcpPrototype, type RawHandle, type SocketPlace } from './raw-handle.ts';

/** Longer than any process lives: only there to keep one alive, as a listening socket does. */
const FOREVER = 2 ** 31 - 1;

export interface LentHandleOptions {
  /** Where the socket is bound; left out for unix sockets. */
  readonly place?: Required<SocketPlace>;
  /** Called when a server has taken the handle: it wants connections. */
  readonly onListen: () => void;
  /** Called when the server has closed it. */
  readonly onClose: () => void;
  /** Called for each connection, before the server gets it. */
  readonly onConnection: (connection: RawHandle) => void;
}

/**
 * A listening socket that belongs to somebody else, in the shape a `net.Server` takes for its own handle. The server
 * believes that it listens; connections come when, and as long as, the owner lets them: from the system's socket
 * (`accept`), or one by one (`deliver`). Neither the server nor the app's code notices a pause or the end of that.
 */
export class LentHandle {
  readonly #keeper = setInterval(() => {}, FOREVER);
  readonly #options: LentHandleOptions;
  readonly #faux: RawHandle;
  #socket: RawHandle | undefined;

  constructor(options: LentHandleOptions) {
    this.#options = options;
    const properties = Object.entries(this.#methods()).map(([name, value]) => [name, { value, writable: true, configurable: true }]);
    this.#faux = Object.create(tcpPrototype(), Object.fromEntries(properties)) as RawHandle;
  }

  /** What `net.Server.listen` is called with. */
  get handle(): RawHandle {
    return this.#faux;
  }

  /** Connections of the system's socket are the server's from now on. Returns 0, or the system's error. */
  accept(socket: RawHandle): number {
    this.#socket = socket;
    socket.onconnection = (status, client) => this.#connect(status, client);
    // Whether the process lives on is the keeper's business.
    socket.unref();
    return socket.listen(BACKLOG);
  }

  /** One connection, as if it had been accepted here. */
  deliver(connection: RawHandle): void {
    this.#connect(0, connection);
  }

  /** No more connections of the system's socket; this process's copy of it is closed. */
  pause(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  #connect(status: number, client: RawHandle | undefined): void {
    if (client) this.#options.onConnection(client);
    this.#faux.onconnection?.(status, client);
  }

  #methods(): object {
    const { place, onListen } = this.#options;
    const resource = new AsyncResource('MEWSLENTHANDLE');
    return {
      listen: () => (onListen(), 0),
      close: (closed?: () => void) => this.#close(closed),
      ref: () => void this.#keeper.ref(),
      unref: () => void this.#keeper.unref(),
      hasRef: () => this.#keeper.hasRef(),
      getAsyncId: () => resource.asyncId(),
      getsockname: place && ((out: SocketPlace) => (Object.assign(out, place), 0)),
      fd: -1,
    };
  }

  #close(closed?: () => void): void {
    clearInterval(this.#keeper);
    this.pause();
    this.#options.onClose();
    if (closed) setImmediate(closed);
  }
}
