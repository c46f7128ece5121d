import { messageOf } from '../errors/message-of.ts';
import { mewsError, type MewsError } from '../errors/mews-error.ts';

/** Who holds a port: `node (pid 123: node server.js)`, or nothing where that cannot be found out. */
export type DescribeHolder = (port: number) => string | undefined | Promise<string | undefined>;

/** The family or the address does not exist on this machine: no reason to fail when another address will do. */
const UNAVAILABLE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES)',
  EPERM: 'permission denied (EPERM)',
  EADDRNOTAVAIL: 'the address does not belong to this machine (EADDRNOTAVAIL)',
  EAFNOSUPPORT: 'this machine does not support the address family (EAFNOSUPPORT)',
  ENOENT: 'the folder of the socket does not exist (ENOENT)',
  EMFILE: 'too many open files (EMFILE)',
};

export function isInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE';
}

export function isUnavailable(error: unknown): boolean {
  return UNAVAILABLE.includes(errorCode(error));
}

/** Puts what the operating system said about `address` into the words of the table of errors. */
export async function listenFailure(
  error: unknown,
  address: string,
  holder?: { readonly port: number; readonly describe: DescribeHolder | undefined },
): Promise<MewsError> {
  if (isInUse(error)) {
    const name = holder && holder.port > 0 ? await holder.describe?.(holder.port) : undefined;
    return mewsError('addressInUse', { address, holder: name ?? '' }, { cause: error });
  }
  const code = errorCode(error);
  const reason = REASONS[code] ?? messageOf(error);
  return mewsError('bindFailed', { address, reason }, { cause: error });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
