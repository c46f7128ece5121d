import { describe, expect, test } from 'vitest';
import { formatBindingAddress } from '../../../../../src/foundation/addresses/bound-address.ts';
import { KestrelOptions, type EndpointOptions } from '../../../../../src/hosting/application/kestrel-options.ts';
import { codeDefaults, codeEndpoints } from '../../../../../src/hosting/servers/kestrel/configuration/code-endpoints.ts';
import { BUILT_IN_DEFAULTS, isHandle } from '../../../../../src/hosting/servers/kestrel/endpoints/endpoint-spec.ts';
import { failureOf } from '../../../../support/failure-of.ts';

const inherited = [{ fd: 3, scheme: 'http' }, { fd: 4, scheme: 'https' }] as const;

function endpointsOf(configure: (kestrel: KestrelOptions) => unknown) {
  const kestrel = new KestrelOptions();
  configure(kestrel);
  const defaults = { ...BUILT_IN_DEFAULTS, ...codeDefaults(kestrel, '/app') };
  return codeEndpoints(kestrel.listens, { defaults, contentRoot: '/app', inherited });
}

test.each([
  [(kestrel) => kestrel.listen('127.0.0.1', 0), ['http://127.0.0.1:0']],
  [(kestrel) => kestrel.listen('::1', 80), ['http://[::1]:80']],
  [(kestrel) => kestrel.listenLocalhost(5001, { https: true }), ['https://localhost:5001']],
  [(kestrel) => kestrel.listenAnyIP(80), ['http://*:80']],
  [(kestrel) => kestrel.listenUnixSocket('/run/a.sock'), ['http://unix:/run/a.sock']],
  [(kestrel) => kestrel.listenHandle(7), ['http fd 7']],
  [(kestrel) => kestrel.useSystemd(), ['http fd 3', 'https fd 4']],
  [(kestrel) => kestrel.useSystemd({ https: true }), ['https fd 3', 'https fd 4']],
  [(kestrel) => kestrel.listen('127.0.0.1', 1).listen('127.0.0.1', 2), ['http://127.0.0.1:1', 'http://127.0.0.1:2']],
] as [(kestrel: KestrelOptions) => unknown, string[]][])('%s', (configure, expected) => {
  const specs = endpointsOf(configure);
  expect(specs.map(({ target }) => (isHandle(target) ? `${target.scheme} fd ${target.fd}` : formatBindingAddress(target)))).toEqual(expected);
  for (const { target, https } of specs) expect(https !== undefined).toBe(target.scheme === 'https');
});

test('options of an endpoint are over the defaults of code, names over their endpoint', () => {
  const [first, second] = endpointsOf((kestrel) => {
    kestrel.endpointDefaults = { protocols: 'Http2' };
    kestrel.httpsDefaults = { clientCertificateMode: 'AllowCertificate', handshakeTimeout: '00:00:03' };
    kestrel.listenLocalhost(1, { https: { sni: { 'A.b': { certificate: { path: 'a.pfx' }, protocols: 'Http1' }, '*': {} } } });
    kestrel.listenLocalhost(2, { protocols: 'Http1', https: { clientCertificateMode: 'NoCertificate', handshakeTimeout: 500, certificate: { path: 'c.pem', keyPath: '/k.pem' } } });
  });
  expect(first).toMatchObject({ protocols: 'Http2', https: { protocols: 'Http2', clientCertificateMode: 'AllowCertificate', handshakeTimeout: 3000, certificate: undefined } });
  expect(first?.https?.sni?.get('a.b')).toMatchObject({ protocols: 'Http1', clientCertificateMode: 'AllowCertificate', certificate: { path: '/app/a.pfx' } });
  expect(second).toMatchObject({ protocols: 'Http1', https: { protocols: 'Http1', clientCertificateMode: 'NoCertificate', handshakeTimeout: 500, certificate: { path: '/app/c.pem', keyPath: '/k.pem' } } });
});

describe('is refused', () => {
  test.each([
    [{ protocols: 'Http9' }, 'MEWS4107', `'Http9' is not a value of protocols of http://localhost:1`],
    [{ https: { sslProtocols: ['Tls9'] } }, 'MEWS4107', `'Tls9'`],
    [{ https: { clientCertificateMode: 'DelayCertificate' } }, 'MEWS4108', 'DelayCertificate'],
    [{ https: { sni: { '': {} } } }, 'MEWS4105', 'empty string'],
    [{ https: { handshakeTimeout: 0 } }, 'MEWS4110', 'Value must be a positive TimeSpan.'],
  ])('%j', (options, code, message) => {
    const failure = failureOf(() => endpointsOf((kestrel) => kestrel.listenLocalhost(1, options as EndpointOptions)));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test('a relative socket, a bad host, a bad port', () => {
    expect(failureOf(() => endpointsOf((kestrel) => kestrel.listenUnixSocket('a.sock'))).code).toBe('MEWS3005');
    expect(failureOf(() => endpointsOf((kestrel) => kestrel.listen('a b', 1))).code).toBe('MEWS3001');
    expect(failureOf(() => endpointsOf((kestrel) => kestrel.listenAnyIP(70_000))).code).toBe('MEWS3003');
  });

  test.skipIf(process.platform === 'win32')('a named pipe where there are none', () => {
    expect(failureOf(() => endpointsOf((kestrel) => kestrel.listenNamedPipe('x'))).code).toBe('MEWS3009');
  });
});
