import type { KestrelLimits } from '../kestrel-limits.ts';

/** What is to be done with a session: end it in peace, cut it, ask whether the client is there. */
export type Verdict = 'nothing' | 'ping' | 'close' | 'cut';

/** A session at a beat of the heartbeat. */
export interface SessionState {
  readonly now: number;
  /** Octets that have come in since the connection began. */
  readonly bytesRead: number;
  readonly openStreams: number;
}

type WatchLimits = Pick<KestrelLimits, 'keepAliveTimeout' | 'requestHeadersTimeout' | 'http2'>;

/**
 * The time-outs of a session that no stream knows of: the preface, idleness, the keep-alive ping, and headers that never
 * end. Node says nothing of headers before they are whole. But a client that is within them can send no other frame
 * (RFC 9113 section 6.10), so it cannot answer a ping: where octets came in that nothing has come of, it gets one.
 */
export class SessionWatch {
  readonly #limits: WatchLimits;
  readonly #began: number;
  #hasSettings = false;
  #idleSince: number;
  #bytesRead = 0;
  #heardAt: number;
  /** Octets of which we know what they were. */
  #explained = 0;
  #unexplainedSince: number | undefined;
  #pingedAt: number | undefined;

  constructor(limits: WatchLimits, now: number) {
    this.#limits = limits;
    this.#began = this.#idleSince = this.#heardAt = now;
  }

  /** The client's settings are the end of its preface. */
  receivedSettings(bytesRead: number): void {
    this.#hasSettings = true;
    this.receivedFrame(bytesRead);
  }

  /** Something whole has come in. */
  receivedFrame(bytesRead: number): void {
    this.#explained = bytesRead;
    this.#unexplainedSince = undefined;
  }

  receivedPong(bytesRead: number): void {
    this.#pingedAt = undefined;
    this.receivedFrame(bytesRead);
  }

  check({ now, bytesRead, openStreams }: SessionState): Verdict {
    this.#hear(now, bytesRead);
    if (openStreams > 0) {
      this.#idleSince = now;
      this.receivedFrame(bytesRead);
    }
    const { keepAliveTimeout, requestHeadersTimeout } = this.#limits;
    if (!this.#hasSettings && now - this.#began > requestHeadersTimeout) return 'cut';
    if (now - this.#idleSince > keepAliveTimeout) return 'close';
    return this.#awaitHeaders(now) ?? this.#keepAlive(now);
  }

  #hear(now: number, bytesRead: number): void {
    if (bytesRead === this.#bytesRead) return;
    this.#bytesRead = bytesRead;
    this.#heardAt = now;
    if (bytesRead > this.#explained) this.#unexplainedSince ??= now;
  }

  #awaitHeaders(now: number): Verdict | undefined {
    if (this.#unexplainedSince === undefined) return undefined;
    const waited = now - this.#unexplainedSince;
    if (waited > this.#limits.requestHeadersTimeout) return 'cut';
    return waited > this.#limits.requestHeadersTimeout / 2 ? this.#ping(now) : undefined;
  }

  #keepAlive(now: number): Verdict {
    const { keepAlivePingDelay: delay, keepAlivePingTimeout } = this.#limits.http2;
    if (delay === null) return 'nothing';
    if (this.#pingedAt !== undefined) return now - this.#pingedAt > keepAlivePingTimeout ? 'cut' : 'nothing';
    return (now - this.#heardAt >= delay ? this.#ping(now) : undefined) ?? 'nothing';
  }

  #ping(now: number): Verdict | undefined {
    if (this.#pingedAt !== undefined) return undefined;
    this.#pingedAt = now;
    return 'ping';
  }
}
