import { expect, it } from 'vitest';
import { printable } from '../../../src/launcher/cli/printable.ts';

it.each([
  ['plain "text" \\ ünï 🐎', 'plain "text" \\ ünï 🐎'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001B[31mred\u007F\u009B', '\\u001b[31mred\\u007f\\u009b'],
])('%j is printed as %s', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
