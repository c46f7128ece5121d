import type { Server, Socket } from 'node:net';
import { formatBoundAddress } from '../addresses/bound-address.ts';
import { listenOn } from './listen-on.ts';

/** A descriptor of this process that listens already: inherited from whoever started it (systemd, a launcher). */
export interface ListeningHandle {
  readonly fd: number;
  readonly scheme: 'http' | 'https';
}

/**
 * Accepts on an inherited listening socket, as Kestrel's `ListenHandle`. Resolves with the address it is bound to, where the
 * system tells it (TCP), else `http://<file handle>`. Rejects with the operating system's error: the descriptor is not open,
 * or no socket. It is this server's from now on: closed with it.
 */
export async function listenOnHandle({ fd, scheme }: ListeningHandle, onConnection: (socket: Socket) => void): Promise<{ address: string; server: Server }> {
  const server = await listenOn({ fd }, onConnection);
  return { address: describeHandle(server, scheme), server };
}

function describeHandle(server: Server, scheme: 'http' | 'https'): string {
  const bound = server.address();
  if (typeof bound === 'object' && bound !== null && bound.address !== undefined) return formatBoundAddress({ scheme, host: bound.address, port: bound.port });
  return formatHandle(scheme);
}

/** What a handle is called that has no address of its own. */
export function formatHandle(scheme: 'http' | 'https'): string {
  return `${scheme}://<file handle>`;
}
