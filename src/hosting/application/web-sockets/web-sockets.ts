import type { HttpContext } from '../../http/http-context.ts';
import { HttpUpgradeFeature } from '../../http/protocol-features.ts';
import { HttpWebSocketFeature } from '../../http/web-socket-feature.ts';
import type { RequestDelegate } from '../request-delegate.ts';
import { asksForWebSocket, checkHandshake, type HandshakeRefusal } from './handshake.ts';
import { RequestWebSocket } from './request-web-socket.ts';
import type { WebSocketRules } from './web-socket-options.ts';

/** Code of a close frame: the server goes down (RFC 6455 section 7.4.1). */
const GOING_AWAY = 1001;

/** The WebSockets of an application: which requests may become one, and those that are open (ASP.NET Core `WebSocketMiddleware`). */
export class WebSockets {
  readonly #rules: WebSocketRules;
  readonly #open = new Set<RequestWebSocket>();

  constructor(rules: WebSocketRules) {
    this.#rules = rules;
  }

  /** Puts the feature on requests whose handshake is right, and answers those whose is wrong. */
  readonly middleware = (next: RequestDelegate): RequestDelegate => (context) => {
    const { features, request } = context;
    if (!features.get(HttpUpgradeFeature)?.isUpgradableRequest || features.get(HttpWebSocketFeature)) return next(context);
    if (!asksForWebSocket(request.headers)) return next(context);
    const refusal = checkHandshake(request.method, request.headers) ?? this.#checkOrigin(context);
    return refusal ? refuse(context, refusal) : this.#serve(context, next);
  };

  /** Tells all clients that the server goes away; they close in their own time. */
  close(): void {
    for (const { socket } of this.#open) socket?.close(GOING_AWAY);
  }

  /** An app may leave the connection to its events and return: the request lasts as long as the connection. */
  async #serve(context: HttpContext, next: RequestDelegate): Promise<void> {
    const webSocket = new RequestWebSocket(context, this.#rules);
    context.features.set(HttpWebSocketFeature, webSocket);
    this.#open.add(webSocket);
    try {
      await next(context);
      await webSocket.untilClosed();
    } catch (error) {
      webSocket.socket?.terminate();
      throw error;
    } finally {
      this.#open.delete(webSocket);
    }
  }

  /** Only browsers send the header, and only they ask on behalf of somebody else's page. */
  #checkOrigin({ request }: HttpContext): HandshakeRefusal | undefined {
    const origin = request.headers.get('origin');
    if (origin === undefined || !this.#rules.allowedOrigins || this.#rules.allowedOrigins.has(origin.toLowerCase())) return undefined;
    return { statusCode: 403, reason: 'The origin is not allowed.' };
  }
}

function refuse({ response }: HttpContext, { statusCode, reason, headers = {} }: HandshakeRefusal): Promise<void> {
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response.text(reason);
}
