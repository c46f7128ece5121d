import { mewsError, type MewsError } from './mews-error.ts';

/** Whether a file system call failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The failure for a path that is there but cannot be read; Node's reason (`EACCES: permission denied, open '/x'`) without the code and the call. */
export function unreadableFile(file: string, error: unknown): MewsError {
  const reason = (error as Error).message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*)?$/s, '');
  return mewsError('unreadableFile', { file, reason }, { cause: error });
}
