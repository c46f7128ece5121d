import { expect, test } from 'vitest';
import { restartPause } from '../../../src/launcher/activation/restart-policy.ts';

test('the first crash costs nothing, the next ones more and more, up to ten seconds', () => {
  const pauses = Array.from({ length: 9 }, (_, at) => restartPause(Array.from({ length: at + 1 }, (__, crash) => crash * 100)));
  expect(pauses).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('crashes of more than a minute ago are forgotten', () => {
  expect(restartPause([0, 61_000])).toBe(0);
  expect(restartPause([0, 59_000])).toBe(250);
});
