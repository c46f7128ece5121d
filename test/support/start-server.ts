import { onTestFinished } from 'vitest';
import type { HttpApplication } from '../../src/hosting/application/http-application.ts';
import type { RequestDelegate } from '../../src/hosting/application/request-delegate.ts';
import { ServerAddressesFeature } from '../../src/hosting/application/server-addresses-feature.ts';
import type { Server, ServerOptions } from '../../src/hosting/application/server.ts';
import { HttpContext } from '../../src/hosting/http/http-context.ts';

/** What a server is made with in tests: a free port, warnings and errors kept. */
export interface TestServerOptions extends ServerOptions {
  readonly warnings: string[];
  readonly errors: unknown[];
}

export function serverOptions(...addresses: string[]): TestServerOptions {
  const warnings: string[] = [];
  const errors: unknown[] = [];
  return {
    addresses: addresses.length > 0 ? addresses : ['http://127.0.0.1:0'],
    mayMove: false,
    warn: (text) => void warnings.push(text),
    logError: (error) => void errors.push(error),
    warnings,
    errors,
  };
}

/** An application of one function. */
export function toApplication(delegate: RequestDelegate): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    processRequest: async (context) => delegate(context),
    disposeContext: () => {},
  };
}

/** Starts `server`, stops it when the test ends, and tells its first address. */
export async function startServer<Context>(server: Server, application: HttpApplication<Context>): Promise<string> {
  await server.start(application);
  onTestFinished(async () => {
    await server.stop(0);
  });
  return server.features.get(ServerAddressesFeature)?.addresses[0] ?? '';
}
