import { existsSync } from 'node:fs';
import { devCertificateFiles } from '../../foundation/certificates/dev-certificate-folder.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

/**
 * The environment of the app: the shell's, and over it what the plan decided. Where nobody has set NODE_EXTRA_CA_CERTS, it
 * names the development certificate: an app calls its neighbours on https://localhost as the browser does.
 */
export function processEnvironment({ environment }: LaunchPlan, { env }: Pick<LaunchHost, 'env'>): Record<string, string | undefined> {
  return { ...devCertificateTrust(env), ...env, ...Object.fromEntries([...environment].map(([name, { value }]) => [name, value])) };
}

function devCertificateTrust(env: LaunchHost['env']): Record<string, string> {
  const { certificatePath } = devCertificateFiles(env);
  return existsSync(certificatePath) ? { NODE_EXTRA_CA_CERTS: certificatePath } : {};
}
