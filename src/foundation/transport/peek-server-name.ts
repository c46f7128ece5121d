import type { Socket } from 'node:net';
import { readClientHello } from './client-hello.ts';

export interface ServerNamePeek {
  /** Milliseconds that the client has for its first message. */
  readonly timeout: number;
  /** The name the client asks for, if it says one. The socket is as if nothing had been read from it. */
  readonly onName: (serverName: string | undefined) => void;
  /** Why there is no name to be had; the socket is the caller's to close. Never called after `onName`. */
  readonly onFailure: (reason: string) => void;
}

/**
 * Looks at the server name in a TLS client's first message and leaves the message in the socket, so that the settings for
 * that name can be chosen before the handshake begins: other certificates are not all that a name may have of its own.
 */
export function peekServerName(socket: Socket, { timeout, onName, onFailure }: ServerNamePeek): void {
  let seen: Buffer = Buffer.alloc(0);
  const timer = setTimeout(() => fail('Authentication of the HTTPS connection timed out.'), timeout);
  const end = (): void => fail('The client closed the connection before it had said hello.');
  const release = (): void => {
    clearTimeout(timer);
    socket.off('readable', read).off('end', end).off('close', end);
  };
  const fail = (reason: string): void => {
    release();
    onFailure(reason);
  };
  const read = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const hello = readClientHello(seen);
    if (hello.kind === 'incomplete') return;
    if (hello.kind === 'invalid') return fail('Failed to authenticate HTTPS connection: the client does not speak TLS.');
    release();
    socket.unshift(seen);
    onName(hello.serverName);
  };
  socket.on('readable', read).once('end', end).once('close', end);
}
