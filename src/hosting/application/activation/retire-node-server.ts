import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { StopSummary } from '../server.ts';
import { endResponse } from './end-response.ts';
import { endUpgraded } from './end-upgraded.ts';
import { responsesOn, type FollowedServer } from './followed-server.ts';
import { idleSockets } from './idle-sockets.ts';
import type { Successor } from './successor.ts';

/** Milliseconds between two looks for connections that have become idle meanwhile. */
const SWEEP = 20;
/** Milliseconds that an idle connection has which cannot be given away: its client may just be sending a request. */
const IDLE_GRACE = 5000;
/** Milliseconds that a client has to hear of the end before its connection is closed. */
const FAREWELL = 100;

/**
 * An app's own HTTP server goes: what is in flight is finished here, what begins now is the successor's. Idle connections
 * are given away; where that cannot be done, requests are passed on, the connection ending with the answer. After
 * `deadline` milliseconds event streams and WebSockets are told to come again, and what is left is cut.
 */
export async function retireNodeServer(followed: FollowedServer, successor: Successor, deadline: number): Promise<StopSummary> {
  const { server, sockets, upgraded, sessions, handshakes } = followed;
  passOn(server, successor);
  for (const session of sessions) session.close();
  const inFlight = responsesOn(sockets).length;
  const began = performance.now();
  while (sockets.size + upgraded.size + sessions.size + handshakes.size > 0 && performance.now() - began < deadline) {
    const isGraceOver = performance.now() - began > IDLE_GRACE;
    for (const socket of idleSockets(server, sockets)) {
      if (!successor.migrate(socket) && isGraceOver && socket.writableLength === 0) socket.destroy();
    }
    await pause(SWEEP);
  }
  const cut = responsesOn(sockets).filter((response) => !endResponse(response)).length;
  for (const [socket, isWebSocket] of upgraded) endUpgraded(socket, isWebSocket);
  if (sockets.size + upgraded.size > 0) await pause(FAREWELL);
  for (const socket of [...sockets, ...sessions]) socket.destroy();
  return { drained: Math.max(0, inFlight - cut), cut };
}

/** Before the app's own listeners: they see no request any more. */
function passOn(server: Server, successor: Successor): void {
  const emit = server.emit.bind(server) as (name: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (name: string | symbol, ...args: unknown[]): boolean => {
    const isRequest = name === 'request' || name === 'checkContinue' || name === 'checkExpectation';
    if (isRequest && !successor.isThere) (args[1] as ServerResponse).shouldKeepAlive = false;
    if (!successor.isThere) return emit(name, ...args);
    if (isRequest) successor.forward(args[0] as IncomingMessage, args[1] as ServerResponse);
    else if (name === 'upgrade' || name === 'connect') successor.tunnel(args[0] as IncomingMessage, args[1] as Duplex, args[2] as Buffer);
    else return emit(name, ...args);
    return true;
  };
}
