import type { BindingAddress } from './binding-address.ts';

/** Where a server really listens; `host` without brackets. */
export interface BoundAddress {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** As Kestrel shows a bound address: `http://localhost:5000`, `http://[::]:80`, `http://127.0.0.1:5000`. */
export function formatBoundAddress({ scheme, host, port }: BoundAddress): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** As Kestrel shows a unix socket: `http://unix:/tmp/app.sock`. */
export function formatSocketPath(scheme: 'http' | 'https', path: string): string {
  return `${scheme}://unix:${path}`;
}

/** As Kestrel shows a named pipe: `http://pipe:/name`. */
function formatPipeName(scheme: 'http' | 'https', name: string): string {
  return `${scheme}://pipe:/${name}`;
}

/** An address somebody asked for, in one spelling: what errors and warnings call it. */
export function formatBindingAddress(address: BindingAddress): string {
  if (address.kind === 'unix') return formatSocketPath(address.scheme, address.host);
  return address.kind === 'pipe' ? formatPipeName(address.scheme, address.host) : formatBoundAddress(address);
}
