import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { devCertificateFiles, type DevCertificateFiles } from './dev-certificate-folder.ts';
import { dayOf } from './day-of.ts';
import { sha256Of } from './thumbprints.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The development certificate that is there: its files, and what is asked of it most. */
export interface DevCertificate extends DevCertificateFiles {
  /** SHA-256 over the DER, as 64 lower-case hex digits: what tells this certificate from the one before it. */
  readonly thumbprint: string;
  /** The certificate alone, PEM. */
  readonly pem: string;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

/** The certificate, or why there is none, as a clause: `there is none`, `it expired on 2026-01-31`, `its key is missing`. */
export type DevCertificateInspection = { readonly certificate: DevCertificate } | { readonly certificate: undefined; readonly why: string };

/**
 * Looks for the development certificate of this user. One that a server cannot use at `now` (milliseconds since 1970) is
 * none: files missing or unreadable, not yet or no longer valid, not for localhost, or a key that belongs to another
 * certificate (what a crash between writing the two would leave). Cheap: two small files and node:crypto.
 */
export function inspectDevCertificate(env: Environment, now: number = Date.now()): DevCertificateInspection {
  const files = devCertificateFiles(env);
  const missing = whatIsMissing(files);
  if (missing !== undefined) return { certificate: undefined, why: missing };
  try {
    const certificate = new X509Certificate(readFileSync(files.certificatePath));
    const why = whyUnusable(certificate, files.keyPath, now);
    if (why !== undefined) return { certificate: undefined, why };
    return { certificate: { ...files, thumbprint: sha256Of(certificate), pem: certificate.toString(), validTo: Date.parse(certificate.validTo) } };
  } catch (error) {
    return { certificate: undefined, why: `its files cannot be read (${(error as Error).message})` };
  }
}

/** The certificate alone; undefined when there is none that a server could use. */
export function findDevCertificate(env: Environment, now?: number): DevCertificate | undefined {
  return inspectDevCertificate(env, now).certificate;
}

function whatIsMissing({ certificatePath, keyPath }: DevCertificateFiles): string | undefined {
  const hasKey = existsSync(keyPath);
  if (!existsSync(certificatePath)) return hasKey ? 'there is a key without its certificate' : 'there is none';
  return hasKey ? undefined : 'its key is missing';
}

function whyUnusable(certificate: X509Certificate, keyPath: string, now: number): string | undefined {
  const { validFrom, validTo } = certificate;
  if (Date.parse(validTo) <= now) return `it expired on ${dayOf(validTo)}`;
  if (Date.parse(validFrom) > now) return `it is valid from ${dayOf(validFrom)} only`;
  if (certificate.checkHost('localhost') === undefined) return 'it is not for localhost';
  return certificate.checkPrivateKey(createPrivateKey(readFileSync(keyPath))) ? undefined : 'its key belongs to another certificate';
}
