import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { mewsError } from '../errors/mews-error.ts';
import type { DevCertificate } from './dev-certificate-store.ts';
import { makePfx } from './make-pfx.ts';
import { FOR_OWNER, writeFileAtomically } from './write-file-atomically.ts';

const FOR_ALL = 0o644;

export interface CertificateExport {
  /** Absolute. A file that is there is replaced. */
  readonly path: string;
  readonly format: 'pfx' | 'pem';
  /** Encrypts the key. A PFX without one has the empty password. */
  readonly password: string | undefined;
  /** PEM: whether the key is written without a password; with neither, only the certificate is. */
  readonly noPassword: boolean;
}

/** A file that an export has written. */
export interface ExportedFile {
  readonly path: string;
  readonly holds: string;
}

/**
 * Writes the certificate for other programs: as PFX with its key, or as PEM, where the key goes into a file of its own beside
 * it (`.key`). Every file is written whole or not at all; those with a key are for their owner alone.
 * Throws `exportFolderNotFound`, `devCertificateNotExported`.
 */
export async function exportDevCertificate(certificate: DevCertificate, wanted: CertificateExport): Promise<readonly ExportedFile[]> {
  const folder = dirname(wanted.path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw mewsError('exportFolderNotFound', { folder });
  try {
    const key = readFileSync(certificate.keyPath, 'utf8');
    return wanted.format === 'pfx' ? await exportPfx(certificate.pem, { key, wanted }) : exportPem(certificate.pem, { key, wanted });
  } catch (error) {
    throw mewsError('devCertificateNotExported', { path: wanted.path, reason: (error as Error).message }, { cause: error });
  }
}

interface KeyedExport {
  readonly key: string;
  readonly wanted: CertificateExport;
}

async function exportPfx(certificate: string, { key, wanted }: KeyedExport): Promise<ExportedFile[]> {
  writeFileAtomically(wanted.path, await makePfx({ certificate, key }, wanted.password ?? ''), FOR_OWNER);
  return [{ path: wanted.path, holds: `certificate and key, PFX, ${wanted.password ? 'protected by the password' : 'the password is empty'}` }];
}

function exportPem(certificate: string, { key, wanted }: KeyedExport): ExportedFile[] {
  const files: ExportedFile[] = [];
  if (wanted.password !== undefined || wanted.noPassword) {
    const path = keyPathOf(wanted.path);
    writeFileAtomically(path, wanted.password === undefined ? key : encrypt(key, wanted.password), FOR_OWNER);
    files.push({ path, holds: `private key, PEM, ${wanted.password === undefined ? 'without a password' : 'encrypted with the password'}` });
  }
  writeFileAtomically(wanted.path, certificate, FOR_ALL);
  return [{ path: wanted.path, holds: 'certificate, PEM' }, ...files];
}

function encrypt(key: string, passphrase: string): string {
  return createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }) as string;
}

/** `localhost.pem` has its key in `localhost.key`. */
function keyPathOf(path: string): string {
  const extension = extname(path);
  return `${extension === '' ? path : path.slice(0, -extension.length)}.key`;
}
