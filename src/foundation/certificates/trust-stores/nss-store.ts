import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { sha256Of } from '../thumbprints.ts';
import { DATABASE_FILE, type NssDatabase } from './nss-databases.ts';
import { runCommand } from './run-command.ts';
import type { Command, TrustCheck, TrustStep, TrustStore } from './trust-store.ts';

/** What every entry of ours is called, before the beginning of the certificate's thumbprint. */
const NICKNAME = 'mews localhost';

/**
 * Trusted as a server (P), which Chromium asks for in a certificate that is no CA, and as one that vouches for itself (C),
 * which Firefox asks for; no rights for mail and code.
 */
const TRUST = 'CP,,';

/** The package that has certutil, in the systems' own words. */
const INSTALL_CERTUTIL = "certutil is not installed: 'apt install libnss3-tools' (Debian, Ubuntu), 'dnf install nss-tools' (Fedora), 'pacman -S nss' (Arch), 'zypper install mozilla-nss-tools' (openSUSE), 'brew install nss' (macOS)";

export interface NssAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hasCertutil: boolean;
}

/** A browser's NSS database, read and written with Mozilla's certutil. */
export function nssStore({ name, folder }: NssDatabase, { env, hasCertutil }: NssAccess): TrustStore {
  const certutil = (...args: string[]): Command => ['certutil', ...args.slice(0, 1), '-d', `sql:${folder}`, ...args.slice(1)];
  const exists = (): boolean => existsSync(join(folder, DATABASE_FILE));
  const run = (...args: string[]): ReturnType<typeof runCommand> => runCommand(certutil(...args), { env });

  async function ownNicknames(): Promise<string[]> {
    if (!hasCertutil || !exists()) return [];
    const { output } = await run('-L');
    return [...output.matchAll(new RegExp(`^(${NICKNAME} [0-9a-f]{16})\\s`, 'gm'))].flatMap(([, nickname]) => (nickname === undefined ? [] : [nickname]));
  }

  async function check(certificate: DevCertificate): Promise<TrustCheck> {
    if (!hasCertutil) return { trusted: false, why: INSTALL_CERTUTIL };
    if (!exists()) return { trusted: false, why: 'there is no database yet' };
    const listed = await run('-L', '-n', nickname(certificate), '-a');
    if (listed.code !== 0 || !isSame(listed.output, certificate)) return { trusted: false, why: 'the certificate is not there' };
    const verified = await run('-V', '-n', nickname(certificate), '-u', 'V');
    return verified.code === 0 ? { trusted: true } : { trusted: false, why: (verified.output + verified.complaint).trim() };
  }

  async function stepsToTrust(certificate: DevCertificate): Promise<TrustStep[]> {
    if (!hasCertutil) return [];
    const make: Command[] = exists() ? [] : [['mkdir', '-p', '-m', '0700', folder], certutil('-N', '--empty-password')];
    const forget = (await ownNicknames()).map((nickname) => certutil('-D', '-n', nickname));
    const add = certutil('-A', '-n', nickname(certificate), '-t', TRUST, '-i', certificate.certificatePath);
    return [...make, ...forget, add].map((command) => ({ command, asRoot: false }));
  }

  async function stepsToForget(): Promise<TrustStep[]> {
    return (await ownNicknames()).map((nickname) => ({ command: certutil('-D', '-n', nickname), asRoot: false }));
  }

  return { name, place: folder, isLasting: true, check, stepsToTrust, stepsToForget };
}

function nickname({ thumbprint }: DevCertificate): string {
  return `${NICKNAME} ${thumbprint.slice(0, 16)}`;
}

function isSame(pem: string, { thumbprint }: DevCertificate): boolean {
  try {
    return sha256Of(new X509Certificate(pem)) === thumbprint;
  } catch {
    return false;
  }
}
