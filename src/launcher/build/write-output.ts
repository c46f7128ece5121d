import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { messageOf } from '../../foundation/errors/message-of.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { hashOf } from './file-stamp.ts';
import type { FileStamp } from './file-stamp.ts';

let written = 0;

/**
 * Writes a file whole or not at all: beside its place under a name nobody else uses, then renamed over it.
 * Two builds at once end with the files of one or the other, never with a mixture within a file.
 * @throws MEWS2006 when the folder cannot be written or the disk is full.
 */
export function writeOutput(root: string, file: string, content: Uint8Array | string): FileStamp {
  const temporary = `${file}.${process.pid}-${++written}.tmp`;
  return orNotWritable(dirname(file), () => {
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(temporary, content);
      const { mtimeMs, size } = statSync(temporary);
      renameSync(temporary, file);
      return { path: relative(root, file), mtime: mtimeMs, size, hash: hashOf(content) };
    } catch (error) {
      removeQuietly(temporary);
      throw error;
    }
  });
}

/** Makes a folder of ours, with those above it. */
export function makeFolder(folder: string): void {
  orNotWritable(folder, () => mkdirSync(folder, { recursive: true }));
}

/** Removes a file or folder of ours, if it is there. */
export function removeOutput(path: string): void {
  orNotWritable(dirname(path), () => rmSync(path, { recursive: true, force: true }));
}

function orNotWritable<T>(directory: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw mewsError('outputNotWritable', { directory, reason: messageOf(cause) }, { cause });
  }
}

/** What went wrong before is the news; a leftover that cannot be removed either is not. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
