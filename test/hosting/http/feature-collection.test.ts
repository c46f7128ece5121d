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

test('a feature that is not there can be removed without a trace, and one that is there only once', () => {
  const features = new FeatureCollection();
  features.set(Size, 1);
  features.set(Size, null);
  features.set(Size, null);
  expect([features.revision, features.get(Size), [...features]]).toEqual([2, undefined, []]);
});

test('a removed mask lets the defaults be seen in the list again', () => {
  const defaults = new FeatureCollection();
  defaults.set(Size, 1);
  const features = new FeatureCollection(defaults);
  features.set(Size, 2);
  features.set(Size, undefined);
  expect([...features]).toEqual([[Size, 1]]);
});

test('defaults may have defaults', () => {
  const [first, second] = [new FeatureCollection(), new FeatureCollection()];
  first.set(Size, 1);
  const features = new FeatureCollection(new FeatureCollection(first));
  expect([features.get(Size), features.revision]).toEqual([1, 1]);
  expect([...new FeatureCollection(second)]).toEqual([]);
});

test('a feature whose value is false, nought or empty is there', () => {
  const features = new FeatureCollection();
  for (const value of [0, '', false]) {
    features.set(featureKey('test.Value'), value);
    expect(features.get(featureKey('test.Value'))).toBe(value);
  }
});

test('it is never read-only, and takes no key that is none', () => {
  const features = new FeatureCollection();
  expect(features.isReadOnly).toBe(false);
  expect(() => features.set(undefined as unknown as typeof Size, 1)).toThrow(TypeError);
});
