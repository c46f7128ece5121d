import { Heartbeat } from '../http1/heartbeat.ts';
import { authorityOf, type UpstreamAddress } from './upstream-address.ts';
import { UpstreamConnection, type ConnectionOwner } from './upstream-connection.ts';
import { toUpstreamRules, type UpstreamOptions, type UpstreamRules } from './upstream-options.ts';

/** Milliseconds between two beats: an age may be that much more than it seems. */
const BEAT = 1000;

/** Milliseconds for which an idle connection is trusted with a request that cannot be repeated if the app closes it meanwhile. */
const TRUSTED_IDLE = 2000;

/** An app, and the connections to it: those that are busy, and those that are kept for the next request. */
export class Upstream implements ConnectionOwner {
  readonly address: UpstreamAddress;
  readonly rules: UpstreamRules;
  /** The Host field of a request that names none. */
  readonly authority: string;
  /** The one used last is at the end: the others may be closed. */
  readonly #idle: UpstreamConnection[] = [];
  readonly #all = new Set<UpstreamConnection>();
  readonly #heartbeat: Heartbeat;
  #isClosed = false;
  #isStarting = false;

  /** Error: badOption. */
  constructor(options: UpstreamOptions) {
    this.address = options.address;
    this.rules = toUpstreamRules(options);
    this.authority = authorityOf(options.address);
    this.#heartbeat = new Heartbeat(this.rules.clock);
    this.#heartbeat.onBeat((now) => this.#beat(now));
  }

  get now(): number {
    return this.#heartbeat.now;
  }

  /** Connections that carry a request or another protocol. */
  get busy(): number {
    return this.#all.size - this.#idle.length;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** While the app is only being started, requests wait for it whatever their limit is. */
  expectStart(isStarting: boolean): void {
    this.#isStarting = isStarting;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  /** The process is going: connections end with what they carry now, and idle ones at once. Requests may still come. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle) connection.destroy();
  }

  /** Cuts all connections. */
  abort(): void {
    this.close();
    for (const connection of this.#all) connection.abort();
  }

  /** A connection for a request: one that is idle, else a new one. `mayRepeat`: the request can be sent again if the app has just closed it. */
  take(mayRepeat: boolean): UpstreamConnection {
    const idle = this.#idle.at(-1);
    if (!idle || idle.isClosed || this.#isOlder(idle, mayRepeat ? this.rules.idleTimeout : TRUSTED_IDLE)) return this.connect();
    this.#idle.pop();
    return idle;
  }

  connect(): UpstreamConnection {
    // While nothing was there to look after, time went on.
    if (this.#all.size === 0) this.#heartbeat.beat();
    this.#heartbeat.start();
    const connection = new UpstreamConnection(this);
    this.#all.add(connection);
    return connection;
  }

  released(connection: UpstreamConnection): void {
    if (this.#isClosed || this.#idle.length >= this.rules.maxIdle) connection.destroy();
    else this.#idle.push(connection);
  }

  closed(connection: UpstreamConnection): void {
    this.#all.delete(connection);
    const at = this.#idle.lastIndexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#all.size === 0) this.#heartbeat.stop();
  }

  #beat(now: number): void {
    const { idleTimeout } = this.rules;
    for (const connection of this.#idle.filter((idle) => this.#isOlder(idle, idleTimeout))) connection.destroy();
    for (const connection of this.#all) connection.beat(now);
  }

  /** Rather too early than too late: the app may close it. */
  #isOlder({ activeAt }: UpstreamConnection, age: number): boolean {
    return this.now - activeAt > age - BEAT;
  }
}
