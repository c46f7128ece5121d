import type { Server, Socket } from 'node:net';
import { isInUse, isUnavailable } from './listen-failure.ts';
import { listenOn, portOf } from './listen-on.ts';

/** How often a free port of one loopback may turn out to be taken on the other before that is an error. */
const ATTEMPTS = 20;

/**
 * Both loopbacks on the same port, as Kestrel's `ListenLocalhost`; a machine without one of them gets the other.
 * Port 0, which Kestrel refuses here, takes one free port for both. Rejects with the operating system's error when
 * either family has the port taken, or neither exists.
 */
export async function bindLocalhost(port: number, onConnection: (socket: Socket) => void): Promise<Server[]> {
  for (let attempt = 1; ; attempt++) {
    const v4 = await unlessUnavailable(listenOn({ host: '127.0.0.1', port }, onConnection));
    const chosen = v4 ? portOf(v4) : port;
    try {
      return v4 ? await withSecond(v4, chosen, onConnection) : [await listenOn({ host: '::1', port }, onConnection)];
    } catch (error) {
      v4?.close();
      if (port !== 0 || !isInUse(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function withSecond(v4: Server, port: number, onConnection: (socket: Socket) => void): Promise<Server[]> {
  const v6 = await bindSecondLoopback(port, onConnection);
  return v6 ? [v4, v6] : [v4];
}

/** `::1` beside `127.0.0.1`; nothing on a machine without it. Rejects with the operating system's error. */
export function bindSecondLoopback(port: number, onConnection: (socket: Socket) => void): Promise<Server | undefined> {
  return unlessUnavailable(listenOn({ host: '::1', port }, onConnection));
}

async function unlessUnavailable(listening: Promise<Server>): Promise<Server | undefined> {
  try {
    return await listening;
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}
