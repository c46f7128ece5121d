import type { X509Certificate } from 'node:crypto';

/** SHA-1 over the DER, as 40 upper-case hex digits: what .NET, Windows and macOS call a certificate by. */
export function sha1Of({ fingerprint }: X509Certificate): string {
  return fingerprint.replaceAll(':', '');
}

/** SHA-256 over the DER, as 64 lower-case hex digits. */
export function sha256Of({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}
