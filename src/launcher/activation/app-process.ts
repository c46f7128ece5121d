import { placeKey } from '../../foundation/addresses/listen-place.ts';
import type { ActivationSettings } from '../../foundation/events/activation.ts';
import type { AppEvent, HostSettings } from '../../foundation/events/event.ts';
import type { ProcessExit, RunningProcess } from '../../foundation/process/start-process.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import { NOTHING_DRAINED, type DrainSummary, type Release, type ServedProcess } from './served-process.ts';
import { WakeUps } from './wake-ups.ts';

/** A process that takes its listening sockets from us: it waits, loads the app, holds, serves, makes way, ends. */
export class AppProcess implements ServedProcess {
  readonly running: RunningProcess;
  readonly exited: Promise<ProcessExit>;
  readonly drained: Promise<DrainSummary>;
  hasEnded = false;
  /** Where its inspector listens; empty when it has ended before it told. */
  readonly inspectorUrl: Promise<string>;
  onEvent: (event: AppEvent) => void = () => {};
  readonly filesRead = new Set<string>();
  readonly filesWritten = new Set<string>();
  readonly #activation: ActivationSettings;
  /** How many sockets it has been lent for a place. */
  readonly #lent = new Map<string, number>();
  readonly #held = new Set<number>();
  readonly #released: Promise<void>;
  #settleInspector: (url: string) => void = () => {};
  #settleReleased: () => void = () => {};
  #settleDrained: (summary: DrainSummary) => void = () => {};
  readonly #wakeUps = new WakeUps();

  constructor(running: RunningProcess, activation: ActivationSettings) {
    this.running = running;
    this.#activation = activation;
    for (const { place } of activation.sockets) this.noteLent(placeKey(place));
    this.exited = running.exited;
    this.inspectorUrl = new Promise((resolve) => (this.#settleInspector = resolve));
    this.#released = new Promise((resolve) => (this.#settleReleased = resolve));
    this.drained = new Promise((resolve) => (this.#settleDrained = resolve));
    void this.exited.then(() => this.#ended());
  }

  /** Those that its servers have taken. */
  get held(): ReadonlySet<number> {
    return this.#held;
  }

  launch(settings: HostSettings): void {
    this.running.send({ type: 'launch', settings: { ...settings, activation: this.#activation } });
  }

  countLent(place: string): number {
    return this.#lent.get(place) ?? 0;
  }

  noteLent(place: string): void {
    this.#lent.set(place, this.countLent(place) + 1);
  }

  receive(event: AppEvent): void {
    if (event.type === 'held') this.#held.add(event.socket);
    else if (event.type === 'inspectorOpened') this.#settleInspector(event.url);
    else if (event.type === 'filesRead' || event.type === 'filesWritten') event.files.forEach((file) => this[event.type].add(file));
    else if (event.type === 'released') this.#settleReleased();
    else if (event.type === 'drained') this.#settleDrained(event);
    this.#wakeUps.wake();
    this.onEvent(event);
  }

  async holds(wanted: ReadonlySet<number>): Promise<void> {
    const isThere = (): boolean => (wanted.size === 0 ? this.#held.size > 0 : [...wanted].every((id) => this.#held.has(id)));
    while (!this.hasEnded && !isThere()) await this.#wakeUps.next();
  }

  accept(): void {
    this.running.send({ type: 'accept' });
  }

  deliver(socket: number, connection: RawHandle): void {
    this.running.send({ type: 'connection', socket }, connection, () => connection.close());
  }

  /** One that hangs is not waited for longer than for what is in flight. */
  release(release: Release): Promise<void> {
    if (!this.running.send({ type: 'release', ...release })) this.#settleReleased();
    const timer = setTimeout(() => this.#settleReleased(), release.deadline).unref();
    return this.#released.finally(() => clearTimeout(timer));
  }

  #ended(): void {
    this.hasEnded = true;
    this.#settleInspector('');
    this.#settleReleased();
    this.#settleDrained(NOTHING_DRAINED);
    this.#wakeUps.wake();
  }
}
