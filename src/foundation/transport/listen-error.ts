import { getSystemErrorName } from 'node:util';
import type { ListenPlace } from '../addresses/listen-place.ts';

const WORDS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
  EACCES: 'permission denied',
  EAFNOSUPPORT: 'address family not supported',
};

/** A failed `listen()` in Node's own words and shape, from the name of the system's error (`EADDRINUSE`). */
export function listenError({ host, port }: ListenPlace, code: string): NodeJS.ErrnoException {
  const address = host || '::';
  const where = port < 0 ? host : `${address}:${port}`;
  const message = `listen ${code}: ${WORDS[code] ?? 'the address cannot be listened on'} ${where}`;
  return Object.assign(new Error(message), { code, syscall: 'listen', address, ...(port >= 0 && { port }) });
}

/** `EADDRINUSE` for -98, or whatever its number is on this system. */
export function errorName(status: number): string {
  return status < 0 ? getSystemErrorName(status) : 'EINVAL';
}
