import { expect, test } from 'vitest';
import { RapidFails } from '../../../src/launcher/activation/rapid-fails.ts';

test('too many failures within a minute are too many until the minute has passed', () => {
  const fails = new RapidFails(() => 3);
  for (const moment of [0, 10_000, 20_000]) {
    expect(fails.isExceeded(moment)).toBe(false);
    fails.count(moment);
  }
  expect(fails.isExceeded(20_000)).toBe(true);
  expect(fails.isExceeded(59_999)).toBe(true);
  expect(fails.isExceeded(60_000)).toBe(false);
  fails.count(60_000);
  expect(fails.isExceeded(60_000)).toBe(true);
});

test('are forgotten when something changes', () => {
  const fails = new RapidFails(() => 1);
  fails.count(0);
  fails.forget();
  expect(fails.isExceeded(0)).toBe(false);
});

test('at 0 the first one is enough, and the limit may change meanwhile', () => {
  let most = 0;
  const fails = new RapidFails(() => most);
  expect(fails.isExceeded(0)).toBe(false);
  fails.count(0);
  expect(fails.isExceeded(0)).toBe(true);
  most = 2;
  expect(fails.isExceeded(0)).toBe(false);
});
