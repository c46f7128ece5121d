import cluster from 'node:cluster';
import { formatBoundAddress, formatSocketPath } from '../../../foundation/addresses/bound-address.ts';
import type { AppEvent } from '../../../foundation/events/event.ts';

/** Workers of a cluster listen through their primary, this process: it tells where, once for all of them. Whether they speak TLS it cannot know. */
export function reportClusterListening(report: (event: AppEvent) => void): void {
  const told = new Set<string>();
  cluster.on('listening', (_worker, place) => {
    const address = describe(place);
    if (address === undefined || told.has(address)) return;
    told.add(address);
    report({ type: 'listening', addresses: [address], by: 'app' });
  });
}

/** As Node has it: -1 is the type of a path, 4 that of every interface too (without an address). Datagrams are no server of an app. */
function describe({ address, addressType, port }: { address: string | null; addressType: number | string; port: number }): string | undefined {
  if (typeof addressType === 'string') return undefined;
  if (addressType === -1) return formatSocketPath('http', address ?? '');
  return formatBoundAddress({ scheme: 'http', host: address ?? '::', port });
}
