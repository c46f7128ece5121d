import type { PeerCertificate } from 'node:tls';
import { featureKey } from './feature-collection.ts';

/** The connection that a request came on (`IHttpConnectionFeature`). Addresses are empty on unix sockets. */
export interface HttpConnectionFeature {
  readonly connectionId: string;
  remoteIpAddress: string;
  remotePort: number;
  localIpAddress: string;
  localPort: number;
}
export const HttpConnectionFeature = featureKey<HttpConnectionFeature>('HttpConnectionFeature');

/** Lets the connection end in peace (`IConnectionLifetimeNotificationFeature`): what is on it is answered, and nothing begins any more. HTTP/2 only; HTTP/1.1 has its header. */
export interface ConnectionLifetimeFeature {
  requestClose(): void;
}
export const ConnectionLifetimeFeature = featureKey<ConnectionLifetimeFeature>('ConnectionLifetimeFeature');

/** The client's certificate (`ITlsConnectionFeature`); on https connections only. */
export interface TlsConnectionFeature {
  /** Undefined when the client showed none. */
  readonly clientCertificate: PeerCertificate | undefined;
}
export const TlsConnectionFeature = featureKey<TlsConnectionFeature>('TlsConnectionFeature');

/** What the handshake agreed on (`ITlsHandshakeFeature`); on https connections only. */
export interface TlsHandshakeFeature {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** `TLS_AES_256_GCM_SHA384`. */
  readonly negotiatedCipherSuite: string;
  /** The name the client asked for (SNI); empty without one. */
  readonly hostName: string;
}
export const TlsHandshakeFeature = featureKey<TlsHandshakeFeature>('TlsHandshakeFeature');

/** Kestrel's `ITlsApplicationProtocolFeature`: `h2`, `http/1.1`, or empty without ALPN. */
export interface TlsApplicationProtocolFeature {
  readonly applicationProtocol: string;
}
export const TlsApplicationProtocolFeature = featureKey<TlsApplicationProtocolFeature>('TlsApplicationProtocolFeature');
