import { setTimeout as pause } from 'node:timers/promises';
import type { Successor } from '../../application/activation/successor.ts';
import type { StopSummary } from '../../application/server.ts';
import { countRequests, type ConnectionManager } from './connection-manager.ts';

/** Milliseconds between two looks at what is left. */
const LOOK = 20;
/** Milliseconds that a connection may be idle which cannot be given away: its client may just be sending a request. */
const IDLE_GRACE = 5000;
/** Milliseconds that clients have to hear of the end before what is left is cut. */
const FAREWELL = 100;

export interface Retiring {
  readonly successor: Successor;
  /** Milliseconds. */
  readonly deadline: number;
  /** Handshakes in progress: connections that are still to come. */
  readonly handshakes: () => number;
}

/**
 * Lets the successor have the connections of a server, and waits until the others have ended, none of them closed over a
 * request. At the deadline event streams and WebSockets are told to come again, and what is left is cut.
 */
export async function retireConnections(connections: ConnectionManager, { successor, deadline, handshakes }: Retiring): Promise<StopSummary> {
  const busy = countRequests(connections.open);
  const began = performance.now();
  const passed = (milliseconds: number): boolean => performance.now() - began >= milliseconds;
  let isGraceOver = false;
  connections.retire(successor);
  while (connections.open.length + handshakes() > 0 && !passed(deadline)) {
    await pause(LOOK);
    if (isGraceOver || !passed(IDLE_GRACE)) continue;
    isGraceOver = true;
    for (const connection of connections.open) if (connection.activeRequests === 0) connection.drain();
  }
  const left = connections.open;
  const streams = left.reduce((sum, connection) => sum + connection.endStreams(), 0);
  const cut = Math.max(0, countRequests(left) - streams);
  if (left.length > 0) await pause(FAREWELL);
  for (const connection of left) connection.abort();
  return { drained: Math.max(0, busy - cut), cut };
}
