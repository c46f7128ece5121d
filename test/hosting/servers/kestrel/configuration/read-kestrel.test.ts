import { describe, expect, test } from 'vitest';
import type { MewsError } from '../../../../../src/foundation/errors/mews-error.ts';
import { AppSettings } from '../../../../../src/hosting/application/configuration/app-settings.ts';
import { readKestrel, type KestrelSettings } from '../../../../../src/hosting/servers/kestrel/configuration/read-kestrel.ts';
import { BUILT_IN_DEFAULTS } from '../../../../../src/hosting/servers/kestrel/endpoints/endpoint-spec.ts';
import { tempProject } from '../../../../support/temp-project.ts';

/** Reads a Kestrel section as it stands in appsettings.json. */
async function read(kestrel: object, code = {}): Promise<KestrelSettings> {
  const { root } = await tempProject({ 'appsettings.json': { Kestrel: kestrel } });
  const configuration = await new AppSettings({ contentRoot: root, environment: 'Production', env: {} }).load();
  return readKestrel(configuration.child('Kestrel'), { contentRoot: '/app', builtIn: BUILT_IN_DEFAULTS, code });
}

const endpoints = (https: object): object => ({ Endpoints: { Https: https } });

test('an empty section says nothing', async () => {
  expect(await read({})).toEqual({ endpoints: [], defaults: BUILT_IN_DEFAULTS, defaultCertificate: undefined, limits: {}, addServerHeader: undefined, warnings: [] });
});

test('everything there is, in any case', async () => {
  const settings = await read({
    addServerHeader: false,
    endpoints: {
      Http: { url: 'http://127.0.0.1:5000' },
      Https: {
        Url: 'https://*:5001',
        Protocols: 'http2',
        SslProtocols: ['tls12', 'Tls13'],
        ClientCertificateMode: 'allowCertificate',
        ClientCertificateAuthorities: 'ca.pem',
        Certificate: { Path: 'c.pfx', Password: ' s ' },
        Sni: {
          'A.example.org': { Protocols: 'Http1', SslProtocols: ['None'], ClientCertificateMode: 'RequireCertificate', Certificate: { Path: 'a.pem', KeyPath: '/keys/a.key' } },
          '*': {},
        },
      },
    },
    certificates: { default: { path: '/d.pem' } },
    limits: { maxRequestBodySize: 5, keepAliveTimeout: '00:01:00', http2: { maxFrameSize: 20_000 } },
  });
  const https = {
    protocols: 'Http2',
    sslProtocols: ['Tls12', 'Tls13'],
    clientCertificateMode: 'AllowCertificate',
    clientCertificateAuthorities: '/app/ca.pem',
    clientCertificateValidation: undefined,
    certificate: { path: '/app/c.pfx', password: ' s ' },
  };
  expect(settings).toMatchObject({
    addServerHeader: false,
    defaultCertificate: { path: '/d.pem' },
    limits: { maxRequestBodySize: 5, keepAliveTimeout: 60_000, http2: { maxFrameSize: 20_000 } },
  });
  expect(settings.endpoints[0]).toMatchObject({ name: 'Http', target: { scheme: 'http', host: '127.0.0.1', port: 5000 }, https: undefined });
  expect(settings.endpoints[1]).toMatchObject({ name: 'Https', target: { kind: 'any', port: 5001 }, protocols: 'Http2', https });
  expect([...(settings.endpoints[1]?.https?.sni ?? [])]).toEqual([
    ['a.example.org', { ...https, protocols: 'Http1', sslProtocols: [], clientCertificateMode: 'RequireCertificate', certificate: { path: '/app/a.pem', keyPath: '/keys/a.key' } }],
    ['*', https],
  ]);
});

test('EndpointDefaults are for endpoints that do not say otherwise, and code is over them', async () => {
  const kestrel = { EndpointDefaults: { Protocols: 'Http2', SslProtocols: ['Tls13'], ClientCertificateMode: 'AllowCertificate' }, Endpoints: { A: { Url: 'https://localhost:1' }, B: { Url: 'https://localhost:2', Protocols: 'Http1' }, C: { Url: 'http://localhost:3' } } };
  const { endpoints, defaults } = await read(kestrel);
  expect(endpoints.map(({ protocols }) => protocols)).toEqual(['Http2', 'Http1', 'Http2']);
  expect(endpoints[0]?.https).toMatchObject({ sslProtocols: ['Tls13'], clientCertificateMode: 'AllowCertificate' });
  expect(defaults).toMatchObject({ protocols: 'Http2', clientCertificateMode: 'AllowCertificate' });
  expect((await read(kestrel, { protocols: 'Http1' })).endpoints[0]?.protocols).toBe('Http1');
});

