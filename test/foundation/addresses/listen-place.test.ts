import { expect, test } from 'vitest';
import { placeKey } from '../../../src/foundation/addresses/listen-place.ts';

test('every interface is one place however it is written; a path is itself', () => {
  expect(placeKey({ host: '', port: 80 })).toBe(placeKey({ host: '::', port: 80 }));
  expect(placeKey({ host: 'LocalHost', port: 80 })).toBe(placeKey({ host: 'localhost', port: 80 }));
  expect(placeKey({ host: '::', port: 80, ipv6Only: true })).not.toBe(placeKey({ host: '::', port: 80 }));
  expect(placeKey({ host: '/tmp/A', port: -1 })).not.toBe(placeKey({ host: '/tmp/a', port: -1 }));
});
