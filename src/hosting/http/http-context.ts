import type { FeatureCollection } from './feature-collection.ts';
import { HttpRequest } from './http-request.ts';
import { HttpResponse } from './http-response.ts';
import { HttpConnectionFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from './request-features.ts';
import { requiredFeature } from './required-feature.ts';

/** One request and its response, over the features the server supplies (ASP.NET Core `HttpContext`). */
export class HttpContext {
  readonly features: FeatureCollection;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  #items: Map<unknown, unknown> | undefined;

  constructor(features: FeatureCollection) {
    this.features = features;
    this.request = new HttpRequest(features);
    this.response = new HttpResponse(features);
  }

  get connection(): HttpConnectionFeature {
    return requiredFeature(this.features, HttpConnectionFeature);
  }

  /** Whatever middleware wants to hand on within this request. */
  get items(): Map<unknown, unknown> {
    this.#items ??= new Map();
    return this.#items;
  }

  /** Fires when the client goes away before the response was sent whole. */
  get requestAborted(): AbortSignal {
    return requiredFeature(this.features, HttpRequestLifetimeFeature).requestAborted;
  }

  get traceIdentifier(): string {
    return requiredFeature(this.features, HttpRequestIdentifierFeature).traceIdentifier;
  }

  set traceIdentifier(identifier: string) {
    requiredFeature(this.features, HttpRequestIdentifierFeature).traceIdentifier = identifier;
  }

  /** Cuts the connection without an answer. */
  abort(): void {
    requiredFeature(this.features, HttpRequestLifetimeFeature).abort();
  }
}
