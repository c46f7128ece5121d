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
  /** Percent-encoded, as in `URL.pathname`; begins with `/`, except for the target `*` of OPTIONS. */
  path: string;
  /** With its `?`, or empty. */
  queryString: string;
  /** The target as it was sent. */
  readonly rawTarget: string;
  readonly headers: ReadableHeaders;
  readonly body: Readable;
}
export const HttpRequestFeature = featureKey<HttpRequestFeature>('HttpRequestFeature');

/** The connection that a request came on (`IHttpConnectionFeature`). Addresses are empty on unix sockets. */
export interface HttpConnectionFeature {
  readonly connectionId: string;
  remoteIpAddress: string;
  remotePort: number;
  localIpAddress: string;
  localPort: number;
}
export const HttpConnectionFeature = featureKey<HttpConnectionFeature>('HttpConnectionFeature');

/** `IHttpRequestLifetimeFeature`. */
export interface HttpRequestLifetimeFeature {
  /** Fires when the client goes away or the request is aborted, not after a response that was sent whole. */
  readonly requestAborted: AbortSignal;
  /** Cuts the connection. */
  abort(): void;
}
export const HttpRequestLifetimeFeature = featureKey<HttpRequestLifetimeFeature>('HttpRequestLifetimeFeature');

/** `IHttpRequestIdentifierFeature`: `{connectionId}:{number of the request on it, 8 hex digits}`. */
export interface HttpRequestIdentifierFeature {
  traceIdentifier: string;
}
export const HttpRequestIdentifierFeature = featureKey<HttpRequestIdentifierFeature>('HttpRequestIdentifierFeature');

/** Values that the route pattern took from the path, percent-decoded (`IRouteValuesFeature`). */
export interface RouteValuesFeature {
  readonly routeValues: Readonly<Record<string, string>>;
}
export const RouteValuesFeature = featureKey<RouteValuesFeature>('RouteValuesFeature');
