import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { expect, expectTypeOf, test } from 'vitest';
import type {
  AppSettings,
  CertificateSource,
  ClientCertificateMode,
  ClientCertificateValidation,
  ConfigurationSection,
  ConfigureKestrel,
  DataRate,
  HttpContext,
  HttpMinRequestBodyDataRateFeature,
  HttpResponse,
  HttpsOptions,
  IisEnvironmentFeature,
  KestrelLimitOptions,
  KestrelOptions,
  ListenTarget,
  MewsError,
  MinDataRateOptions,
  ResponseCallback,
  Server,
  ServerOptions,
  ServerVariablesFeature,
  SourceLocation,
  SslProtocol,
  StopSummary,
  TimeSpan,
  WebApplication,
  WebSocketManager,
} from '../../src/index.ts';
import { BadHttpRequestError } from '../../src/hosting/http1/bad-http-request-error.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

test('what signatures mention has a name', () => {
  expectTypeOf<Server['stop']>().returns.resolves.toEqualTypeOf<StopSummary | void>();
  expectTypeOf<WebApplication['configureKestrel']>().parameter(0).toEqualTypeOf<ConfigureKestrel>();
  expectTypeOf<NonNullable<KestrelLimitOptions['minResponseDataRate']>>().toEqualTypeOf<MinDataRateOptions>();
  expectTypeOf<NonNullable<KestrelLimitOptions['keepAliveTimeout']>>().toEqualTypeOf<TimeSpan>();
  expectTypeOf<NonNullable<HttpsOptions['sslProtocols']>>().toEqualTypeOf<readonly SslProtocol[]>();
  expectTypeOf<NonNullable<HttpsOptions['certificate']>>().toEqualTypeOf<CertificateSource>();
  expectTypeOf<NonNullable<HttpsOptions['clientCertificateMode']>>().toEqualTypeOf<ClientCertificateMode>();
  expectTypeOf<NonNullable<HttpsOptions['clientCertificateValidation']>>().toEqualTypeOf<ClientCertificateValidation>();
  expectTypeOf<HttpMinRequestBodyDataRateFeature['minDataRate']>().toEqualTypeOf<DataRate | null>();
  expectTypeOf<HttpContext['webSockets']>().toEqualTypeOf<WebSocketManager>();
  expectTypeOf<HttpResponse['onStarting']>().parameter(0).toEqualTypeOf<ResponseCallback>();
  expectTypeOf<NonNullable<ServerOptions['settings']>>().toEqualTypeOf<AppSettings>();
  expectTypeOf<AppSettings['load']>().returns.resolves.toEqualTypeOf<ConfigurationSection>();
  expectTypeOf<KestrelOptions['listens'][number]['target']>().toEqualTypeOf<ListenTarget>();
  expectTypeOf<IisEnvironmentFeature['applicationVirtualPath']>().toEqualTypeOf<string>();
  expectTypeOf<IisEnvironmentFeature['siteId']>().toEqualTypeOf<number>();
  expectTypeOf<ServerVariablesFeature['get']>().toEqualTypeOf<(name: string) => string | undefined>();
  expectTypeOf<NonNullable<MewsError['location']>>().toEqualTypeOf<SourceLocation>();
});

test('the library loads no server, no TLS and no certificates before an app starts', async () => {
  const { metafile } = await build({
    entryPoints: ['src/index.ts'],
    absWorkingDir: REPOSITORY,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  const loaded = new Set<string>();
  const load = (output: string): void => {
    if (loaded.has(output)) return;
    loaded.add(output);
    for (const { path, kind } of metafile.outputs[output]?.imports ?? []) if (kind === 'import-statement') load(path);
  };
  load('nowhere/index.js');
  const inputs = [...loaded].flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}));
  expect(inputs).toContain('src/hosting/http1/bad-http-request-error.ts');
  expect(inputs.filter((input) => /servers\/|transport\/|certificates\/|configuration-section|app-settings|http1\/(?:rejection|scan|chunked)/.test(input))).toEqual([]);
  expect([...loaded]).not.toContain('node:tls');
});

test('an app can tell a bad request from its own errors', async () => {
  const library = await import('../../src/index.ts');
  expect(library.BadHttpRequestError).toBe(BadHttpRequestError);
});

test('the features of IIS have keys that apps can ask with', async () => {
  const library = await import('../../src/index.ts');
  expect(library.IisEnvironmentFeature).toBe(library.featureKey('IisEnvironmentFeature'));
  expect(library.ServerVariablesFeature).toBe(library.featureKey('ServerVariablesFeature'));
});
