import { HttpConnectionFeature } from './connection-features.ts';
import { endlessLifetime, newIdentifier, supply, unknownConnection } from './default-features.ts';
import type { FeatureCollection } from './feature-collection.ts';
import { HttpRequest } from './http-request.ts';
import { HttpResponse } from './http-response.ts';
import { ItemsFeature } from './items-feature.ts';
import { HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from './request-features.ts';
import { WebSocketManager } from './web-socket-manager.ts';

/** One request and its response, over the features the server supplies (ASP.NET Core `HttpContext`). */
export class HttpContext {
  readonly features: FeatureCollection;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  #webSockets: WebSocketManager | undefined;

  constructor(features: FeatureCollection) {
    this.features = features;
    this.request = new HttpRequest(features);
    this.response = new HttpResponse(features);
  }

  /** Of a server that knows nothing of connections, one without addresses. */
  get connection(): HttpConnectionFeature {
    return this.features.get(HttpConnectionFeature) ?? supply(this.features, HttpConnectionFeature, unknownConnection());
  }

  /** Whether the client asks for a WebSocket, and how it gets one: `await context.webSockets.accept()`. */
  get webSockets(): WebSocketManager {
    this.#webSockets ??= new WebSocketManager(this.features);
    return this.#webSockets;
  }

  /** Whatever middleware wants to hand on within this request. */
  get items(): Map<unknown, unknown> {
    return (this.features.get(ItemsFeature) ?? supply(this.features, ItemsFeature, { items: new Map() })).items;
  }

  /** Fires when the client goes away before the response was sent whole; never on a server that does not tell. */
  get requestAborted(): AbortSignal {
    return this.#lifetime.requestAborted;
  }

  get traceIdentifier(): string {
    return this.#identifier.traceIdentifier;
  }

  set traceIdentifier(identifier: string) {
    this.#identifier.traceIdentifier = identifier;
  }

  /** Cuts the connection without an answer. */
  abort(): void {
    this.#lifetime.abort();
  }

  get #lifetime(): HttpRequestLifetimeFeature {
    return this.features.get(HttpRequestLifetimeFeature) ?? supply(this.features, HttpRequestLifetimeFeature, endlessLifetime());
  }

  get #identifier(): HttpRequestIdentifierFeature {
    return this.features.get(HttpRequestIdentifierFeature) ?? supply(this.features, HttpRequestIdentifierFeature, newIdentifier());
  }
}
