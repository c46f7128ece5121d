import { expect, test } from 'vitest';
import { FeatureCollection, featureKey } from '../../../src/hosting/http/feature-collection.ts';

const Name = featureKey<{ name: string }>('test.Name');
const Size = featureKey<number>('test.Size');

test('a feature that is missing comes from the defaults, and shows again when its mask is removed', () => {
  const defaults = new FeatureCollection();
  defaults.set(Size, 1);
  const features = new FeatureCollection(defaults);
  expect(features.get(Size)).toBe(1);
  features.set(Size, 2);
  expect(features.get(Size)).toBe(2);
  features.set(Size, null);
  expect(features.get(Size)).toBe(1);
});

test('the revision counts what changed, in the defaults too', () => {
  const defaults = new FeatureCollection();
  const features = new FeatureCollection(defaults);
  features.set(Size, null);
  expect(features.revision).toBe(0);
  features.set(Size, 1);
  features.set(Size, 1);
  features.set(Size, undefined);
  expect(features.revision).toBe(3);
  defaults.set(Size, 1);
  expect(features.revision).toBe(4);
});

test('own features come first, then those of the defaults that are not masked', () => {
  const defaults = new FeatureCollection();
  defaults.set(Size, 1);
  defaults.set(Name, { name: 'default' });
  const features = new FeatureCollection(defaults);
  features.set(Size, 2);
  expect([...features]).toEqual([[Size, 2], [Name, { name: 'default' }]]);
});

test('keys of the same name are the same, across copies of mews', () => {
  expect(featureKey('test.Size')).toBe(Size);
});
