import type { WebSocket } from 'ws';

interface KeepAlive {
  /** Milliseconds; 0 for never. */
  readonly interval: number;
  /** Milliseconds for the answer; null: none is expected. */
  readonly timeout: number | null;
}

const ignoreFailure = (): void => {};

/**
 * Sends signs of life as long as the connection is open: pongs that nobody asked for, or, where the client must answer in
 * time or be cut off, pings (RFC 6455 section 5.5).
 */
export function keepAlive(socket: WebSocket, { interval, timeout }: KeepAlive): void {
  if (interval <= 0) return;
  let awaited: NodeJS.Timeout | undefined;
  const beat = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (timeout === null) socket.pong('', false, ignoreFailure);
    else {
      socket.ping('', false, ignoreFailure);
      awaited ??= setTimeout(() => socket.terminate(), timeout).unref();
    }
  }, interval).unref();
  const answered = (): void => {
    clearTimeout(awaited);
    awaited = undefined;
  };
  socket.on('pong', answered);
  socket.once('close', () => {
    clearInterval(beat);
    answered();
  });
}
