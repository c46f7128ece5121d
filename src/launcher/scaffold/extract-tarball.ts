import { createRequire } from 'node:module';
import type * as Tar from 'tar';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { messageOf } from '../../foundation/errors/message-of.ts';
import { safePath } from './safe-path.ts';

// Loaded when a tarball is extracted; the CLI's one file cannot import.
const load = createRequire(import.meta.url);

/** What templates may have in all: beyond it, something else is in the tarball. */
const MOST_ENTRIES = 10_000;
const MOST_OCTETS = 256 * 1024 * 1024;
const PLAIN = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory']);

export interface TarballRequest {
  /** The tarball; gzipped or not. */
  readonly file: string;
  /** An empty folder. */
  readonly folder: string;
  /** Where it came from, for texts. */
  readonly source: string;
}

/**
 * Extracts a tarball whose entries are all plain files and folders below it. Every entry is looked at before the first is written.
 * @throws unsafeTemplate for links, devices and paths that lead elsewhere; templatePackageFailed
 */
export async function extractTarball({ file, folder, source }: TarballRequest): Promise<void> {
  const tar = load('tar') as typeof Tar;
  const entries: { readonly path: string; readonly type: string; readonly size: number }[] = [];
  await attempt(source, () => tar.list({ file, strict: true, onReadEntry: ({ path, type, size }) => void entries.push({ path, type, size }) }));
  for (const { path, type } of entries) {
    if (!PLAIN.has(type)) throw mewsError('unsafeTemplate', { template: source, path, problem: type.endsWith('Link') ? 'is a link' : 'is neither a file nor a folder' });
    safePath(path, source);
  }
  const octets = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > MOST_ENTRIES || octets > MOST_OCTETS) {
    throw mewsError('templatePackageFailed', { source, reason: `it has ${entries.length} entries of ${octets} octets; at most ${MOST_ENTRIES} and ${MOST_OCTETS} are taken` });
  }
  await attempt(source, () => tar.extract({ file, cwd: folder, strict: true, noMtime: true, preserveOwner: false }));
}

async function attempt(source: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw mewsError('templatePackageFailed', { source, reason: messageOf(error) }, { cause: error });
  }
}
