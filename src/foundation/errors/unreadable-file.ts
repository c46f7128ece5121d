import { mewsError, type MewsError } from './mews-error.ts';

/** Whether a file system call failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Node's reason without the code and the call: `permission denied` of `EACCES: permission denied, open '/x'`. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*)?$/s, '');
}

/** The failure for a path that is there but cannot be read. */
export function unreadableFile(file: string, error: unknown): MewsError {
  return mewsError('unreadableFile', { file, reason: reasonOf(error) }, { cause: error });
}
