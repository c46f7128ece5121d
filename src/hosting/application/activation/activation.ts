import { existsSync } from 'node:fs';
import { placeKey, type ListenPlace } from '../../../foundation/addresses/listen-place.ts';
import type { ActivationCommand, ActivationSettings, LentSocket } from '../../../foundation/events/activation.ts';
import type { SentHandle } from '../../../foundation/events/sent-handle.ts';
import { LentHandle } from '../../../foundation/transport/lent-handle.ts';
import { lendPath } from '../../../foundation/transport/lent-paths.ts';
import { listenError } from '../../../foundation/transport/listen-error.ts';
import { openDescriptor, type RawHandle } from '../../../foundation/transport/raw-handle.ts';
import type { LauncherChannel } from '../launcher-channel.ts';

/** Milliseconds after its first listen() in which an app listens wherever it will. */
const LATEST_LISTEN = 2000;

/** A socket of the launcher's that a server of this process has, or may have. */
interface Lent {
  readonly socket: LentSocket;
  readonly handle: LentHandle;
  /** Not accepted on yet; none in handover. */
  raw: RawHandle | undefined;
  isHeld: boolean;
}

interface Borrowing {
  readonly place: ListenPlace;
  readonly lend: (lent: LentHandle) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * The listening sockets of this process under activation (socket activation, sd_listen_fds(3), with a launcher that says
 * when): all of them are the launcher's. A server that listens *holds* one; it gets connections from `accept` to `release`.
 */
export class Activation {
  readonly #send: LauncherChannel['send'];
  readonly #unused: LentSocket[];
  readonly #lent = new Map<number, Lent>();
  readonly #borrowings = new Map<number, Borrowing>();
  /** Which socket a connection came in by. */
  readonly #sources = new WeakMap<RawHandle, number>();
  #phase: 'holding' | 'accepting' | 'released' = 'holding';
  #requests = 0;

  constructor({ sockets, toReturn = [] }: ActivationSettings, send: LauncherChannel['send']) {
    this.#send = send;
    this.#unused = [...sockets];
    for (const { id, fd } of toReturn) {
      const copy = openDescriptor(fd);
      send({ type: 'returned', socket: id }, () => copy.close(), copy);
    }
    for (const { place } of sockets) if (place.port < 0) lendPath(place.host);
  }

  /** What a `listen()` for `place` is to be given: at once where it was lent beforehand. Rejects with Node's own kind of error. */
  take(place: ListenPlace): LentHandle | Promise<LentHandle> {
    const at = this.#unused.findIndex((socket) => placeKey(socket.place) === placeKey(place));
    const [socket] = at < 0 || isGone(place) ? [] : this.#unused.splice(at, 1);
    return socket ? this.#lend(socket, socket.fd === undefined ? undefined : openDescriptor(socket.fd)) : this.#borrow(place);
  }

  /** Carries out what the launcher says. */
  obey(command: Exclude<ActivationCommand, { type: 'release' }>, handle: RawHandle | undefined): void {
    if (command.type === 'accept') this.#accept();
    else if (command.type === 'connection') this.#deliver(command.socket, handle);
    else if ('error' in command) this.#settle(command.request)?.refuse(command.error);
    else this.#settle(command.request)?.lend(command.socket, handle);
  }

  /** From now on nothing is accepted; what this process has not begun to answer is the successor's. */
  release(): void {
    this.#phase = 'released';
    for (const { handle } of this.#lent.values()) handle.pause();
  }

  /** The lent socket that a connection of this process came in by. */
  sourceOf(connection: RawHandle): LentSocket | undefined {
    const id = this.#sources.get(connection);
    return id === undefined ? undefined : this.#lent.get(id)?.socket;
  }

  /** The path of the unix socket that is served here, if there is one. */
  get pathServed(): string | undefined {
    return [...this.#lent.values()].find(({ socket }) => socket.place.port < 0)?.socket.place.host;
  }

  #accept(): void {
    this.#phase = 'accepting';
    setTimeout(() => this.#giveBack(), LATEST_LISTEN).unref();
    for (const lent of this.#lent.values()) this.#begin(lent);
  }

  /** A planned address that the app has no server for: connections there would wait for ever. */
  #giveBack(): void {
    const unused = this.#unused.splice(0);
    for (const { fd } of unused) if (fd !== undefined) openDescriptor(fd).close();
    if (unused.length > 0 && this.#phase === 'accepting') this.#send({ type: 'unused', sockets: unused.map(({ id }) => id) });
  }

  #begin(lent: Lent): void {
    if (this.#phase !== 'accepting' || !lent.isHeld || !lent.raw) return;
    lent.handle.accept(lent.raw);
    lent.raw = undefined;
  }

  #deliver(id: number, connection: RawHandle | undefined): void {
    const lent = this.#lent.get(id);
    if (!connection) return;
    if (lent) lent.handle.deliver(connection);
    // The app listens there no more.
    else connection.close();
  }

  #borrow(place: ListenPlace): Promise<LentHandle> {
    const request = ++this.#requests;
    return new Promise((lend, refuse) => {
      this.#borrowings.set(request, { place, lend, refuse });
      this.#send({ type: 'borrow', request, place });
    });
  }

  #settle(request: number): { lend(socket: LentSocket, raw: SentHandle | undefined): void; refuse(error: string): void } | undefined {
    const borrowing = this.#borrowings.get(request);
    this.#borrowings.delete(request);
    return (
      borrowing && {
        lend: (socket, raw) => borrowing.lend(this.#lend(socket, raw as RawHandle | undefined)),
        refuse: (error) => borrowing.refuse(listenError(borrowing.place, error)),
      }
    );
  }

  #lend(socket: LentSocket, raw: RawHandle | undefined): LentHandle {
    const { id, bound, place } = socket;
    if (place.port < 0) lendPath(place.host);
    const handle = new LentHandle({
      ...(bound && { place: bound }),
      onListen: () => this.#hold(id),
      onClose: () => this.#lent.delete(id),
      onConnection: (connection) => void this.#sources.set(connection, id),
    });
    this.#lent.set(id, { socket, handle, raw, isHeld: false });
    return handle;
  }

  #hold(id: number): void {
    const lent = this.#lent.get(id);
    if (!lent) return;
    lent.isHeld = true;
    // An app that throws right after its listen() has not started.
    setImmediate(() => this.#send({ type: 'held', socket: id }));
    this.#begin(lent);
  }
}

/** Somebody has removed the file of a unix socket: nobody would find a server behind it. */
function isGone({ host, port }: ListenPlace): boolean {
  return port < 0 && !existsSync(host);
}
