import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { devCertificateFolder, type DevCertificateFiles } from './dev-certificate-folder.ts';
import type { CertificatePair } from './make-dev-certificate.ts';
import { FOR_OWNER, UNFINISHED, writeFileAtomically } from './write-file-atomically.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const FOLDER_FOR_OWNER = 0o700;

/**
 * Replaces the pair that was there: the key first, then the certificate. What a crash between the two leaves is a key
 * that fits no certificate, which is found out by whoever reads them. Call it under the store's lock. Throws Node's error.
 */
export function saveDevCertificate({ certificatePath, keyPath }: DevCertificateFiles, { certificate, key }: CertificatePair): void {
  const folder = dirname(certificatePath);
  for (const file of readdirSync(folder)) if (file.startsWith(UNFINISHED)) rmSync(join(folder, file), { force: true });
  writeFileAtomically(keyPath, key, FOR_OWNER);
  writeFileAtomically(certificatePath, certificate, FOR_OWNER);
}

/** Makes the store's folder, for its owner alone; one that the user has chosen keeps the rights that it has. Throws Node's error. */
export function makeStoreFolder(env: Environment): void {
  const folder = devCertificateFolder(env);
  mkdirSync(folder, { recursive: true, mode: FOLDER_FOR_OWNER });
  if (!env['MEWS_DEV_CERTS_DIRECTORY']) chmodSync(folder, FOLDER_FOR_OWNER);
}

/** Takes from everybody else what a copy or a careless chmod has given them. Throws Node's error. */
export function closeToOthers({ certificatePath, keyPath }: DevCertificateFiles): void {
  for (const file of [keyPath, certificatePath]) chmodSync(file, FOR_OWNER);
}
