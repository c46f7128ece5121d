import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ListenPlace } from '../addresses/listen-place.ts';
import type { HandlePlace } from './raw-handle.ts';

/** The places to try for `place`, best first: a name is looked up as Node does, every interface is `::`, else `0.0.0.0`. */
export async function handlePlaces({ host, port, ipv6Only = false }: ListenPlace): Promise<readonly HandlePlace[]> {
  if (port < 0) return [{ address: host, port, family: -1 }];
  if (host === '') return [{ address: '::', port, family: 6, ipv6Only }, { address: '0.0.0.0', port, family: 4 }];
  const { address, family } = isIP(host) ? { address: host, family: isIP(host) } : await lookup(host);
  return [{ address, port, family: family === 6 ? 6 : 4, ipv6Only }];
}
