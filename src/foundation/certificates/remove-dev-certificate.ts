import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { devCertificateFiles, devCertificateLocks } from './dev-certificate-folder.ts';
import { withLock } from './store-lock.ts';
import { P11_KIT_FILE } from './trust-stores/system-store.ts';
import { UNFINISHED } from './write-file-atomically.ts';

/** Removes certificate, key and what mews wrote beside them; tells the paths of those that were there. Throws Node's error. */
export async function removeDevCertificate(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const { certificatePath, keyPath } = devCertificateFiles(env);
  const folder = dirname(certificatePath);
  if (!existsSync(folder)) return [];
  const removed = await withLock(devCertificateLocks(folder).files, async () => {
    const unfinished = readdirSync(folder).filter((file) => file.startsWith(UNFINISHED));
    const files = [keyPath, certificatePath, ...[P11_KIT_FILE, ...unfinished].map((file) => join(folder, file))].filter((file) => existsSync(file));
    for (const file of files) rmSync(file);
    return files;
  });
  removeWhenEmpty(folder);
  return removed;
}

/** A folder that holds anything else, or that another mews has just locked, stays. */
function removeWhenEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it stays
  }
}
