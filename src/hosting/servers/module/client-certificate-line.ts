import { TlsConnectionFeature } from '../../http/connection-features.ts';
import type { FeatureCollection } from '../../http/feature-collection.ts';

/** The client's certificate as the module tells it to the app: DER in base64; empty without one. */
export function clientCertificateLine(features: FeatureCollection): string {
  const der = features.get(TlsConnectionFeature)?.clientCertificate?.raw;
  return der ? `MS-ASPNETCORE-CLIENTCERT: ${der.toString('base64')}\r\n` : '';
}
