import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import type { ListenPlace } from '../../foundation/addresses/listen-place.ts';

/** Where a server listens for a binding address. The second loopback may be missing on a machine, and has the port that the first was given. */
export interface PlannedPlaces {
  readonly first: ListenPlace;
  readonly second?: (port: number) => ListenPlace;
}

/** Undefined for named pipes, which are never lent. The rules are those of the servers: `bindListeningSockets`. */
export function plannedPlaces({ kind, host, port }: BindingAddress): PlannedPlaces | undefined {
  switch (kind) {
    case 'localhost':
      return { first: { host: '127.0.0.1', port }, second: (given) => ({ host: '::1', port: given }) };
    case 'any':
      return { first: { host: host === '0.0.0.0' ? host : '', port } };
    case 'unix':
      return { first: { host, port: -1 } };
    case 'pipe':
      return undefined;
    case 'ip':
      return { first: { host, port } };
  }
}
