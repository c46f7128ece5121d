import { featureKey } from './feature-collection.ts';
import type { ReadableHeaders, WritableHeaders } from './headers.ts';

/** `IHttpRequestBodyDetectionFeature`: false when framing says that there is no body. */
export interface HttpRequestBodyDetectionFeature {
  readonly canHaveBody: boolean;
}
export const HttpRequestBodyDetectionFeature = featureKey<HttpRequestBodyDetectionFeature>('HttpRequestBodyDetectionFeature');

/** The body of the request without a Node stream (`IRequestBodyPipeFeature`). It is read once, by one of these. */
export interface RequestBodyPipeFeature {
  /** The body as a web stream, made when asked for. */
  readonly reader: ReadableStream<Uint8Array>;
  /** The body to its end. Rejects with BadHttpRequestError when it is malformed, too large or too slow. */
  readAll(): Promise<Buffer>;
  /**
   * The body as text, without a copy, when all of it has arrived already, is valid UTF-8, and nobody has read of it or
   * put another body in its place. It counts as read then. Else undefined.
   */
  takeText(): string | undefined;
}
export const RequestBodyPipeFeature = featureKey<RequestBodyPipeFeature>('RequestBodyPipeFeature');

/** `IHttpMaxRequestBodySizeFeature`: octets, null for no limit. For this request only. */
export interface HttpMaxRequestBodySizeFeature {
  /** True from the first read on, and after an upgrade: setting the size throws then. */
  readonly isReadOnly: boolean;
  maxRequestBodySize: number | null;
}
export const HttpMaxRequestBodySizeFeature = featureKey<HttpMaxRequestBodySizeFeature>('HttpMaxRequestBodySizeFeature');

/** Octets per second, after a grace period in milliseconds, that the client must keep up; null for none. */
export interface DataRate {
  readonly bytesPerSecond: number;
  readonly gracePeriod: number;
}

/** Kestrel's `IHttpMinRequestBodyDataRateFeature`. With HTTP/2 it can only be set to null. */
export interface HttpMinRequestBodyDataRateFeature {
  minDataRate: DataRate | null;
}
export const HttpMinRequestBodyDataRateFeature = featureKey<HttpMinRequestBodyDataRateFeature>('HttpMinRequestBodyDataRateFeature');

/** Kestrel's `IHttpMinResponseDataRateFeature`; HTTP/1.x only. */
export interface HttpMinResponseDataRateFeature {
  minDataRate: DataRate | null;
}
export const HttpMinResponseDataRateFeature = featureKey<HttpMinResponseDataRateFeature>('HttpMinResponseDataRateFeature');

/** `IHttpRequestTrailersFeature`. Trailers are never merged into the headers (RFC 9110 section 6.5.1). */
export interface HttpRequestTrailersFeature {
  /** True once the whole body was read. */
  readonly available: boolean;
  /** Throws `trailersNotAvailable` before. */
  readonly trailers: ReadableHeaders;
}
export const HttpRequestTrailersFeature = featureKey<HttpRequestTrailersFeature>('HttpRequestTrailersFeature');

/** `IHttpResponseTrailersFeature`: sent after the body where the protocol and the framing allow it. */
export interface HttpResponseTrailersFeature {
  readonly trailers: WritableHeaders;
}
export const HttpResponseTrailersFeature = featureKey<HttpResponseTrailersFeature>('HttpResponseTrailersFeature');
