import { featureKey } from '../http/feature-collection.ts';

/** ASP.NET Core `IServerAddressesFeature`. */
export interface ServerAddressesFeature {
  /** Asked for before the start, bound after it. May be changed until then. */
  addresses: string[];
}
export const ServerAddressesFeature = featureKey<ServerAddressesFeature>('ServerAddressesFeature');
