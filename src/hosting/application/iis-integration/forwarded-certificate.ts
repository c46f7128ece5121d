import { X509Certificate } from 'node:crypto';
import type { TlsConnectionFeature } from '../../http/connection-features.ts';

/** The client's certificate as the module tells of it (DER in base64), as the feature that an https connection has; undefined for what is none. */
export function forwardedCertificate(base64: string): TlsConnectionFeature | undefined {
  try {
    return { clientCertificate: new X509Certificate(Buffer.from(base64, 'base64')).toLegacyObject() };
  } catch {
    return undefined;
  }
}
