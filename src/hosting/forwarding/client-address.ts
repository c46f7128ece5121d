const MAPPED = '::ffff:';

/** The client as X-Forwarded-For names it: `10.0.0.7:51123`, `[::1]:51123`; empty where it has no address, as on a unix socket. */
export function clientAddress(address: string, port: number, tellsPort: boolean): string {
  // What a socket for both kinds of address says of IPv4.
  const plain = address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
  if (!tellsPort || plain === '') return plain;
  return plain.includes(':') ? `[${plain}]:${port}` : plain + ':' + port;
}
