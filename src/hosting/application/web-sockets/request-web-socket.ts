import type { WebSocket } from 'ws';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { HttpUpgradeFeature } from '../../http/protocol-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import type { HttpWebSocketFeature, WebSocketAcceptOptions } from '../../http/web-socket-feature.ts';
import { requestedProtocols } from './handshake.ts';
import { keepAlive } from './keep-alive.ts';
import { loadWebSockets } from './load-web-sockets.ts';
import type { WebSocketRules } from './web-socket-options.ts';

/** The WebSocket of one request whose handshake is right, and of the connection that it becomes. */
export class RequestWebSocket implements HttpWebSocketFeature {
  readonly isWebSocketRequest = true;
  readonly #context: HttpContext;
  readonly #rules: WebSocketRules;
  #socket: WebSocket | undefined;

  constructor(context: HttpContext, rules: WebSocketRules) {
    this.#context = context;
    this.#rules = rules;
  }

  /** Undefined before it is accepted. */
  get socket(): WebSocket | undefined {
    return this.#socket;
  }

  get requestedProtocols(): readonly string[] {
    return requestedProtocols(this.#context.request.headers);
  }

  async accept(options: WebSocketAcceptOptions = {}): Promise<WebSocket> {
    const { subProtocol = '', keepAliveInterval: interval = this.#rules.keepAliveInterval, keepAliveTimeout: timeout = this.#rules.keepAliveTimeout } = options;
    this.#mustBeRequested(subProtocol);
    const key = this.#context.request.headers.get('sec-websocket-key') ?? '';
    const library = await loadWebSockets();
    const { headers } = this.#context.response;
    headers.set('Upgrade', 'websocket');
    headers.set('Sec-WebSocket-Accept', library.acceptKey(key));
    if (subProtocol !== '') headers.set('Sec-WebSocket-Protocol', subProtocol);
    const connection = await requiredFeature(this.#context.features, HttpUpgradeFeature).upgrade();
    this.#socket = library.speak(connection, { key, subProtocol, maxMessageSize: this.#rules.maxMessageSize });
    keepAlive(this.#socket, { interval, timeout });
    return this.#socket;
  }

  /** Resolves when the connection is over, at once if there is none. */
  async untilClosed(): Promise<void> {
    const socket = this.#socket;
    if (socket && socket.readyState !== socket.CLOSED) await new Promise((resolve) => socket.once('close', resolve));
  }

  #mustBeRequested(subProtocol: string): void {
    if (subProtocol === '' || this.requestedProtocols.includes(subProtocol)) return;
    const asked = this.requestedProtocols.join(', ') || 'none';
    throw mewsError('badOption', { option: 'subProtocol', value: subProtocol, expected: `one that the client asked for (${asked})` });
  }
}
