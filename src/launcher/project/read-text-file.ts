import { readFileSync } from 'node:fs';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';

/**
 * The text of a UTF-8 file without its byte order mark; undefined when there is no such file.
 * @throws unreadableFile
 */
export function readTextFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(file, error);
  }
}

/** Whether a file system call failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The failure for a path that is there but cannot be read; Node's reason without the code and the call. */
export function unreadable(file: string, error: unknown): MewsError {
  const reason = (error as Error).message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*)?$/s, '');
  return mewsError('unreadableFile', { file, reason }, { cause: error });
}
