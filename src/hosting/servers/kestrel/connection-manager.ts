import type { Successor } from '../../application/activation/successor.ts';
import type { ServerActivity, StopSummary } from '../../application/server.ts';

/** A connection of any protocol, as the server sees it. */
export interface ManagedConnection {
  readonly id: string;
  /** Requests that have begun and are not answered to the end. */
  readonly activeRequests: number;
  /** Requests that have begun so far. */
  readonly requests: number;
  /** Looks after its own time-outs, once a second. */
  beat(now: number): void;
  /** Finishes what is in flight, then closes; closes now when nothing is. Idempotent. */
  drain(): void;
  /**
   * Finishes what is in flight; what begins from now on is the successor's. An idle connection is given to it, now or as
   * soon as it is idle; where that cannot be done it ends with the next answer. Idempotent.
   */
  retire(successor: Successor): void;
  /** Time is up, but nothing is wrong: answers that have no end of their own are ended, WebSockets told to come again. Returns how many. */
  endStreams(): number;
  /** Cuts the connection now. */
  abort(): void;
}

/** Somebody waits for connections to end. */
interface Ending {
  readonly pending: Set<ManagedConnection>;
  readonly resolve: () => void;
}

/** The open connections of a server, and how all of them end (`ConnectionManager` and `StopAsync` of Kestrel). */
export class ConnectionManager {
  readonly #open = new Map<ManagedConnection, string>();
  /** All that ever were, for who wants to know whether there are new ones. */
  #count = 0;
  readonly #most: number | null;
  #upgraded = 0;
  #isDraining = false;
  readonly #endings = new Set<Ending>();
  #successor: Successor | undefined;

  /** `maxConcurrentConnections`; null for no limit. */
  constructor(most: number | null) {
    this.#most = most;
  }

  /** True once the server stops: an answer from now on is the last of its connection. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Connections without those that were upgraded, which have a limit of their own. */
  get isFull(): boolean {
    return this.#most !== null && this.#open.size - this.#upgraded >= this.#most;
  }

  get upgraded(): number {
    return this.#upgraded;
  }

  add(connection: ManagedConnection, endpoint: string): void {
    this.#open.set(connection, endpoint);
    this.#count++;
    const successor = this.#successor;
    // It is being made just now.
    if (successor) queueMicrotask(() => connection.retire(successor));
  }

  /** The connection has become one of another protocol (WebSocket). */
  upgrade(): void {
    this.#upgraded++;
  }

  remove(connection: ManagedConnection, wasUpgraded = false): void {
    if (!this.#open.delete(connection)) return;
    if (wasUpgraded) this.#upgraded--;
    for (const ending of this.#endings) {
      if (ending.pending.delete(connection) && ending.pending.size === 0) ending.resolve();
    }
  }

  beat(now: number): void {
    for (const connection of this.#open.keys()) connection.beat(now);
  }

  /**
   * Ends all connections: idle ones now, busy ones with their answer, what is left after `deadline` milliseconds is cut.
   * Counts requests: those that were finished in time, and those that were cut.
   */
  async drain(deadline: number): Promise<StopSummary> {
    this.#isDraining = true;
    const busy = countRequests(this.#open.keys());
    const connections = [...this.#open.keys()];
    const cut = await this.#end(connections, { drained: connections, deadline });
    // A request may have come while the others ended.
    return { drained: Math.max(0, busy - cut), cut };
  }

  /** From now on what is idle and what comes is the successor's; connections that come in later are told so, too. */
  retire(successor: Successor): void {
    this.#successor = successor;
    for (const connection of this.#open.keys()) connection.retire(successor);
  }

  /** Connections so far. */
  get count(): number {
    return this.#count;
  }

  /** The open connections. */
  get open(): ManagedConnection[] {
    return [...this.#open.keys()];
  }

  /**
   * The same for the connections that one endpoint has now, which is going away while the server stays. One that has not
   * asked yet is about to: it is cut at the deadline.
   */
  async drainEndpoint(endpoint: string, deadline: number): Promise<void> {
    const connections = [...this.#open].filter(([, of]) => of === endpoint).map(([connection]) => connection);
    await this.#end(connections, { drained: connections.filter(({ requests }) => requests > 0), deadline });
  }

  /** Drains some of `connections`, and waits for all. Resolves with the number of requests that had to be cut. */
  async #end(connections: readonly ManagedConnection[], { drained, deadline }: { readonly drained: readonly ManagedConnection[]; readonly deadline: number }): Promise<number> {
    if (connections.length === 0) return 0;
    const pending = new Set(connections);
    const { promise: ended, ending } = this.#await(pending);
    for (const connection of drained) connection.drain();
    let cut = 0;
    const timer = setTimeout(() => {
      cut = countRequests(pending);
      for (const connection of pending) connection.abort();
    }, deadline);
    await ended;
    clearTimeout(timer);
    this.#endings.delete(ending);
    return cut;
  }

  #await(pending: Set<ManagedConnection>): { readonly promise: Promise<void>; readonly ending: Ending } {
    let resolve: () => void = () => {};
    const promise = new Promise<void>((resolved) => (resolve = resolved));
    const ending = { pending, resolve };
    this.#endings.add(ending);
    return { promise, ending };
  }
}

/** How busy they are: what has become another protocol's is always. */
export function activityOf(connections: ConnectionManager): ServerActivity {
  const { open, upgraded, count } = connections;
  return { inFlight: countRequests(open) + upgraded, received: open.reduce((sum, { requests }) => sum + requests, count) };
}

export function countRequests(connections: Iterable<ManagedConnection>): number {
  let requests = 0;
  for (const connection of connections) requests += connection.activeRequests;
  return requests;
}
