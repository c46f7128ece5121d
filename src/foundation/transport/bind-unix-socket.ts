import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { isLentPath } from './lent-paths.ts';
import { listenOn } from './listen-on.ts';

/** `sockaddr_un.sun_path` without its closing zero; Linux has 108 bytes, the others 104. */
const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;

/**
 * Listens on a unix socket that only its owner may open (mode 0600). A socket file that nobody answers behind is what a
 * crash left: it is removed. Rejects with EADDRINUSE when somebody answers; a file of another kind is never touched.
 * Node removes the file when the server closes.
 */
export async function bindUnixSocket(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  await makeRoomForSocket(path);
  const server = await listenOn({ path }, onConnection);
  chmodSync(path, 0o600);
  return server;
}

/** Removes the socket file that a crash left at `path`. Rejects when a socket cannot be bound there. */
export async function makeRoomForSocket(path: string): Promise<void> {
  if (isLentPath(path)) return;
  const length = Buffer.byteLength(path);
  if (length > LONGEST_PATH) throw new Error(`the path of a unix socket may have ${LONGEST_PATH} bytes, this one has ${length}`);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new Error(`something that is not a socket is there already`);
  if (await answers(path)) throw Object.assign(new Error(`connect succeeded: ${path}`), { code: 'EADDRINUSE' });
  unlinkSync(path);
}

/** Only a refusal proves that nobody is there: a socket we may not open belongs to somebody. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => resolve(true));
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'));
    probe.once('connect', () => probe.destroy());
  });
}
