import { X509Certificate } from 'node:crypto';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { sha1Of } from '../thumbprints.ts';
import { runCommand } from './run-command.ts';
import type { TrustCheck, TrustStep, TrustStore } from './trust-store.ts';

/** The user's trusted root certificates (Windows), which Edge, Chrome, .NET and curl read. Changing them asks the user, in a window. */
export function windowsStore(env: Readonly<Record<string, string | undefined>>): TrustStore {
  async function check(certificate: DevCertificate): Promise<TrustCheck> {
    const { code } = await runCommand(['certutil', '-user', '-verifystore', 'Root', sha1Of(new X509Certificate(certificate.pem))], { env });
    return code === 0 ? { trusted: true } : { trusted: false, why: 'the certificate is not there' };
  }

  async function stepsToTrust({ certificatePath }: DevCertificate): Promise<TrustStep[]> {
    return [{ command: ['certutil', '-user', '-addstore', 'Root', certificatePath], asRoot: false }];
  }

  async function stepsToForget(certificate: DevCertificate | undefined): Promise<TrustStep[]> {
    if (!certificate || !(await check(certificate)).trusted) return [];
    return [{ command: ['certutil', '-user', '-delstore', 'Root', sha1Of(new X509Certificate(certificate.pem))], asRoot: false }];
  }

  return { name: 'System', place: 'Cert:\\CurrentUser\\Root', isLasting: true, check, stepsToTrust, stepsToForget };
}
