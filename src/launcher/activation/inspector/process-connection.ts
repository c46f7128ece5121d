import { WebSocket } from 'ws';
import { type CdpAnswer, type CdpCommand, type CdpEvent, type CdpObject, readProcessMessage } from './cdp-message.ts';

/** A connection to the inspector of one process. */
export interface ProcessConnection {
  /** `answered` gets the answer in its order among the events, or nothing when the connection ends before. */
  send(command: Omit<CdpCommand, 'id'>, answered: (answer: CdpAnswer | undefined) => void): void;
  /** Stops and goes on reading: a slow editor slows the process, instead of filling our memory. */
  pause(): void;
  resume(): void;
  /** Ends it now. A process that is paused goes on, and one that waits for its debuggers to leave ends. */
  close(): void;
}

export interface ProcessEvents {
  /** `text`: the event as it came. */
  readonly onEvent: (event: CdpEvent, text: string) => void;
  /** The process has closed the connection; not called after `close`. */
  readonly onEnd: () => void;
}

/** Connects to `ws://127.0.0.1:<port>/<uuid>`; nothing when nobody answers there (any more). */
export async function connectProcess(url: string, events: ProcessEvents): Promise<ProcessConnection | undefined> {
  // Node's inspector knows neither extensions nor fragments; what it sends (a heap snapshot) may be of any size.
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0, followRedirects: false });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('close', () => resolve(false));
    // The close follows.
    socket.on('error', () => undefined);
  });
  return isOpen ? converse(socket, events) : undefined;
}

function converse(socket: WebSocket, { onEvent, onEnd }: ProcessEvents): ProcessConnection {
  const pending = new Map<number, (answer: CdpAnswer | undefined) => void>();
  let lastId = 0;
  let isClosed = false;
  const end = (): void => {
    isClosed = true;
    const unanswered = [...pending.values()];
    pending.clear();
    for (const answered of unanswered) answered(undefined);
  };
  socket.on('message', (data) => {
    const text = String(data);
    const message = isClosed ? undefined : readProcessMessage(text);
    if (!message) return;
    if ('event' in message) return onEvent(message.event, text);
    const answered = pending.get(message.id);
    pending.delete(message.id);
    answered?.(message.answer);
  });
  socket.once('close', () => {
    if (isClosed) return;
    end();
    onEnd();
  });
  return {
    send: (command, answered) => {
      if (isClosed) return answered(undefined);
      pending.set(++lastId, answered);
      socket.send(JSON.stringify({ id: lastId, ...command }));
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => {
      if (isClosed) return;
      end();
      socket.terminate();
    },
  };
}

/** The result of a command; nothing when it failed or the connection ended. */
export function ask(connection: ProcessConnection, command: { readonly method: string; readonly params: CdpObject }): Promise<CdpObject | undefined> {
  return new Promise((resolve) => {
    connection.send({ method: command.method, params: command.params }, (answer) => resolve(answer && 'result' in answer ? answer.result : undefined));
  });
}
