import { expect, test } from 'vitest';
import { actionOf, KEYS_HELP } from '../../../src/launcher/cli/watch-keys.ts';

test.each([
  ['r', 'restart'],
  ['R', 'restart'],
  ['\u0012', 'restart'],
  ['o', 'open'],
  ['u', 'urls'],
  ['c', 'clear'],
  ['q', 'quit'],
  ['?', 'help'],
  ['h', 'help'],
  ['x', undefined],
  ['\r', undefined],
])('%j', (key, action) => {
  expect(actionOf(key)).toBe(action);
});

test('the help names each key that does something', () => {
  for (const key of ['r', 'o', 'u', 'c', 'q', '?']) expect(KEYS_HELP).toContain(`\n  ${key}  `);
});
