import { expect, test } from 'vitest';
import { readWatchLimits } from '../../../src/launcher/watch/watch-limits.ts';
import { failureOf } from '../../support/failure-of.ts';

test('the defaults, and what the environment says', () => {
  expect(readWatchLimits({})).toEqual({ holdTimeout: 30_000, drainTimeout: 10_000 });
  expect(readWatchLimits({ MEWS_HOLD_TIMEOUT: '1500', MEWS_DRAIN_TIMEOUT: '0' })).toEqual({ holdTimeout: 1500, drainTimeout: 0 });
});

test.each(['-1', '1.5', 'soon', '3600001', '1e3'])('%s milliseconds are refused, with the name of the variable', (value) => {
  const failure = failureOf(() => readWatchLimits({ MEWS_DRAIN_TIMEOUT: value }));
  expect(failure.message).toContain('MEWS_DRAIN_TIMEOUT');
  expect(failure.message).toContain(value);
});
