import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What must be known of a server of the app, from its beginning on, to let it go without a client noticing. */
export interface FollowedServer {
  readonly server: Server;
  /** Its open connections. */
  readonly sockets: ReadonlySet<Socket>;
  /** Those that have become another protocol's, and whether that is WebSocket. */
  readonly upgraded: ReadonlyMap<Duplex, boolean>;
  /** The sessions of those that speak HTTP/2. */
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  /** Connections whose TLS handshake is not done: others that are still to come. */
  readonly handshakes: ReadonlySet<Socket>;
}

/** Follows the connections of a server that is about to listen. Requests cost nothing. */
export function followServer(server: Server): FollowedServer {
  const sockets = new Set<Socket>();
  const upgraded = new Map<Duplex, boolean>();
  const sessions = new Set<ServerHttp2Session>();
  const emitter: NodeJS.EventEmitter = server;
  const handshakes = new Set<Socket>();
  // Over TLS the connection that requests come on is the secured one.
  if ('setSecureContext' in server) {
    emitter.on('connection', (socket: Socket) => remember(handshakes, socket));
    emitter.on('secureConnection', (socket: Socket) => {
      for (const one of handshakes) if (one.remotePort === socket.remotePort && one.remoteAddress === socket.remoteAddress) handshakes.delete(one);
      remember(sockets, socket);
    });
  } else emitter.on('connection', (socket: Socket) => remember(sockets, socket));
  emitter.on('session', (session: ServerHttp2Session) => remember(sessions, session));
  followUpgrades(emitter, (request, socket) => {
    sockets.delete(socket as Socket);
    upgraded.set(socket, request.headers.upgrade?.toLowerCase() === 'websocket');
    socket.once('close', () => upgraded.delete(socket));
  });
  return { server, sockets, upgraded, sessions, handshakes };
}

function remember<T extends NodeJS.EventEmitter>(all: Set<T>, one: T): void {
  all.add(one);
  one.once('close', () => all.delete(one));
}

/** Only of an app that takes some: to Node, a listener means that it does. */
function followUpgrades(emitter: NodeJS.EventEmitter, onUpgrade: (request: IncomingMessage, socket: Duplex) => void): void {
  for (const name of ['upgrade', 'connect']) {
    let isHeard = false;
    const follow = (): void => {
      if (isHeard) return;
      isHeard = true;
      emitter.prependListener(name, onUpgrade);
    };
    if (emitter.listenerCount(name) > 0) follow();
    emitter.on('newListener', (added) => void (added === name && follow()));
  }
}

/** The responses that are being made on connections, HTTP/1.1. */
export function responsesOn(sockets: Iterable<Socket>): ServerResponse[] {
  return [...sockets].flatMap((socket) => {
    const { _httpMessage: response } = socket as Socket & { _httpMessage?: ServerResponse | null };
    return response && !response.writableEnded ? [response] : [];
  });
}
