import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

const NOTHING = Buffer.alloc(0);

/** The handshake as it was answered. */
export interface AnsweredHandshake {
  readonly key: string;
  /** Empty for none. */
  readonly subProtocol: string;
  /** Octets of one message. */
  readonly maxMessageSize: number;
}

/** What accepting takes. */
export interface WebSocketLibrary {
  /** The `Sec-WebSocket-Accept` that proves to the client that its key was read. */
  acceptKey(key: string): string;
  /** Makes a WebSocket of a connection whose handshake was answered already, at once: until then nobody hears it fail. Throws when the client has gone. */
  speak(connection: Duplex, handshake: AnsweredHandshake): WebSocket;
}

/** RFC 6455 section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

let loaded: Promise<WebSocketLibrary> | undefined;

/** The library ws, loaded with the first connection. */
export function loadWebSockets(): Promise<WebSocketLibrary> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<WebSocketLibrary> {
  const [{ WebSocketServer }, { createHash }] = await Promise.all([import('ws'), import('node:crypto')]);
  // ws has the limit on its server; an app has one, or a few.
  const servers = new Map<number, WebSocketServer>();
  const serverFor = (maxPayload: number): WebSocketServer => {
    const server = servers.get(maxPayload) ?? new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload });
    servers.set(maxPayload, server);
    return server;
  };
  return {
    acceptKey: (key) => createHash('sha1').update(key + ACCEPT_GUID).digest('base64'),
    speak: (connection, handshake) => speak(serverFor(handshake.maxMessageSize), { connection, handshake }),
  };
}

function speak(server: WebSocketServer, { connection, handshake }: { readonly connection: Duplex; readonly handshake: AnsweredHandshake }): WebSocket {
  let made: WebSocket | undefined;
  if (connection.readable && connection.writable) {
    server.handleUpgrade(asRequest(handshake), withoutFirstWrite(connection), NOTHING, (socket) => (made = socket));
  }
  if (!made) throw new Error('The client has closed the connection.');
  // What a client does wrong closes its connection, and needs nobody to catch it.
  made.on('error', () => {});
  return made;
}

/** What ws reads of a request. The only sub-protocol in it is the one that was chosen. */
function asRequest({ key, subProtocol }: AnsweredHandshake): IncomingMessage {
  const headers = { upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key };
  const chosen = subProtocol === '' ? {} : { 'sec-websocket-protocol': subProtocol };
  return { method: 'GET', headers: { ...headers, ...chosen } } as unknown as IncomingMessage;
}

/** ws answers the handshake in its first write, at once; ours has gone out with the headers of the response. */
function withoutFirstWrite(connection: Duplex): Duplex {
  connection.write = () => {
    Reflect.deleteProperty(connection, 'write');
    return true;
  };
  return connection;
}
