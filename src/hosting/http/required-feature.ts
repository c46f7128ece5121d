import type { FeatureCollection, FeatureKey } from './feature-collection.ts';

/** A feature that every server supplies. Its absence is a defect of the server: a TypeError names the feature. */
export function requiredFeature<T>(features: FeatureCollection, key: FeatureKey<T>): T {
  const feature = features.get(key);
  if (feature === undefined) throw new TypeError(`The server does not supply the feature ${key.description}.`);
  return feature;
}
