import {
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  RequestBodyPipeFeature,
} from '../../http/body-features.ts';
import {
  HttpConnectionFeature,
  TlsApplicationProtocolFeature,
  TlsConnectionFeature,
  TlsHandshakeFeature,
} from '../../http/connection-features.ts';
import type { FeatureKey } from '../../http/feature-collection.ts';
import {
  HttpRequestFeature,
  HttpRequestIdentifierFeature,
  HttpRequestLifetimeFeature,
} from '../../http/request-features.ts';
import { HttpInterimResponseFeature, HttpResponseBodyFeature, HttpResponseFeature } from '../../http/response-features.ts';

/** What an exchange of any protocol may have; those of TLS only on https endpoints. */
export const COMMON_FEATURES: readonly FeatureKey<unknown>[] = [
  HttpRequestFeature,
  HttpResponseFeature,
  HttpResponseBodyFeature,
  HttpInterimResponseFeature,
  RequestBodyPipeFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  HttpConnectionFeature,
  HttpRequestLifetimeFeature,
  HttpRequestIdentifierFeature,
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  TlsConnectionFeature,
  TlsHandshakeFeature,
  TlsApplicationProtocolFeature,
];
