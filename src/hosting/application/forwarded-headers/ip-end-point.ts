import { isIP, SocketAddress } from 'node:net';

/** An address with a port; 0 when none was given. */
export interface IpEndPoint {
  readonly address: string;
  readonly port: number;
}

const WITH_PORT = /^(?<address>[^:]+|\[[^\]]*\]):(?<port>\d{1,5})$/;
const MAX_PORT = 65_535;

/** Reads `1.2.3.4`, `1.2.3.4:80`, `::1`, `[::1]` and `[::1]:80`, as .NET's `IPEndPoint.TryParse`; undefined for anything else. */
export function parseEndPoint(text: string): IpEndPoint | undefined {
  const { address = text, port = '0' } = WITH_PORT.exec(text)?.groups ?? {};
  const isBracketed = address.startsWith('[') && address.endsWith(']');
  const bare = isBracketed ? address.slice(1, -1) : address;
  const family = isIP(bare);
  if (family === 0 || (isBracketed && family === 4) || Number(port) > MAX_PORT) return undefined;
  return { address: new SocketAddress({ address: bare, family: family === 4 ? 'ipv4' : 'ipv6' }).address, port: Number(port) };
}

export function formatEndPoint({ address, port }: IpEndPoint): string {
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
