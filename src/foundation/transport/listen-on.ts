import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';

/** Connections the kernel keeps waiting for us, as Node's and Kestrel's default. */
const BACKLOG = 511;

/**
 * One listening socket. Connections may be half open (HTTP wants to answer after the client said its last word) and
 * send small writes at once. Rejects with the operating system's error.
 */
export function listenOn(where: ListenOptions | { readonly fd: number }, onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const options: ListenOptions = { backlog: BACKLOG, ...where };
    server.listen(options, () => {
      server.off('error', reject);
      // A failing accept (out of descriptors) concerns one connection, not the server.
      server.on('error', () => {});
      resolve(server);
    });
  });
}

/** The port a TCP server was given. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
