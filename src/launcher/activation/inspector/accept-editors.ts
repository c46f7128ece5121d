import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isAllowedHost } from './allowed-host.ts';
import { REFUSAL } from './answer-discovery.ts';
import { EditorSession } from './editor-session.ts';

/** Octets of one message of an editor; what is longer is no command. */
const LONGEST = 256 * 1024 * 1024;
/** Octets that may wait for a slow editor before the process is read no further. */
const MOST_WAITING = 16 * 1024 * 1024;
/** WebSocket close code: the endpoint goes away. */
const GOING_AWAY = 1001;

export interface EditorsOptions {
  readonly targetId: string;
  /** Milliseconds that commands of an editor wait for a process. */
  readonly patience: number;
  readonly onAttached: (session: EditorSession) => void;
}

/** The editors that are attached. */
export interface Editors {
  readonly sessions: ReadonlySet<EditorSession>;
  /** Answers a request for a WebSocket. */
  readonly accept: (request: IncomingMessage, connection: Duplex, head: Buffer) => void;
  /** Ends all of them. */
  close(): void;
}

export function acceptEditors({ targetId, patience, onAttached }: EditorsOptions): Editors {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LONGEST });
  const sessions = new Set<EditorSession>();
  const attach = (editor: WebSocket): void => {
    const session = new EditorSession({ send: (text, wantsMore) => send(editor, { text, wantsMore }) }, { patience });
    sessions.add(session);
    editor.on('message', (data) => session.receive(String(data)));
    // The close follows.
    editor.on('error', () => undefined);
    editor.once('close', () => {
      sessions.delete(session);
      session.end();
    });
    onAttached(session);
  };
  return {
    sessions,
    accept: (request, connection, head) => {
      connection.on('error', () => undefined);
      const isForUs = request.url === `/${targetId}` && isAllowedHost(request.headers.host);
      if (isForUs) server.handleUpgrade(request, connection, head, attach);
      else connection.end(`HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n${REFUSAL}`);
    },
    close: () => {
      for (const editor of server.clients) editor.close(GOING_AWAY);
    },
  };
}

function send(editor: WebSocket, { text, wantsMore }: { readonly text: string; readonly wantsMore: () => void }): boolean {
  if (editor.bufferedAmount < MOST_WAITING) {
    editor.send(text);
    return true;
  }
  editor.send(text, wantsMore);
  return false;
}
