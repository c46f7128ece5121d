import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

export interface CdpMessage {
  readonly method?: string;
  readonly params: Record<string, unknown>;
}

export interface CdpFailure {
  readonly code: number;
  readonly message: string;
}

/** An editor: speaks the Chrome DevTools Protocol over a WebSocket. */
export interface CdpClient {
  /** Every event so far, in order. */
  readonly events: readonly CdpMessage[];
  /** The result of a command; throws a CdpError. */
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  /** The next event of a method that nobody has waited for yet, whether it has come or not. */
  next(method: string, matches?: (params: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** Sends a text as it is; the next message without a method and of no known command. */
  sendRaw(text: string): Promise<unknown>;
  /** Reads no further, until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
  /** Settles when the WebSocket is closed, with its code. */
  readonly closed: Promise<number>;
}

/** The answer to a command that failed. */
export class CdpError extends Error {
  readonly code: number;

  constructor({ code, message }: CdpFailure) {
    super(message);
    this.code = code;
  }
}

/** Attaches to `url`; detached when the test ends. */
export async function attachEditor(url: string): Promise<CdpClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const events: CdpMessage[] = [];
  const unread: CdpMessage[] = [];
  const pending = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>();
  const watchers = new Set<() => void>();
  let onStray: (message: unknown) => void = () => undefined;
  let lastId = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as CdpMessage & { id?: number; result?: Record<string, unknown>; error?: CdpFailure };
    const asked = pending.get(message.id ?? -1);
    if (message.method !== undefined) {
      events.push(message);
      unread.push(message);
      for (const watcher of watchers) watcher();
    } else if (!asked) onStray(message);
    else if (message.error) asked.reject(new CdpError(message.error));
    else asked.resolve(message.result ?? {});
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return {
    events,
    send: (method, params = {}) => {
      const id = ++lastId;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    },
    next: (method, matches = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const at = unread.findIndex((event) => event.method === method && matches(event.params));
          const [found] = at < 0 ? [] : unread.splice(at, 1);
          if (!found) return;
          watchers.delete(look);
          resolve(found.params);
        };
        watchers.add(look);
        look();
      }),
    sendRaw: (text) => {
      socket.send(text);
      return new Promise((resolve) => (onStray = resolve));
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(),
    closed,
  };
}
