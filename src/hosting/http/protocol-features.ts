import type { Duplex } from 'node:stream';
import { featureKey } from './feature-collection.ts';

/** `IHttpUpgradeFeature`: the connection itself, for another protocol. */
export interface HttpUpgradeFeature {
  /** The client asks for an upgrade, in HTTP/1.1 and without a body. */
  readonly isUpgradableRequest: boolean;
  /**
   * Answers 101 with the response's headers, and gives the connection. Rejects with `notUpgradable`, `alreadyUpgraded`,
   * or `tooManyUpgraded` when the server has its most already.
   */
  upgrade(): Promise<Duplex>;
}
export const HttpUpgradeFeature = featureKey<HttpUpgradeFeature>('HttpUpgradeFeature');

/** `IHttpResetFeature`: ends an HTTP/2 stream with an error code (RFC 9113 section 7). */
export interface HttpResetFeature {
  reset(errorCode: number): void;
}
export const HttpResetFeature = featureKey<HttpResetFeature>('HttpResetFeature');

/** Kestrel's `IHttp2StreamIdFeature`. */
export interface Http2StreamIdFeature {
  readonly streamId: number;
}
export const Http2StreamIdFeature = featureKey<Http2StreamIdFeature>('Http2StreamIdFeature');
