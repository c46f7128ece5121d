/** The library's door: what apps import from 'mews'. Without a launcher (`node app.js`) it is the host itself. */
import { parseBindingAddress } from './foundation/addresses/parse-binding-address.ts';
import { parseUrlList } from './foundation/addresses/parse-url-list.ts';
import type { AppSettings } from './hosting/application/configuration/app-settings.ts';
import { publishHost, type RunningApplication, type ServerConfiguration } from './hosting/application/host.ts';
import { readModuleEnvironment } from './hosting/application/iis-integration/module-environment.ts';
import type { Server } from './hosting/application/server.ts';

export type { CertificateFiles, CertificateSource, CertificateText } from './foundation/certificates/server-certificate.ts';
export { MewsError, type ErrorJson, type SourceLocation } from './foundation/errors/mews-error.ts';
export type { ClientCertificateMode, ClientCertificateValidation } from './foundation/transport/tls-handshaker.ts';
export type { AppSettings, AppSettingsPlace } from './hosting/application/configuration/app-settings.ts';
export { ApplicationBuilder } from './hosting/application/application-builder.ts';
export type { ConfigurationSection, ConfigurationValue } from './hosting/application/configuration/configuration-section.ts';
export type { ForwardedHeader, ForwardedHeadersOptions } from './hosting/application/forwarded-headers/forwarded-headers-options.ts';
export type { HostFilteringOptions } from './hosting/application/host-filtering/host-filter.ts';
export type { HostedService } from './hosting/application/hosted-services.ts';
export type { HttpApplication, NodeUpgrades } from './hosting/application/http-application.ts';
export type {
  EndpointOptions,
  Http2LimitOptions,
  HttpsOptions,
  KestrelLimitOptions,
  KestrelOptions,
  Listen,
  ListenTarget,
  MinDataRateOptions,
  ServerNameOptions,
  SslProtocol,
  TimeSpan,
} from './hosting/application/kestrel-options.ts';
export type { Lifetime, LifetimeMoment } from './hosting/application/lifetime.ts';
export { noServer } from './hosting/application/no-server.ts';
export type { Handler, Middleware, RequestDelegate } from './hosting/application/request-delegate.ts';
export type { Server, ServerFactory, ServerOptions, StopSummary } from './hosting/application/server.ts';
export type { PreparedFile, StaticFileOptions } from './hosting/application/static-files/static-file-options.ts';
export type { WebSocketOptions } from './hosting/application/web-sockets/web-socket-options.ts';
export { IisEnvironmentFeature } from './hosting/application/iis-environment-feature.ts';
export { ServerAddressesFeature } from './hosting/application/server-addresses-feature.ts';
export { WebApplication, type ConfigureKestrel, type WebApplicationOptions } from './hosting/application/web-application.ts';
export {
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  HttpMinResponseDataRateFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  RequestBodyPipeFeature,
  type DataRate,
} from './hosting/http/body-features.ts';
export {
  HttpConnectionFeature,
  TlsApplicationProtocolFeature,
  TlsConnectionFeature,
  TlsHandshakeFeature,
  ConnectionLifetimeFeature,
} from './hosting/http/connection-features.ts';
export { FeatureCollection, featureKey, type FeatureKey, type FeatureSource } from './hosting/http/feature-collection.ts';
export type { ReadableHeaders, WritableHeaders } from './hosting/http/headers.ts';
export { HttpContext } from './hosting/http/http-context.ts';
export type { HttpRequest } from './hosting/http/http-request.ts';
export type { HttpResponse } from './hosting/http/http-response.ts';
export { ItemsFeature } from './hosting/http/items-feature.ts';
export { NodeHttpFeature } from './hosting/http/node-http-feature.ts';
export { Http2StreamIdFeature, HttpResetFeature, HttpUpgradeFeature } from './hosting/http/protocol-features.ts';
export {
  HttpRequestFeature,
  HttpRequestIdentifierFeature,
  HttpRequestLifetimeFeature,
  RouteValuesFeature,
} from './hosting/http/request-features.ts';
export { HttpResponseBodyFeature, HttpResponseFeature, type ResponseCallback } from './hosting/http/response-features.ts';
export { ServerVariablesFeature } from './hosting/http/server-variables-feature.ts';
export { HttpWebSocketFeature, type WebSocketAcceptOptions } from './hosting/http/web-socket-feature.ts';
export type { WebSocketManager } from './hosting/http/web-socket-manager.ts';
export { BadHttpRequestError } from './hosting/http1/bad-http-request-error.ts';
export type { Rejection, RejectionReason } from './hosting/http1/rejection.ts';

