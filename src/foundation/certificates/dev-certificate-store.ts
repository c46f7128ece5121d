import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { devCertificateFiles, type DevCertificateFiles } from './dev-certificate-folder.ts';

/** The development certificate that is there: its files, and what is asked of it most. */
export interface DevCertificate extends DevCertificateFiles {
  /** SHA-256 over the DER, as 64 lower-case hex digits: what tells this certificate from the one before it. */
  readonly thumbprint: string;
  /** The certificate alone, PEM. */
  readonly pem: string;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

/**
 * The development certificate of this user, or nothing when there is none that a server could use at `now` (milliseconds
 * since 1970): files missing or unreadable, not yet or no longer valid, not for localhost, or a key that belongs to another
 * certificate (what a crash between writing the two would leave). Cheap: two small files and node:crypto.
 */
export function findDevCertificate(env: Readonly<Record<string, string | undefined>>, now: number = Date.now()): DevCertificate | undefined {
  const files = devCertificateFiles(env);
  try {
    const certificate = new X509Certificate(readFileSync(files.certificatePath));
    const isUsable = isValidAt(certificate, now) && certificate.checkHost('localhost') !== undefined;
    if (!isUsable || !certificate.checkPrivateKey(createPrivateKey(readFileSync(files.keyPath)))) return undefined;
    return { ...files, thumbprint: thumbprintOf(certificate), pem: certificate.toString(), validTo: Date.parse(certificate.validTo) };
  } catch {
    // whatever cannot be read or parsed is no certificate: `mews dev-certs https` makes a new one in its place
    return undefined;
  }
}

/** SHA-256 over the DER, as 64 lower-case hex digits. */
export function thumbprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

function isValidAt(certificate: X509Certificate, now: number): boolean {
  return Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo);
}
