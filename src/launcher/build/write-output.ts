import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { messageOf } from '../../foundation/errors/message-of.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';

/** A file as it was written: relative path, time of change in ms since 1970, size in bytes. */
export interface WrittenFile {
  readonly path: string;
  readonly mtime: number;
  readonly size: number;
}

let written = 0;

/**
 * Writes a file whole or not at all: beside its place under a name nobody else uses, then renamed over it.
 * Two builds at once end with the files of one or the other, never with a mixture within a file.
 * @throws MEWS2006 when the folder cannot be written or the disk is full.
 */
export function writeOutput(root: string, file: string, content: Uint8Array | string): WrittenFile {
  const temporary = `${file}.${process.pid}-${++written}.tmp`;
  return orNotWritable(dirname(file), () => {
    try {
      makeBelow(root, dirname(file));
      writeFileSync(temporary, content);
      const { mtimeMs, size } = statSync(temporary);
      renameSync(temporary, file);
      return { path: relative(root, file), mtime: mtimeMs, size };
    } catch (error) {
      removeQuietly(temporary);
      throw error;
    }
  });
}

/** True when the file that was written still has these bytes. */
export function holds(root: string, { path, size }: WrittenFile, content: Uint8Array): boolean {
  try {
    return size === content.byteLength && readFileSync(join(root, path)).equals(content);
  } catch {
    return false;
  }
}

/** Makes a folder of ours in the project, with those above it. */
export function makeFolder(root: string, folder: string): void {
  orNotWritable(folder, () => makeBelow(root, folder));
}

/** A project that somebody has moved away meanwhile must not come back as an empty folder. */
function makeBelow(root: string, folder: string): void {
  statSync(root);
  mkdirSync(folder, { recursive: true });
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
