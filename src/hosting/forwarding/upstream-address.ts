/** Where an app listens: on a TCP port, of 127.0.0.1 unless told otherwise; or on a unix socket, on Windows a named pipe. */
export type UpstreamAddress = { readonly port: number; readonly host?: string } | { readonly path: string };

const LOOPBACK = '127.0.0.1';

/** The address as Node's `connect` takes it. */
export function connectTarget(address: UpstreamAddress): { readonly port: number; readonly host: string } | { readonly path: string } {
  return 'path' in address ? address : { port: address.port, host: address.host ?? LOOPBACK };
}

/** What stands for the host in a request that names none: HTTP/1.1 must name one. */
export function authorityOf(address: UpstreamAddress): string {
  if ('path' in address) return 'localhost';
  const { host = LOOPBACK, port } = address;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The address for messages. */
export function describeAddress(address: UpstreamAddress): string {
  return 'path' in address ? address.path : authorityOf(address);
}
