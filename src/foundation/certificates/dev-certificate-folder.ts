import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The two files of the development certificate: PEM, the key as PKCS #8 without a password, both for their owner alone. */
export interface DevCertificateFiles {
  readonly certificatePath: string;
  readonly keyPath: string;
}

/**
 * The folder of the development certificate: one per user, `~/.mews/https` (mode 0700), or what MEWS_DEV_CERTS_DIRECTORY
 * names (relative to the home folder, so that it does not depend on where mews was started).
 */
export function devCertificateFolder(env: Environment): string {
  const named = env['MEWS_DEV_CERTS_DIRECTORY'];
  if (!named) return join(homeFolder(env), '.mews', 'https');
  return isAbsolute(named) ? named : resolve(homeFolder(env), named);
}

/** Where the certificate and its key are kept. The names stay when it is renewed: other programs' configuration may name them. */
export function devCertificateFiles(env: Environment): DevCertificateFiles {
  const folder = devCertificateFolder(env);
  return { certificatePath: join(folder, 'localhost.pem'), keyPath: join(folder, 'localhost.key') };
}

/** The lock under which certificate and key are changed, and the one under which trust stores are. */
export function devCertificateLocks(folder: string): { readonly files: string; readonly trust: string } {
  return { files: join(folder, '.lock'), trust: join(folder, '.trust-lock') };
}

/** The user's home folder as the environment says it, so that a different HOME is a different user for everything here. */
export function homeFolder(env: Environment): string {
  return (process.platform === 'win32' ? env['USERPROFILE'] : env['HOME']) || homedir();
}
