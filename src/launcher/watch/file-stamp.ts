import { statSync } from 'node:fs';

/** What tells one state of a file from another without reading it. Times in ms since 1970. */
export interface FileStamp {
  readonly mtime: number;
  readonly ctime: number;
  readonly size: number;
  readonly inode: number;
  /** It was taken so soon after the file was written that a second writing could have the same stamp. */
  readonly isFresh: boolean;
}

/** A file that was there, in a state that nobody knows: any state is another one. */
export const UNKNOWN: FileStamp = { mtime: Number.NaN, ctime: Number.NaN, size: Number.NaN, inode: Number.NaN, isFresh: true };

/** The file's stamp, through links; undefined when there is none, or something else in its place. */
export function stampOf(path: string): FileStamp | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    const { mtimeMs: mtime, ctimeMs: ctime, size, ino: inode } = stat;
    return { mtime, ctime, size, inode, isFresh: Date.now() - mtime < tickOf(mtime) };
  } catch {
    return undefined;
  }
}

/** A change of rights alone, which only `ctime` tells, is no change of the file. */
export function isSameStamp(left: FileStamp, right: FileStamp): boolean {
  return left.mtime === right.mtime && left.size === right.size && left.inode === right.inode;
}

/** File systems date by a clock that ticks, most every few milliseconds, FAT every two seconds. */
function tickOf(mtime: number): number {
  return mtime % 1000 === 0 ? 2000 : 15;
}
