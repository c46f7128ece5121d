/** What `--inspect` takes, checked by the command line: `9229`, `127.0.0.1:9229`, `[::1]:9229`. Without a host, loopback. */
export function readInspectAddress(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, Math.max(at, 0)).replace(/^\[(.*)\]$/, '$1');
  return { host: host || '127.0.0.1', port: Number(address.slice(at + 1)) };
}
