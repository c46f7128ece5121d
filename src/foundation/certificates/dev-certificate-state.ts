import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { devCertificateFiles } from './dev-certificate-folder.ts';

/**
 * Why `findDevCertificate` finds nothing at `now` (milliseconds since 1970), as a clause: `there is none`, `it expired on
 * 2026-01-31`, `its key is missing`.
 */
export function whyNoDevCertificate(env: Readonly<Record<string, string | undefined>>, now: number = Date.now()): string {
  const { certificatePath, keyPath } = devCertificateFiles(env);
  const [hasCertificate, hasKey] = [existsSync(certificatePath), existsSync(keyPath)];
  if (!hasCertificate) return hasKey ? 'there is a key without its certificate' : 'there is none';
  if (!hasKey) return 'its key is missing';
  try {
    const certificate = new X509Certificate(readFileSync(certificatePath));
    if (Date.parse(certificate.validTo) <= now) return `it expired on ${day(certificate.validTo)}`;
    if (Date.parse(certificate.validFrom) > now) return `it is valid from ${day(certificate.validFrom)} only`;
    if (certificate.checkHost('localhost') === undefined) return 'it is not for localhost';
    return certificate.checkPrivateKey(createPrivateKey(readFileSync(keyPath))) ? 'it was replaced just now' : 'its key belongs to another certificate';
  } catch (error) {
    return `its files cannot be read (${(error as Error).message})`;
  }
}

function day(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
