/** The library's door: what apps import from 'mews'. Without a launcher (`node app.js`) it is the host itself. */
import { parseBindingAddress } from './foundation/addresses/parse-binding-address.ts';
import { parseUrlList } from './foundation/addresses/parse-url-list.ts';
import { publishHost, type RunningApplication } from './hosting/application/host.ts';
import type { Server } from './hosting/application/server.ts';

export { MewsError } from './foundation/errors/mews-error.ts';
export { ApplicationBuilder } from './hosting/application/application-builder.ts';
export type { HostedService } from './hosting/application/hosted-services.ts';
export type { HttpApplication } from './hosting/application/http-application.ts';
export type { Lifetime, LifetimeMoment } from './hosting/application/lifetime.ts';
export type { Handler, Middleware, RequestDelegate } from './hosting/application/request-delegate.ts';
export type { Server, ServerFactory, ServerOptions } from './hosting/application/server.ts';
export { ServerAddressesFeature } from './hosting/application/server-addresses-feature.ts';
export { WebApplication, type WebApplicationOptions } from './hosting/application/web-application.ts';
export { FeatureCollection, featureKey, type FeatureKey } from './hosting/http/feature-collection.ts';
export type { ReadableHeaders, WritableHeaders } from './hosting/http/headers.ts';
export { HttpContext } from './hosting/http/http-context.ts';
export type { HttpRequest } from './hosting/http/http-request.ts';
export type { HttpResponse } from './hosting/http/http-response.ts';
export { NodeHttpFeature } from './hosting/http/node-http-feature.ts';
export {
  HttpConnectionFeature,
  HttpRequestFeature,
  HttpRequestIdentifierFeature,
  HttpRequestLifetimeFeature,
  RouteValuesFeature,
} from './hosting/http/request-features.ts';
export { HttpResponseBodyFeature, HttpResponseFeature } from './hosting/http/response-features.ts';

const DEFAULT_URL = 'http://localhost:5000';

/** Milliseconds that requests in flight are given at a signal: ASP.NET Core's default ShutdownTimeout. */
const SHUTDOWN_TIMEOUT = 30_000;

publishHost({
  environment: process.env['MEWS_ENVIRONMENT'] ?? process.env['ASPNETCORE_ENVIRONMENT'] ?? 'Production',
  claim: () => {},
  createServer: createDefaultServer,
  serving: announce,
  logError: (error) => console.error(error),
});

/** Kestrel on `MEWS_URLS`, else `ASPNETCORE_URLS`, else http://localhost:5000 or the next free port. */
async function createDefaultServer(): Promise<Server> {
  const name = ['MEWS_URLS', 'ASPNETCORE_URLS'].find((variable) => process.env[variable]);
  const addresses = parseUrlList((name && process.env[name]) ?? DEFAULT_URL);
  for (const url of addresses) parseBindingAddress(url, name ?? 'default');
  const [{ KestrelServer }, { describePortHolder }] = await Promise.all([
    import('./hosting/servers/kestrel/kestrel-server.ts'),
    import('./foundation/process/port-holder.ts'),
  ]);
  return new KestrelServer({
    addresses,
    mayMove: name === undefined,
    describeHolder: describePortHolder,
    warn: (text) => console.error(`warning: ${text}`),
    logError: (error) => console.error(error),
  });
}

function announce(application: RunningApplication): void {
  for (const address of application.addresses) console.error(`Now listening on: ${address}`);
  console.error('Application started. Press Ctrl+C to shut down.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void application.stop(SHUTDOWN_TIMEOUT).then(() => process.exit(process.exitCode ?? 0)));
  }
}
