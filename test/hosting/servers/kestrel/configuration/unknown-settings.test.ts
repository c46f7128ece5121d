import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppSettings } from '../../../../../src/hosting/application/configuration/app-settings.ts';
import { unknownSettings } from '../../../../../src/hosting/servers/kestrel/configuration/unknown-settings.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer, toApplication } from '../../../../support/start-server.ts';
import { tempProject } from '../../../../support/temp-project.ts';

/** The warnings for a Kestrel section as it stands in appsettings.json. */
async function warningsOf(kestrel: object, env: Record<string, string> = {}): Promise<string[]> {
  const { root } = await tempProject({ 'appsettings.json': { Kestrel: kestrel } });
  const configuration = await new AppSettings({ contentRoot: root, environment: 'Production', env }).load();
  return unknownSettings(configuration.child('Kestrel')).map((warning) => warning.replace(`${root}/`, ''));
}

const endpoint = (https: object): object => ({ Endpoints: { Web: { Url: 'https://*:1', ...https } } });

describe('a name that means nothing', () => {
  test('is shown with its place, and with those that may be meant', async () => {
    expect(await warningsOf({ Endpoint: { Http: { Url: 'http://*:1' } } })).toEqual([
      `'Endpoint' is not a setting of Kestrel, and is ignored (appsettings.json:3:5). Did you mean 'Endpoints' or 'EndpointDefaults'? Use 'Endpoints', 'EndpointDefaults', 'Certificates', 'AddServerHeader' or 'Limits'.`,
    ]);
  });

  test.each([
    [{ ServerHeader: false }, 'Kestrel', 'AddServerHeader'],
    [{ Certificate: { Default: { Path: 'a' } } }, 'Kestrel', 'Certificates'],
    [{ Certificates: { Defualt: { Path: 'a' } } }, 'Kestrel:Certificates', 'Default'],
    [{ Certificates: { Default: { File: 'a', Keypaht: 'b' } } }, 'Kestrel:Certificates:Default', 'KeyPath'],
    [{ EndpointDefaults: { Protocolls: 'Http1' } }, 'Kestrel:EndpointDefaults', 'Protocols'],
    [endpoint({ Protocolls: 'Http1' }), 'Kestrel:Endpoints:Web', 'Protocols'],
    [endpoint({ Certficate: { Path: 'a' } }), 'Kestrel:Endpoints:Web', 'Certificate'],
    [endpoint({ SslProtocol: ['Tls12'] }), 'Kestrel:Endpoints:Web', 'SslProtocols'],
    [endpoint({ Certificate: { Path: 'a', Pasword: 'b' } }), 'Kestrel:Endpoints:Web:Certificate', 'Password'],
    [endpoint({ Sni: { 'a.example': { Certifcate: { Path: 'a' } } } }), 'Kestrel:Endpoints:Web:Sni:a.example', 'Certificate'],
    [{ Limits: { MinRequestBodyDataRate: { BytesPerSeconds: 1 } } }, 'Kestrel:Limits:MinRequestBodyDataRate', 'BytesPerSecond'],
  ])('%j', async (kestrel, of, meant) => {
    const warnings = await warningsOf(kestrel);
    expect(warnings.join()).toMatch(/\(appsettings\.json:\d+:\d+\)/);
    expect(warnings.join()).toMatch(new RegExp(`is not a setting of ${of}, .*Did you mean .*'${meant}'`));
  });

  test('may come from a variable', async () => {
    expect((await warningsOf({}, { Kestrel__Endpoint__Http__Url: 'http://*:1' }))[0]).toContain(`'Endpoint' is not a setting of Kestrel, and is ignored (Kestrel__Endpoint__Http__Url).`);
  });
});

test.each([
  [{ AllowSynchronousIO: true }, 'Kestrel:AllowSynchronousIO is not supported, and is ignored (appsettings.json:3:5): '],
  [{ EnableAltSvc: true }, 'Kestrel:EnableAltSvc is not supported'],
  [{ Limits: { Http3: { MaxRequestHeaderFieldSize: 1 } } }, 'Kestrel:Limits:Http3 is not supported'],
  [{ Certificates: { Development: { Password: 'a' } } }, 'Kestrel:Certificates:Development is not supported'],
  [endpoint({ Certificate: { Path: 'a', allowInvalid: true } }), 'Kestrel:Endpoints:Web:Certificate:allowInvalid is not supported'],
])('what only ASP.NET Core has is said to be not supported: %j', async (kestrel, warning) => {
  expect(await warningsOf(kestrel)).toEqual([expect.stringContaining(warning)]);
});

test('what there is passes without a word, in any case', async () => {
  const tls = { protocols: 'Http1', SSLPROTOCOLS: ['Tls12', 'Tls13'], clientCertificateMode: 'NoCertificate', ClientCertificateAuthorities: 'ca.pem', certificate: { Path: 'a', keyPath: 'b', Password: 'c', Subject: 'd' } };
  const kestrel = {
    addServerHeader: true,
    endpoints: { Protocolls: { Url: 'https://*:1', ...tls, Sni: { Endpoint: tls, '*': {} } } },
    EndpointDefaults: tls,
    Certificates: { Default: tls.certificate },
    Limits: { MaxRequestBodySize: 1, MinResponseDataRate: { BytesPerSecond: 1, GracePeriod: 2 }, MinRequestBodyDataRate: null, Http2: { MaxFrameSize: 20_000 } },
  };
  expect(await warningsOf(kestrel)).toEqual([]);
});

test('a server warns once, also of what a later change brings', async () => {
  const settings = (...names: string[]): object => ({ Kestrel: { Endpoints: { Http: { Url: 'http://127.0.0.1:0' } }, ...Object.fromEntries(names.map((name) => [name, '1'])) } });
  const project = await tempProject({ 'appsettings.json': settings('First') });
  let wake = (): void => {};
  const options = serverOptions();
  const warn = (text: string): void => {
    options.warn(text);
    wake();
  };
  await startServer(new KestrelServer({ ...options, mayMove: true, warn, settings: new AppSettings({ contentRoot: project.root, environment: 'Production', env: {} }) }), toApplication(() => {}));
  const seen = (): string[] => options.warnings.map((warning) => /^'(\w+)' is not a setting/.exec(warning)?.[1] ?? warning);
  expect(seen()).toEqual(['First']);
  const second = new Promise<void>((resolve) => (wake = resolve));
  writeFileSync(project.path('appsettings.json'), JSON.stringify(settings('First', 'Second'), undefined, 2));
  await second;
  expect(seen()).toEqual(['First', 'Second']);
});
