import { KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { mewsError } from '../errors/mews-error.ts';
import { certificateExtensions } from './certificate-extensions.ts';
import { distinguishedName } from './distinguished-name.ts';
import { loadPki, type PkiLibraries } from './load-pki.ts';

const DAY = 86_400_000;
/** As dotnet's: long enough to be forgotten, short enough for every browser. */
const VALID_DAYS = 365;
const X509_V3 = 2;

/** A certificate and its private key (PKCS #8, not encrypted), both PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a self-signed certificate for `localhost`, its sub-domains and the loopback addresses: ECDSA P-256 with SHA-256,
 * valid from `now` (milliseconds since 1970) for a year, as `dotnet dev-certs https` does. Throws `devCertificateNotMade`.
 */
export async function makeDevCertificate(now: number = Date.now()): Promise<CertificatePair> {
  try {
    return await make(loadPki(), now);
  } catch (error) {
    throw mewsError('devCertificateNotMade', { reason: (error as Error).message }, { cause: error });
  }
}

async function make(libraries: PkiLibraries, now: number): Promise<CertificatePair> {
  const { pki, asn1, engine } = libraries;
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new pki.Certificate();
  certificate.version = X509_V3;
  certificate.serialNumber = new asn1.Integer({ valueHex: serialNumber() });
  const name = distinguishedName(libraries, randomBytes(4).toString('hex'));
  certificate.subject = name;
  certificate.issuer = name;
  certificate.notBefore.value = new Date(now);
  certificate.notAfter.value = new Date(now + VALID_DAYS * DAY);
  await certificate.subjectPublicKeyInfo.importKey(publicKey, engine);
  certificate.extensions = await certificateExtensions(libraries, certificate.subjectPublicKeyInfo);
  await certificate.sign(privateKey, 'SHA-256', engine);
  const der = Buffer.from(certificate.toSchema(true).toBER(false));
  return { certificate: new X509Certificate(der).toString(), key: KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** 16 random bytes that read as a positive number without leading zeros (RFC 5280 §4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}
