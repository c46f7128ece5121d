import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The mode of files that nobody but their owner may read. */
export const FOR_OWNER = 0o600;

/** How the names of files begin that a crash has left unfinished. */
export const UNFINISHED = '.mews-unfinished-';

/**
 * Writes a whole file or none: into a new file beside it, which takes its name once it is on disk. `mode` (FOR_OWNER for
 * keys) counts also where there was a file before; that one is replaced, and not followed when it is a link. Throws Node's error.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array, mode: number): void {
  const unfinished = join(dirname(path), `${UNFINISHED}${basename(path)}-${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(unfinished, 'wx', mode);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
