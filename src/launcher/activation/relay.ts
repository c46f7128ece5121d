import { connect, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';
import { NOTHING_DRAINED, type DrainSummary } from './served-process.ts';

/** Milliseconds of quiet after which a connection of a program that makes way is taken for idle. */
const QUIET = 200;
const LOOK = 20;

interface Pair {
  readonly client: Socket;
  readonly program: Socket;
  /** Who has sent the last octets: when it was the program, the client has its answer. */
  lastSpoke: 'client' | 'program';
  lastAt: number;
}

/**
 * Connects clients with a program that listens on a port of its own, octet by octet, and understands nothing of what they say: for
 * programs that cannot be given a listening socket.
 */
export class Relay {
  readonly #upstream: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();

  constructor(upstream: { readonly host: string; readonly port: number }) {
    this.#upstream = upstream;
  }

  take(connection: RawHandle): void {
    const client = new Socket({ handle: connection, allowHalfOpen: true, readable: true, writable: true } as object);
    const program = connect({ ...this.#upstream, allowHalfOpen: true, noDelay: true });
    const pair: Pair = { client, program, lastSpoke: 'client', lastAt: performance.now() };
    this.#pairs.add(pair);
    for (const side of ['client', 'program'] as const) {
      const socket = pair[side];
      socket.on('data', () => Object.assign(pair, { lastSpoke: side, lastAt: performance.now() }));
      socket.on('error', () => end(pair));
      socket.on('close', () => this.#pairs.delete(pair) && end(pair));
    }
    client.pipe(program).pipe(client);
  }

  /** Lets connections go as they become idle; what is left after `deadline` milliseconds is cut. */
  async drain(deadline: number): Promise<DrainSummary> {
    if (this.#pairs.size === 0) return NOTHING_DRAINED;
    const began = performance.now();
    const isIdle = ({ lastSpoke, lastAt }: Pair): boolean => lastSpoke === 'program' && performance.now() - lastAt > QUIET;
    const busy = [...this.#pairs].filter((pair) => !isIdle(pair)).length;
    while (this.#pairs.size > 0 && performance.now() - began < deadline) {
      for (const pair of this.#pairs) if (isIdle(pair)) end(pair);
      await pause(LOOK);
    }
    const cut = this.#pairs.size;
    for (const pair of this.#pairs) end(pair);
    return { drained: Math.max(0, busy - cut), cut };
  }
}

function end({ client, program }: Pair): void {
  client.destroy();
  program.destroy();
}