const DEFAULT_URL = 'http://localhost:5000';

/** Milliseconds that requests in flight are given at a signal: ASP.NET Core's default ShutdownTimeout. */
const SHUTDOWN_TIMEOUT = 30_000;

const NEVER_STARTED = `warning: A WebApplication was created but never started: 'await app.run()' starts it, and so does 'mews run' where it is the default export.`;

const environment = process.env['MEWS_ENVIRONMENT'] ?? process.env['ASPNETCORE_ENVIRONMENT'] ?? 'Production';

/** True from the first WebApplication on. */
let hasClaimed = false;
let running: RunningApplication | undefined;

publishHost({
  environment,
  env: process.env,
  contentRoot: process.cwd(),
  claim: warnUnlessStarted,
  starting: () => void process.off('beforeExit', tellNeverStarted),
  createServer: createDefaultServer,
  serving: (application) => {
    running = application;
    announce(application);
  },
  stop: () => void (running && end(running)),
  logError: (error) => console.error(error),
  warn: (text) => console.error(`warning: ${text}`),
  loadSettings: async () => (await openSettings()).load(),
});

/** An app that is only exported needs somebody who starts it: `node app.js` would end without a word. */
function warnUnlessStarted(): void {
  if (hasClaimed) return;
  hasClaimed = true;
  process.once('beforeExit', tellNeverStarted);
}

function tellNeverStarted(): void {
  console.error(NEVER_STARTED);
}

/** Kestrel on `MEWS_URLS`, else `ASPNETCORE_URLS`, else http://localhost:5000 or the next free port. */
async function createDefaultServer(configuration: ServerConfiguration = {}): Promise<Server> {
  const name = ['MEWS_URLS', 'ASPNETCORE_URLS'].find((variable) => process.env[variable]);
  const addresses = parseUrlList((name && process.env[name]) ?? DEFAULT_URL);
  for (const url of addresses) parseBindingAddress(url, name ?? 'default');
  const [settings, { KestrelServer }, { describePortHolder }] = await Promise.all([
    openSettings(),
    import('./hosting/servers/kestrel/kestrel-server.ts'),
    import('./foundation/process/port-holder.ts'),
  ]);
  return new KestrelServer({
    ...configuration,
    addresses,
    settings,
    env: process.env,
    // What the hosting module in front says, if there is one, the application sees to.
    mayMove: name === undefined && !readModuleEnvironment(process.env),
    describeHolder: describePortHolder,
    warn: (text) => console.error(`warning: ${text}`),
    logInformation: (text) => console.error(text),
    logError: (error) => console.error(error),
  });
}

async function openSettings(): Promise<AppSettings> {
  const { AppSettings } = await import('./hosting/application/configuration/app-settings.ts');
  return new AppSettings({ contentRoot: process.cwd(), environment, env: process.env });
}

function announce(application: RunningApplication): void {
  for (const address of application.addresses) console.error(`Now listening on: ${address}`);
  console.error('Application started. Press Ctrl+C to shut down.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end(application));
  }
}

async function end(application: RunningApplication): Promise<void> {
  try {
    await application.stop(SHUTDOWN_TIMEOUT);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  process.exit(process.exitCode ?? 0);
}
