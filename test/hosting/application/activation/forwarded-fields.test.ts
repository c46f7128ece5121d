import { expect, test } from 'vitest';
import { forwardedFields, pairsOf } from '../../../../src/hosting/application/activation/forwarded-fields.ts';

test('fields of the connection stay behind, those that Connection names too; all others keep their order and spelling', () => {
  const fields = pairsOf(['Host', 'a', 'Connection', 'keep-alive, X-Hop', 'X-Hop', '1', 'X-Other', '2', 'Keep-Alive', 'timeout=5', 'TE', 'trailers', 'Upgrade', 'h2c', 'Cookie', 'a=1', 'cookie', 'b=2', ':authority', 'a']);
  expect(forwardedFields(fields)).toEqual([
    ['Host', 'a'],
    ['X-Other', '2'],
    ['Cookie', 'a=1'],
    ['cookie', 'b=2'],
  ]);
});
