import { FeatureCollection } from '../http/feature-collection.ts';
import type { Server } from './server.ts';
import { ServerAddressesFeature } from './server-addresses-feature.ts';

/**
 * A server that listens nowhere, for an app that is only its hosted services (.NET's generic host):
 * `WebApplication.create({ server: noServer() })`.
 */
export function noServer(): Server {
  const features = new FeatureCollection();
  features.set(ServerAddressesFeature, { addresses: [] });
  return { features, start: () => Promise.resolve(), stop: () => Promise.resolve() };
}
