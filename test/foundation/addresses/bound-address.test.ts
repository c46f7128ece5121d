import { expect, test } from 'vitest';
import { formatBoundAddress, formatSocketPath } from '../../../src/foundation/addresses/bound-address.ts';

test.each([
  [{ scheme: 'http', host: 'localhost', port: 5000 }, 'http://localhost:5000'],
  [{ scheme: 'http', host: '::', port: 80 }, 'http://[::]:80'],
  [{ scheme: 'https', host: '127.0.0.1', port: 443 }, 'https://127.0.0.1:443'],
] as const)('%j is shown as %s', (address, text) => {
  expect(formatBoundAddress(address)).toBe(text);
});

test('a unix socket is shown with its path', () => {
  expect(formatSocketPath('http', '/tmp/x.sock')).toBe('http://unix:/tmp/x.sock');
});
