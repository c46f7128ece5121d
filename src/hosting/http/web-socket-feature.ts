import type { WebSocket } from 'ws';
import { featureKey } from './feature-collection.ts';

/** ASP.NET Core's `WebSocketAcceptContext`. */
export interface WebSocketAcceptOptions {
  /** One of those the client asked for; none by default. */
  readonly subProtocol?: string;
  /** Milliseconds between two signs of life; 0 for none. Default: that of `useWebSockets`. */
  readonly keepAliveInterval?: number;
  /** Milliseconds in which the client must answer them; null: it need not. Default: that of `useWebSockets`. */
  readonly keepAliveTimeout?: number | null;
}

/** `IHttpWebSocketFeature`: there once `useWebSockets` has seen the request. */
export interface HttpWebSocketFeature {
  /** The request is the handshake of a WebSocket (RFC 6455 section 4.2.1) that this server can accept. */
  readonly isWebSocketRequest: boolean;
  /** Sub-protocols the client asked for, the one it likes best first. */
  readonly requestedProtocols: readonly string[];
  /** Answers the handshake. Errors: noWebSockets, badOption, and those of the upgrade: alreadyUpgraded, tooManyUpgraded. */
  accept(options?: WebSocketAcceptOptions): Promise<WebSocket>;
}
export const HttpWebSocketFeature = featureKey<HttpWebSocketFeature>('HttpWebSocketFeature');
