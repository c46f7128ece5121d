import type { ListeningHandle } from './listen-on-handle.ts';

/** systemd's first descriptor (`SD_LISTEN_FDS_START`). */
const FIRST = 3;

/**
 * The listening sockets that whoever started this process has opened for it: descriptors 3 … of `LISTEN_FDS`, when
 * `LISTEN_PID` names this process (sd_listen_fds(3)). One that `LISTEN_FDNAMES` calls `https`, or something that ends so,
 * is served with TLS.
 */
export function inheritedHandles(env: Readonly<Record<string, string | undefined>>, pid: number): ListeningHandle[] {
  if (Number(env['LISTEN_PID']) !== pid) return [];
  const count = Number(env['LISTEN_FDS']);
  if (!Number.isSafeInteger(count) || count < 1) return [];
  const names = (env['LISTEN_FDNAMES'] ?? '').split(':');
  return Array.from({ length: count }, (_, at) => ({ fd: FIRST + at, scheme: /https$/i.test(names[at] ?? '') ? 'https' : 'http' }));
}
