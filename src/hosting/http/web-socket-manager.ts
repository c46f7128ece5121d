import type { WebSocket } from 'ws';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from './feature-collection.ts';
import { HttpWebSocketFeature, type WebSocketAcceptOptions } from './web-socket-feature.ts';

/** The WebSocket side of a request (ASP.NET Core `WebSocketManager`). */
export class WebSocketManager {
  readonly #features: FeatureCollection;

  constructor(features: FeatureCollection) {
    this.#features = features;
  }

  get isWebSocketRequest(): boolean {
    return this.#features.get(HttpWebSocketFeature)?.isWebSocketRequest ?? false;
  }

  get requestedProtocols(): readonly string[] {
    return this.#features.get(HttpWebSocketFeature)?.requestedProtocols ?? [];
  }

  /**
   * Answers the handshake and gives the connection, with the sub-protocol named or none. The request is not over before the
   * connection is. Errors: noWebSockets, badOption, alreadyUpgraded, tooManyUpgraded.
   */
  async accept(options: WebSocketAcceptOptions | string = {}): Promise<WebSocket> {
    const feature = this.#features.get(HttpWebSocketFeature);
    if (!feature) throw mewsError('noWebSockets', {});
    return feature.accept(typeof options === 'string' ? { subProtocol: options } : options);
  }
}
