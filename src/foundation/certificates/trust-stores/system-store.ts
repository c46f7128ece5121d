import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { ORGANIZATION_NAME } from '../distinguished-name.ts';
import { FOR_OWNER, writeFileAtomically } from '../write-file-atomically.ts';
import type { SystemPlace } from './system-places.ts';
import type { Command, TrustCheck, TrustStep, TrustStore } from './trust-store.ts';

/** The file in the certificate's folder that says to p11-kit what to make of it. */
export const P11_KIT_FILE = 'localhost.p11-kit';

/** The system's list of trusted certificates (Linux), which OpenSSL, GnuTLS, curl, git, Python … read. Only root changes it. */
export function systemStore(place: SystemPlace): TrustStore {
  const anchor = join(place.anchors, `mews-localhost-${userName()}.${place.isP11Kit ? 'p11-kit' : 'crt'}`);
  const asRoot = (command: Command): TrustStep => ({ command, asRoot: true });

  async function check({ pem }: DevCertificate): Promise<TrustCheck> {
    if (!existsSync(place.bundle)) return { trusted: false, why: 'the list is not there' };
    return certificatesIn(readFileSync(place.bundle, 'utf8')).has(bodyOf(pem)) ? { trusted: true } : { trusted: false, why: 'the certificate is not in the list' };
  }

  async function stepsToTrust(certificate: DevCertificate): Promise<TrustStep[]> {
    const source = place.isP11Kit ? writeP11KitFile(certificate) : certificate.certificatePath;
    return [asRoot(['install', '-m', '0644', source, anchor]), asRoot(place.update)];
  }

  async function stepsToForget(): Promise<TrustStep[]> {
    return existsSync(anchor) ? [asRoot(['rm', anchor]), asRoot(place.updateAfterRemoval)] : [];
  }

  return { name: 'System', place: place.bundle, isLasting: true, check, stepsToTrust, stepsToForget };
}

/** Without this, p11-kit sorts a certificate that is no CA under "other", which is in no list of trusted ones. */
function writeP11KitFile({ certificatePath, pem }: DevCertificate): string {
  const path = join(dirname(certificatePath), P11_KIT_FILE);
  writeFileAtomically(path, `[p11-kit-object-v1]\nlabel: "${ORGANIZATION_NAME}"\ntrusted: true\ncertificate-category: authority\n${pem}`, FOR_OWNER);
  return path;
}

function certificatesIn(bundle: string): Set<string> {
  return new Set([...bundle.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)].map(([pem]) => bodyOf(pem)));
}

/** The base64 of a PEM certificate, without the line breaks, which differ from writer to writer. */
function bodyOf(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '');
}

/** Users of one machine have certificates of their own. */
function userName(): string {
  try {
    return userInfo().username.replace(/[^\w.-]/g, '_');
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