describe('is refused, with its place in the file', () => {
  test.each([
    [{ Endpoints: { Web: { Protocols: 'Http1' } } }, 'MEWS4102', `The endpoint Web is missing the required 'Url' parameter.`],
    [{ Endpoints: { Web: { Url: '' } } }, 'MEWS4102', `The endpoint Web is missing the required 'Url' parameter.`],
    [{ Endpoints: { Web: { Url: 'ftp://x' } } }, 'MEWS3002', 'Kestrel:Endpoints:Web:Url'],
    [endpoints({ Url: 'https://*:1', Certificate: { Path: 'a', Subject: 'b' } }), 'MEWS4103', 'The endpoint Https specified multiple certificate sources.'],
    [endpoints({ Url: 'https://*:1', Certificate: { Subject: 'localhost', Store: 'My', Location: 'LocalMachine' } }), 'MEWS3208', 'The requested certificate localhost could not be found in LocalMachine/My'],
    [endpoints({ Url: 'http://*:1', Certificate: { Path: 'a' } }), 'MEWS4104', 'The non-HTTPS endpoint Https includes HTTPS-only configuration for Certificate.'],
    [endpoints({ Url: 'http://*:1', SslProtocols: ['Tls12'] }), 'MEWS4104', 'for SslProtocols.'],
    [endpoints({ Url: 'http://*:1', ClientCertificateMode: 'NoCertificate' }), 'MEWS4104', 'for ClientCertificateMode.'],
    [endpoints({ Url: 'http://*:1', Sni: { '*': {} } }), 'MEWS4104', 'for Sni.'],
    [endpoints({ Url: 'https://*:1', Sni: { '': {} } }), 'MEWS4105', 'The endpoint Https is invalid because an SNI configuration section has an empty string as its key.'],
    [endpoints({ Url: 'https://*:1', Protocols: 'None' }), 'MEWS4109', 'An endpoint must be configured to serve at least one protocol.'],
    [endpoints({ Url: 'https://*:1', Protocols: 'Htpp1' }), 'MEWS4107', `'Htpp1' is not a value of Kestrel:Endpoints:Https:Protocols.`],
    [endpoints({ Url: 'https://*:1', Protocols: 'Http1AndHttp2AndHttp3' }), 'MEWS4108', 'Node has no HTTP/3'],
    [endpoints({ Url: 'https://*:1', SslProtocols: ['Ssl3'] }), 'MEWS4108', `'Ssl3'`],
    [endpoints({ Url: 'https://*:1', SslProtocols: ['Tls14'] }), 'MEWS4107', `'Tls14'`],
    [endpoints({ Url: 'https://*:1', ClientCertificateMode: 'DelayCertificate' }), 'MEWS4108', 'after the handshake'],
    [endpoints({ Url: 'https://*:1', ClientCertificateMode: 'Maybe' }), 'MEWS4107', `'Maybe'`],
    [{ AddServerHeader: 'perhaps' }, 'MEWS4107', `'perhaps'`],
    [{ Limits: { MaxRequestBodySize: 'big' } }, 'MEWS4106', `Kestrel:Limits:MaxRequestBodySize is 'big'`],
    [{ Limits: { KeepAliveTimeout: 'never' } }, 'MEWS4106', `Kestrel:Limits:KeepAliveTimeout is 'never'`],
    [{ Limits: { MaxRequestBodysSize: 1 } }, 'MEWS4107', `'MaxRequestBodysSize'`],
    [{ Limits: { Http2: { MaxFrames: 1 } } }, 'MEWS4107', `'MaxFrames'`],
    [{ Limits: { MinRequestBodyDataRate: 240 } }, 'MEWS4106', 'MinRequestBodyDataRate'],
  ])('%j', async (kestrel, code, message) => {
    const failure: unknown = await read(kestrel).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(message) });
    const isOfAddress = code.startsWith('MEWS30');
    const isOfKey = code === 'MEWS4105' || message.includes('for Sni');
    if (!isOfAddress && !isOfKey) expect(failure).toMatchObject({ location: { file: expect.stringContaining('appsettings.json'), line: expect.any(Number) } });
  });
});

test('a limit that does not exist is shown by its name, not by what stands under it', async () => {
  const placeOf = async (kestrel: object): Promise<unknown> => {
    const { location } = (await read(kestrel).catch((error: unknown) => error)) as MewsError;
    return [location?.line, location?.column, location?.frame?.split('\n').find((line) => line.trimStart().startsWith('>'))?.trim()];
  };
  expect(await placeOf({ Limits: { MaxRequestBodysSize: 1 } })).toEqual([4, 7, expect.stringContaining('"MaxRequestBodysSize": 1')]);
  expect(await placeOf({ Limits: { Htpp2: { MaxFrameSize: 1 } } })).toEqual([4, 7, expect.stringContaining('"Htpp2": {')]);
  expect(await placeOf({ Limits: { Lists: ['a'] } })).toEqual([4, 7, expect.stringContaining('"Lists": [')]);
});

test('limits may be lifted with null', async () => {
  const { limits } = await read({ Limits: { MaxRequestBodySize: null, MaxConcurrentConnections: null, MinResponseDataRate: null, MinRequestBodyDataRate: { BytesPerSecond: 100 } } });
  expect(limits).toEqual({ maxRequestBodySize: null, maxConcurrentConnections: null, minResponseDataRate: null, minRequestBodyDataRate: { bytesPerSecond: 100, gracePeriod: 5000 } });
});
