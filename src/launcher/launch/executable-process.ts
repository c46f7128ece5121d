import type { AppEvent } from '../../foundation/events/event.ts';
import { formatBoundAddress } from '../../foundation/addresses/bound-address.ts';
import { awaitListening } from '../../foundation/process/await-listening.ts';
import type { ProcessExit, RunningProcess } from '../../foundation/process/start-process.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import type { Activator } from '../activation/activator.ts';
import { Relay } from '../activation/relay.ts';
import { NOTHING_DRAINED, type DrainSummary, type Release, type ServedProcess } from '../activation/served-process.ts';
import { WakeUps } from '../activation/wake-ups.ts';
import type { ExecutableListening } from './executable-listening.ts';

export interface ExecutableProcessOptions {
  readonly running: RunningProcess;
  readonly activator: Activator;
  readonly listening: ExecutableListening;
}

/**
 * A program of an Executable profile as one version: it speaks no events, so that it listens is found out by looking, and it makes
 * way by ending. Its connections come through a relay, by listening sockets that it has inherited, or not through us at all.
 */
export class ExecutableProcess implements ServedProcess {
  readonly running: RunningProcess;
  readonly exited: Promise<ProcessExit>;
  readonly drained: Promise<DrainSummary>;
  hasEnded = false;
  readonly filesRead: ReadonlySet<string> = new Set();
  readonly filesWritten: ReadonlySet<string> = new Set();
  onEvent: (event: AppEvent) => void = () => {};
  readonly #options: ExecutableProcessOptions;
  readonly #probing = new AbortController();
  readonly #held = new Set<number>();
  #relay: Relay | undefined;
  #settleDrained: (summary: DrainSummary) => void = () => {};
  readonly #wakeUps = new WakeUps();

  constructor(options: ExecutableProcessOptions) {
    this.#options = options;
    this.running = options.running;
    this.exited = options.running.exited;
    this.drained = new Promise((resolve) => (this.#settleDrained = resolve));
    void this.exited.then(() => this.#ended());
  }

  get held(): ReadonlySet<number> {
    return this.#held;
  }

  /** Looks until it listens. */
  launch(): void {
    const { listening, activator } = this.#options;
    if (listening.kind === 'inherited') this.#hold(activator.sockets.all.map(({ lent }) => lent.bound).flatMap((bound) => (bound ? [formatBoundAddress({ scheme: 'http', host: bound.address, port: bound.port })] : [])));
    else void this.#probe();
  }

  async holds(): Promise<void> {
    while (!this.hasEnded && this.#held.size === 0) await this.#wakeUps.next();
  }

  accept(): void {}

  deliver(_socket: number, connection: RawHandle): void {
    if (this.#relay) this.#relay.take(connection);
    else connection.close();
  }

  async release({ deadline }: Release): Promise<void> {
    const draining = this.#relay?.drain(deadline) ?? Promise.resolve(NOTHING_DRAINED);
    void draining.then(this.#settleDrained);
  }

  async #probe(): Promise<void> {
    const { listening, running } = this.#options;
    if (listening.kind === 'inherited') return;
    const wanted = listening.kind === 'relayed' ? [listening.upstream] : listening.wanted;
    const found = await awaitListening({ leader: running.pid, signal: this.#probing.signal, wanted });
    const [first] = found;
    if (!first) return;
    if (listening.kind === 'relayed') this.#relay = new Relay({ host: first.host.includes(':') ? '::1' : '127.0.0.1', port: first.port });
    const addresses = listening.kind === 'relayed' ? listening.addresses : found.map(({ host, port }) => formatBoundAddress({ scheme: 'http', host, port }));
    if (listening.kind === 'relayed') this.#hold(addresses);
    else this.onEvent({ type: 'listening', addresses: [...new Set(addresses)], by: 'program' });
  }

  #hold(addresses: readonly string[]): void {
    for (const { lent } of this.#options.activator.sockets.all) this.#held.add(lent.id);
    this.onEvent({ type: 'listening', addresses, by: 'program' });
    this.#wakeUps.wake();
  }

  #ended(): void {
    this.hasEnded = true;
    this.#probing.abort();
    this.#settleDrained(NOTHING_DRAINED);
    this.#wakeUps.wake();
  }
}
