import { featureKey } from '../http/feature-collection.ts';

/** ASP.NET Core `IServerAddressesFeature`. */
export interface ServerAddressesFeature {
  /** Asked for before the start, bound after it. May be changed until then. */
  addresses: string[];
  /** The addresses come before endpoints of code and configuration. Default false. */
  preferHostingUrls?: boolean;
}
export const ServerAddressesFeature = featureKey<ServerAddressesFeature>('ServerAddressesFeature');
