import { expect, test } from 'vitest';
import { KestrelOptions } from '../../../src/hosting/application/kestrel-options.ts';

test('options may be set one by one, as in ASP.NET Core', () => {
  const kestrel = new KestrelOptions();
  kestrel.limits.maxRequestBodySize = 5;
  kestrel.limits.keepAliveTimeout = '00:01:00';
  kestrel.limits.minRequestBodyDataRate = { bytesPerSecond: 1, gracePeriod: 2000 };
  kestrel.limits.minRequestBodyDataRate.bytesPerSecond = 2;
  kestrel.limits.http2 = {};
  kestrel.limits.http2.maxStreamsPerConnection = 7;
  kestrel.endpointDefaults.protocols = 'Http1';
  kestrel.httpsDefaults.sslProtocols = ['Tls13'];
  kestrel.httpsDefaults.handshakeTimeout = 5000;
  expect(kestrel).toMatchObject({
    limits: { maxRequestBodySize: 5, keepAliveTimeout: '00:01:00', minRequestBodyDataRate: { bytesPerSecond: 2, gracePeriod: 2000 }, http2: { maxStreamsPerConnection: 7 } },
    endpointDefaults: { protocols: 'Http1' },
    httpsDefaults: { sslProtocols: ['Tls13'], handshakeTimeout: 5000 },
  });
});

test('what is read-only stays acceptable', () => {
  const limits = { maxRequestBodySize: 5, http2: { maxFrameSize: 20_000 } } as const;
  const kestrel = new KestrelOptions();
  kestrel.limits = limits;
  kestrel.httpsDefaults = { sslProtocols: ['Tls12', 'Tls13'] as const };
  expect(kestrel.limits).toBe(limits);
});
