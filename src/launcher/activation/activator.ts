import { placeKey, type ListenPlace } from '../../foundation/addresses/listen-place.ts';
import type { ActivationMode, ActivationSettings } from '../../foundation/events/activation.ts';
import type { AppEvent } from '../../foundation/events/event.ts';
import type { SentHandle } from '../../foundation/events/sent-handle.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import type { AppProcess } from './app-process.ts';
import { PublicSockets } from './public-sockets.ts';
import type { Serving } from './served-process.ts';

/** The first inherited descriptor of a process with an IPC channel, which is descriptor 3. */
const FIRST_DESCRIPTOR = 4;

interface Waiting {
  readonly socket: number;
  readonly connection: RawHandle;
}

/** What a new process inherits, and what it is told of that. */
export interface Lending {
  readonly activation: ActivationSettings;
  readonly descriptors: readonly number[];
  /** Those of the new process's descriptors that are copies of sockets on which nobody has begun to listen. */
  readonly silent: readonly number[];
}

/**
 * Owns the public sockets and decides who has their connections (what Windows' process activation service does for IIS).
 * It never looks into a connection. At each moment one process serves at most; without one, connections wait.
 */
export class Activator {
  readonly sockets: PublicSockets;
  /** Called when sockets were closed of which processes that wait have copies. */
  onSocketsChanged: () => void = () => {};
  readonly #areAlike: boolean;
  #serving: Serving | undefined;
  #waiting: Waiting[] = [];
  #onWaiting: (() => void) | undefined;
  /** Sockets on which the kernel keeps connections waiting, or will in a moment. */
  readonly #listened = new Set<number>();

  /** `areAlike`: all sockets lead to the same, and whoever serves one of them may have the connections of any. */
  constructor(mode: ActivationMode, { areAlike = false } = {}) {
    this.#areAlike = areAlike;
    this.sockets = new PublicSockets({ mode, onConnection: (socket, connection) => this.#deliver(socket, connection) });
  }

  /** Who has the connections now. */
  get serving(): Serving | undefined {
    return this.#serving;
  }

  /** For a process that is about to be started. */
  lend(): Lending {
    const { mode, all } = this.sockets;
    if (mode === 'handover') return { activation: { mode, sockets: all.map(({ lent }) => lent) }, descriptors: [], silent: [] };
    const inherited = all.flatMap(({ lent, handle }) => (handle?.fd === undefined || handle.fd < 0 ? [] : [{ lent, fd: handle.fd }]));
    const sockets = inherited.map(({ lent }, at) => ({ ...lent, fd: FIRST_DESCRIPTOR + at }));
    const unheard = inherited.filter(({ lent }) => !this.#listened.has(lent.id));
    for (const { lent } of unheard) this.#listened.add(lent.id);
    const firstReturned = FIRST_DESCRIPTOR + inherited.length + unheard.length;
    const toReturn = this.#onWaiting ? inherited.map(({ lent: { id } }, at) => ({ id, fd: firstReturned + at })) : [];
    const descriptors = [...inherited, ...unheard, ...(toReturn.length > 0 ? inherited : [])].map(({ fd }) => fd);
    return { activation: { mode, sockets, ...(toReturn.length > 0 && { toReturn }) }, descriptors, silent: unheard.map((_, at) => FIRST_DESCRIPTOR + inherited.length + at) };
  }

  /**
   * From now on, whenever nobody serves, connections are accepted here and wait; `onWaiting` is called for each. For who starts a
   * process only when it is needed. Errors: addressInUse, bindFailed.
   */
  async keepVigil(onWaiting: () => void): Promise<void> {
    this.#onWaiting = onWaiting;
    await this.#beginVigil();
  }

  /** Whether connections wait for somebody. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Lets somebody have those that wait, and no others. */
  answerWaiting(by: Serving): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { socket, connection } of waiting) this.#give(by, { socket, connection });
  }

  /** What a process says of sockets and connections; everything else is none of our business. `had` are the sockets it was given. */
  hear(process: AppProcess, event: AppEvent, handle: SentHandle | undefined): void {
    process.receive(event);
    if (event.type === 'borrow') void this.#lendTo(process, event);
    else if (event.type === 'unused' && process === this.#serving) this.#close(event.sockets);
    else if (event.type === 'connection' && handle) this.#deliver(event.socket, handle as RawHandle);
    else if (event.type === 'returned' && handle) this.#takeBack(event.socket, handle as RawHandle);
  }

  /** `next` has the connections from now on. Who had them before begins nothing any more by then, and has `deadline` milliseconds to finish. */
  async serve(next: Serving, deadline: number): Promise<void> {
    const before = this.#serving;
    this.#serving = undefined;
    await before?.release({ deadline, isAlone: false });
    this.#serving = next;
    next.accept();
    this.answerWaiting(next);
    this.sockets.endVigil();
  }

  /** Those that wait are let go without an answer. */
  dropWaiting(): void {
    for (const { connection } of this.#waiting) connection.close();
    this.#waiting = [];
  }

  /** Whoever served is gone: connections wait. */
  vacate(former: Serving): void {
    if (this.#serving !== former) return;
    this.#serving = undefined;
    // Listening on what is listened on already cannot fail.
    void this.#beginVigil();
  }

  /** The ports are free; connections that nobody has taken are closed. */
  close(): void {
    this.sockets.close();
    this.dropWaiting();
  }

  #close(ids: readonly number[]): void {
    this.sockets.forget(({ id }) => !ids.includes(id));
    this.onSocketsChanged();
  }

  #deliver(socket: number, connection: RawHandle): void {
    if (this.#serving) return this.#give(this.#serving, { socket, connection });
    this.#waiting.push({ socket, connection });
    this.#onWaiting?.();
  }

  #give(by: Serving, { socket, connection }: Waiting): void {
    const [first = socket] = by.held;
    by.deliver(this.#areAlike && !by.held.has(socket) ? first : socket, connection);
  }

  async #beginVigil(): Promise<void> {
    if (!this.#onWaiting) return;
    for (const { lent } of this.sockets.all) this.#listened.add(lent.id);
    await this.sockets.beginVigil();
  }

  #takeBack(id: number, copy: RawHandle): void {
    const socket = this.sockets.get(id);
    if (socket?.takeBack) socket.takeBack(copy);
    else copy.close();
  }

  async #lendTo(process: AppProcess, { request, place }: { readonly request: number; readonly place: ListenPlace }): Promise<void> {
    const { running } = process;
    try {
      const { lent, handle } = await this.sockets.borrow(place, process.countLent(placeKey(place)));
      process.noteLent(placeKey(place));
      running.send({ type: 'lent', request, socket: lent }, handle);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'EINVAL';
      running.send({ type: 'lent', request, error: code });
    }
  }
}
