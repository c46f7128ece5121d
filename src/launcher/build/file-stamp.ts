import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file as it was: relative path, time of change in ms since 1970, size in bytes, hash of its content. */
export interface FileStamp {
  readonly path: string;
  readonly mtime: number;
  readonly size: number;
  /** Empty when the content is not known to be what was read: then only a new build knows. */
  readonly hash: string;
}

/** File systems date a change by a clock that ticks this often, in milliseconds: what they call earlier may be later. */
const TICK = 10;

/** When a file was read, in ms since 1970. */
export interface ReadTime {
  /** The reading began. */
  readonly since: number;
  /** It had ended; said when the file is stamped later than that. */
  readonly until?: number;
}

/** Stamps `content`. A file changed at or after `since` may have been read before the change, one touched after `until` is not what was read. */
export function stampFile(root: string, file: string, read: ReadTime & { readonly content: Uint8Array }): FileStamp {
  const { mtimeMs, ctimeMs, size } = statSync(file);
  const trusted = mtimeMs < read.since - TICK && ctimeMs < (read.until ?? Infinity) - TICK && size === read.content.byteLength;
  return { path: relative(root, file), mtime: mtimeMs, size, hash: trusted ? hashOf(read.content) : '' };
}

/** Stamps a file, or says that there is none: a file that appears is a change too. */
export function stampIfThere(root: string, file: string, read: ReadTime): FileStamp {
  try {
    return stampFile(root, file, { content: readFileSync(file), ...read });
  } catch {
    return { path: relative(root, file), mtime: 0, size: -1, hash: '' };
  }
}

/** True when the file has the content it had. Its bytes are read only when its time changed and its size did not. */
export function isUnchanged(root: string, stamp: FileStamp): boolean {
  const file = join(root, stamp.path);
  const now = statSync(file, { throwIfNoEntry: false });
  if (!now) return stamp.size === -1;
  if (stamp.hash === '' || now.size !== stamp.size) return false;
  return now.mtimeMs === stamp.mtime || hashOf(readFileSync(file)) === stamp.hash;
}

export function hashOf(content: Uint8Array | string): string {
  // Loaded on demand: a run with nothing changed needs no hash, and node:crypto costs milliseconds.
  return process.getBuiltinModule('node:crypto').createHash('sha1').update(content).digest('base64url');
}
