import type { Readable } from 'node:stream';
import { featureKey } from './feature-collection.ts';
import type { ReadableHeaders } from './headers.ts';

/** The request line, the headers and the body: what every server must supply (ASP.NET Core `IHttpRequestFeature`). */
export interface HttpRequestFeature {
  /** `HTTP/1.1`, `HTTP/2`. */
  readonly protocol: string;
  scheme: string;
  readonly method: string;
  /** The part of the path that `map` took off, without a closing slash; empty at first. */
  pathBase: string;
  /**
   * Percent-decoded, all but `%2F`, and without dot segments; begins with `/`. Empty for the target `*` of OPTIONS and
   * the authority of CONNECT.
   */
  path: string;
  /** As sent, with its `?`, or empty. */
  queryString: string;
  /** The target as it was sent. */
  readonly rawTarget: string;
  /** As received; middleware may put others in their place. */
  headers: ReadableHeaders;
  /** The body as a Node stream, made when asked for. Middleware may put another one in its place. */
  body: Readable;
}
export const HttpRequestFeature = featureKey<HttpRequestFeature>('HttpRequestFeature');

/** `IHttpRequestIdentifierFeature`: `{connectionId}:{number of the request on it, 8 hex digits}`. */
export interface HttpRequestIdentifierFeature {
  traceIdentifier: string;
}
export const HttpRequestIdentifierFeature = featureKey<HttpRequestIdentifierFeature>('HttpRequestIdentifierFeature');

/** `IHttpRequestLifetimeFeature`. */
export interface HttpRequestLifetimeFeature {
  /** Fires when the client goes away or the request is aborted, not after a response that was sent whole. */
  readonly requestAborted: AbortSignal;
  /** Cuts the connection, or with HTTP/2 the stream. */
  abort(): void;
}
export const HttpRequestLifetimeFeature = featureKey<HttpRequestLifetimeFeature>('HttpRequestLifetimeFeature');

/** Values that the route pattern took from the path, percent-decoded (`IRouteValuesFeature`). */
export interface RouteValuesFeature {
  readonly routeValues: Readonly<Record<string, string>>;
}
export const RouteValuesFeature = featureKey<RouteValuesFeature>('RouteValuesFeature');
