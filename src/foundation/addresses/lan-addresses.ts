import type { NetworkInterfaceInfo } from 'node:os';
import { formatBoundAddress } from './bound-address.ts';

/** What `os.networkInterfaces()` returns. */
export type NetworkInterfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The addresses at which other machines reach `bound` (`http://[::]:5000`): one for each outward IPv4 address of this
 * machine. A bound address that is not on every interface has none.
 */
export function lanAddresses(bound: string, interfaces: NetworkInterfaces): string[] {
  const everywhere = /^(https?):\/\/(?:\[::\]|0\.0\.0\.0):(\d+)$/.exec(bound);
  if (!everywhere) return [];
  const scheme = everywhere[1] === 'https' ? 'https' : 'http';
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => formatBoundAddress({ scheme, host: address, port: Number(everywhere[2]) }));
}
