import { describe, expect, test } from 'vitest';
import type { KestrelLimitOptions } from '../../../../src/hosting/application/kestrel-options.ts';
import { DEFAULT_LIMITS } from '../../../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { parseTimeSpan } from '../../../../src/hosting/servers/kestrel/parse-time-span.ts';
import { resolveLimits } from '../../../../src/hosting/servers/kestrel/resolve-limits.ts';
import { failureOf } from '../../../support/failure-of.ts';

test('nothing asked for is Kestrel’s defaults', () => {
  expect(resolveLimits({})).toEqual(DEFAULT_LIMITS);
});

test('what is asked for is over them, times in both spellings', () => {
  const limits = resolveLimits({
    maxRequestBodySize: null,
    maxConcurrentConnections: 1,
    keepAliveTimeout: '00:00:05',
    requestHeadersTimeout: 1500,
    minRequestBodyDataRate: { bytesPerSecond: 100, gracePeriod: '00:00:02' },
    minResponseDataRate: null,
    maxResponseBufferSize: 0,
    http2: { maxFrameSize: 16_777_215, keepAlivePingDelay: '00:00:30' },
  });
  expect(limits).toMatchObject({
    maxRequestBodySize: null,
    maxConcurrentConnections: 1,
    keepAliveTimeout: 5000,
    requestHeadersTimeout: 1500,
    minRequestBodyDataRate: { bytesPerSecond: 100, gracePeriod: 2000 },
    minResponseDataRate: null,
    maxResponseBufferSize: 0,
    maxRequestLineSize: 8192,
    http2: { maxFrameSize: 16_777_215, keepAlivePingDelay: 30_000, maxStreamsPerConnection: 100 },
  });
});

describe('the setters of KestrelServerLimits refuse', () => {
  test.each([
    [{ maxConcurrentConnections: 0 }, 'Value must be null or a positive number.', 'maxConcurrentConnections is 0'],
    [{ maxConcurrentUpgradedConnections: -1 }, 'Value must be null or a non-negative number.', 'maxConcurrentUpgradedConnections is -1'],
    [{ maxRequestBodySize: -1 }, 'Value must be null or a non-negative number.', 'maxRequestBodySize is -1'],
    [{ maxRequestBodySize: 1.5 }, 'Value must be null or a non-negative number.', 'maxRequestBodySize is 1.5'],
    [{ maxRequestLineSize: 0 }, 'Value must be a positive number.', 'maxRequestLineSize is 0'],
    [{ maxRequestLineSize: NaN }, 'Value must be a positive number.', 'maxRequestLineSize is NaN'],
    [{ maxRequestLineSize: null }, 'Value must be a positive number.', 'maxRequestLineSize is null'],
    [{ maxRequestLineSize: '8192' }, 'Value must be a positive number.', `maxRequestLineSize is '8192'`],
    [{ maxRequestHeadersTotalSize: -5 }, 'Value must be a positive number.', 'maxRequestHeadersTotalSize is -5'],
    [{ maxRequestHeaderCount: 0 }, 'Value must be a positive number.', 'maxRequestHeaderCount is 0'],
    [{ maxRequestBufferSize: 0 }, 'Value must be null or a positive number.', 'maxRequestBufferSize is 0'],
    [{ maxResponseBufferSize: -1 }, 'Value must be null or a non-negative number.', 'maxResponseBufferSize is -1'],
    [{ requestHeadersTimeout: 0 }, 'Value must be a positive TimeSpan.', 'requestHeadersTimeout is 0'],
    [{ keepAliveTimeout: -1 }, 'Value must be a positive TimeSpan.', 'keepAliveTimeout is -1'],
    [{ keepAliveTimeout: 'soon' }, 'Value must be a positive TimeSpan.', `keepAliveTimeout is 'soon'`],
    [{ minRequestBodyDataRate: { bytesPerSecond: 240, gracePeriod: 1000 } }, 'The request body rate enforcement grace period must be greater than 1 second.', 'minRequestBodyDataRate.gracePeriod is 1000'],
    [{ minResponseDataRate: { bytesPerSecond: 0, gracePeriod: 5000 } }, 'To disable a minimum data rate, use null', 'minResponseDataRate.bytesPerSecond is 0'],
    [{ http2: { maxStreamsPerConnection: 0 } }, 'Value must be a positive number.', 'http2.maxStreamsPerConnection is 0'],
    [{ http2: { headerTableSize: -1 } }, 'non-negative', 'http2.headerTableSize is -1'],
    [{ http2: { maxFrameSize: 16_383 } }, 'between 16384 and 16777215', 'http2.maxFrameSize is 16383'],
    [{ http2: { maxFrameSize: 16_777_216 } }, 'between 16384 and 16777215', 'http2.maxFrameSize is 16777216'],
    [{ http2: { initialConnectionWindowSize: 65_534 } }, 'between 65535 and 2147483647', 'http2.initialConnectionWindowSize is 65534'],
    [{ http2: { initialStreamWindowSize: 2_147_483_648 } }, 'between 65535 and 2147483647', 'http2.initialStreamWindowSize is 2147483648'],
    [{ http2: { keepAlivePingDelay: 999 } }, '1 second', 'http2.keepAlivePingDelay is 999'],
  ])('%j', (asked, rule, what) => {
    const failure = failureOf(() => resolveLimits(asked as KestrelLimitOptions));
    expect(failure.code).toBe('MEWS4110');
    expect(failure.message).toContain(rule);
    expect(failure.message).toContain(what);
  });
});

test('the request buffer must have room for what is read in one piece', () => {
  expect(failureOf(() => resolveLimits({ maxRequestBufferSize: 1, maxRequestLineSize: 2 })).message).toBe('Maximum request buffer size (1) must be greater than or equal to maximum request line size (2).');
  expect(failureOf(() => resolveLimits({ maxRequestBufferSize: 10_000 })).message).toBe('Maximum request buffer size (10000) must be greater than or equal to maximum request header size (32768).');
  expect(resolveLimits({ maxRequestBufferSize: null, maxRequestLineSize: 99_999_999 })).toMatchObject({ maxRequestBufferSize: null });
});

test.each([
  ['00:02:10', 130_000],
  ['00:30', 1_800_000],
  ['1.00:00:00', 86_400_000],
  ['00:00:00.5', 500],
  ['00:00:01.2345678', 1235],
  ['1500', 1500],
  ['-00:00:00.0010000', Infinity],
  ['', undefined],
  ['5 s', undefined],
  ['25:00:00', undefined],
  ['00:60:00', undefined],
])('the time span %j', (text, milliseconds) => {
  expect(parseTimeSpan(text)).toBe(milliseconds);
});
