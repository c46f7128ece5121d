import { chmodSync, existsSync } from 'node:fs';
import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { formatBindingAddress } from '../../foundation/addresses/bound-address.ts';
import { placeKey, type ListenPlace } from '../../foundation/addresses/listen-place.ts';
import type { ActivationMode, LentSocket } from '../../foundation/events/activation.ts';
import { describePortHolder } from '../../foundation/process/port-holder.ts';
import { makeRoomForSocket } from '../../foundation/transport/bind-unix-socket.ts';
import { isUnavailable, listenFailure } from '../../foundation/transport/listen-failure.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import { ownSocket } from './own-socket.ts';
import type { OwnedSocket } from './owned-socket.ts';
import { plannedPlaces } from './planned-places.ts';

export interface PublicSocketsOptions {
  readonly mode: ActivationMode;
  /** Called with each connection that comes to us: all of them in the mode `handover`, else during a vigil. */
  readonly onConnection: (socket: number, connection: RawHandle) => void;
}

/** All listening sockets of a launch, the launcher's own: they live as long as it does, whichever process serves. */
export class PublicSockets {
  readonly mode: ActivationMode;
  readonly #options: PublicSocketsOptions;
  #sockets: OwnedSocket[] = [];
  #ids = 0;

  constructor(options: PublicSocketsOptions) {
    this.mode = options.mode;
    this.#options = options;
  }

  /** In the order in which they were bound. */
  get all(): readonly OwnedSocket[] {
    return this.#sockets;
  }

  /** The ids of all. */
  get ids(): ReadonlySet<number> {
    return new Set(this.#sockets.map(({ lent }) => lent.id));
  }

  get(id: number): OwnedSocket | undefined {
    return this.#sockets.find(({ lent }) => lent.id === id);
  }

  /** Binds what a launch plans, each place once. Errors: addressInUse, bindFailed. */
  async bind(addresses: readonly BindingAddress[]): Promise<void> {
    const had = new Map<string, number>();
    for (const address of addresses) {
      try {
        await this.#bindPlanned(address, had);
      } catch (error) {
        throw await listenFailure(error, formatBindingAddress(address), { port: address.port, describe: describePortHolder });
      }
    }
  }

  /**
   * The socket for a place that a process wants to listen at: the one that was bound for it, or a new one. Of those for a free
   * port the process has `had` so many already. Rejects with the system's error.
   */
  async borrow(place: ListenPlace, had: number): Promise<OwnedSocket> {
    const known = this.#sockets.filter(({ lent }) => placeKey(lent.place) === placeKey(place))[place.port === 0 ? had : 0];
    if (known && !this.#isGone(known)) return known;
    return this.#own(place);
  }

  /** Connections come to us from now on. Errors: addressInUse, bindFailed. */
  async beginVigil(): Promise<void> {
    for (const socket of this.#sockets) {
      try {
        socket.beginVigil?.();
      } catch (error) {
        throw await listenFailure(error, describePlace(socket.lent.place), { port: socket.lent.place.port, describe: describePortHolder });
      }
    }
  }

  endVigil(): void {
    for (const socket of this.#sockets) socket.endVigil?.();
  }

  /** Those that no place of `addresses` asks for are closed; what is missing is to be bound. */
  forget(isWanted: (socket: LentSocket) => boolean): void {
    const [kept, left] = [this.#sockets.filter(({ lent }) => isWanted(lent)), this.#sockets.filter(({ lent }) => !isWanted(lent))];
    this.#sockets = kept;
    for (const socket of left) socket.close();
  }

  /** Idempotent. The ports are free when it returns. */
  close(): void {
    this.forget(() => false);
  }

  /** `had`: how many sockets this launch has of a place, which two addresses may ask for with the port 0. */
  async #bindPlanned(address: BindingAddress, had: Map<string, number>): Promise<void> {
    const places = plannedPlaces(address);
    if (!places) return;
    const { first, second } = places;
    if (address.kind === 'unix' && !this.#has(first)) await makeRoomForSocket(address.host);
    const count = had.get(placeKey(first)) ?? 0;
    had.set(placeKey(first), count + 1);
    const port = await this.#ownOnce(first, { had: count, mayBeMissing: second !== undefined });
    if (address.kind === 'unix') chmodSync(address.host, 0o600);
    if (second) await this.#ownOnce(second(port ?? address.port), { had: 0, mayBeMissing: port !== undefined });
  }

  /** The port; undefined where the address family is missing and may be. */
  async #ownOnce(place: ListenPlace, { had, mayBeMissing }: { readonly had: number; readonly mayBeMissing: boolean }): Promise<number | undefined> {
    try {
      const socket = await this.borrow(place, had);
      return socket.lent.bound?.port;
    } catch (error) {
      if (mayBeMissing && isUnavailable(error)) return undefined;
      throw error;
    }
  }

  async #own(place: ListenPlace): Promise<OwnedSocket> {
    const socket = await ownSocket({ ...this.#options, id: ++this.#ids, place });
    this.#sockets.push(socket);
    return socket;
  }

  #has(place: ListenPlace): boolean {
    return this.#sockets.some(({ lent }) => placeKey(lent.place) === placeKey(place));
  }

  /** Somebody has removed the file of a unix socket: the next server there needs a new one. */
  #isGone(socket: OwnedSocket): boolean {
    const { host, port } = socket.lent.place;
    if (port >= 0 || existsSync(host)) return false;
    this.#sockets = this.#sockets.filter((one) => one !== socket);
    socket.close();
    return true;
  }
}

function describePlace({ host, port }: ListenPlace): string {
  return port < 0 ? host : `${host || '*'}:${port}`;
}
