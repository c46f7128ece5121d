import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MEWS = fileURLToPath(new URL('../../../bin/mews.js', import.meta.url));

/** Makes a development certificate, ECDSA P-256, that lives in `folder` and nobody trusts. */
export async function writeCertificate(folder) {
  const env = { ...process.env, MEWS_DEV_CERTS_DIRECTORY: folder };
  execFileSync(process.execPath, [MEWS, 'dev-certs', 'https'], { env, stdio: 'ignore' });
  return { certificate: join(folder, 'localhost.pem'), key: join(folder, 'localhost.key') };
}
