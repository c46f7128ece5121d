import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { sha1Of } from '../thumbprints.ts';
import { runCommand } from './run-command.ts';
import type { TrustCheck, TrustStep, TrustStore } from './trust-store.ts';

export interface KeychainAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The user's login keychain (macOS), which Safari, Chrome and curl read. Changing it asks for the user's password, in a window. */
export function keychainStore({ env, home }: KeychainAccess): TrustStore {
  const keychain = join(home, 'Library', 'Keychains', 'login.keychain-db');

  async function check({ certificatePath }: DevCertificate): Promise<TrustCheck> {
    const { code, output, complaint } = await runCommand(['security', 'verify-cert', '-c', certificatePath, '-p', 'ssl', '-s', 'localhost', '-L'], { env });
    return code === 0 ? { trusted: true } : { trusted: false, why: (complaint + output).trim() };
  }

  async function stepsToTrust({ certificatePath }: DevCertificate): Promise<TrustStep[]> {
    return [{ command: ['security', 'add-trusted-cert', '-r', 'trustRoot', '-p', 'ssl', '-k', keychain, certificatePath], asRoot: false }];
  }

  async function stepsToForget(certificate: DevCertificate | undefined): Promise<TrustStep[]> {
    if (!certificate || !(await check(certificate)).trusted) return [];
    const sha1 = sha1Of(new X509Certificate(certificate.pem));
    return [{ command: ['security', 'delete-certificate', '-t', '-Z', sha1, keychain], asRoot: false }];
  }

  return { name: 'System', place: keychain, isLasting: true, check, stepsToTrust, stepsToForget };
}
