import type { HttpContext } from '../http/http-context.ts';
import { fetchApplication, type FetchApp } from './fetch/fetch-application.ts';
import { FORWARDED_BY_ANYONE, forwardedHeaders, isForwardingEnabled } from './forwarded-headers/use-forwarded-headers.ts';
import { filterConfiguredHosts, filterConfiguredNodeHosts } from './host-filtering/configured-hosts.ts';
import { publishedHost, type RunningApplication } from './host.ts';
import type { HttpApplication } from './http-application.ts';
import type { IdentifiedApp } from './identify-app.ts';
import { behindModule, nodeBehindModule } from './iis-integration/use-iis-integration.ts';
import { nodeListenerApplication } from './node-listener-application.ts';
import type { Server } from './server.ts';
import { startApplication } from './start-application.ts';

/** Milliseconds that requests in flight are given: ASP.NET Core's default. */
const SHUTDOWN_TIMEOUT = 30_000;

export type ForeignApp = Extract<IdentifiedApp, { kind: 'fetch' | 'listener' }>;

/** Starts `server` with an app that is not ours: a fetch app or a Node listener. */
export async function serveForeignApp(identified: ForeignApp, server: Server): Promise<RunningApplication> {
  if (identified.kind === 'fetch') return serveFetchApp(identified.app, server);
  const host = publishedHost();
  const filtered = await filterConfiguredNodeHosts(nodeListenerApplication(await identified.load(), identified.upgrades), host);
  return startApplication(server, await nodeBehindModule({ application: filtered, server, stop: () => stopServer(server) }, host));
}

/** Told by the hosting module, where nobody stops the process. */
function stopServer(server: Server): void {
  server.stop(SHUTDOWN_TIMEOUT).catch((error: unknown) => publishedHost()?.logError(error));
}

/** While it is served, the `Response` that it makes is one that costs little. */
async function serveFetchApp(app: FetchApp, server: Server): Promise<RunningApplication> {
  const { useLightGlobals } = await import('./fetch/light-globals.ts');
  const restoreGlobals = useLightGlobals();
  try {
    const host = publishedHost();
    const filtered = await filterConfiguredHosts(behindProxies(fetchApplication(app)), host);
    const running = await startApplication(server, await behindModule({ application: filtered, server, stop: () => stopServer(server) }, host));
    return { ...running, stop: (deadline) => running.stop(deadline).finally(restoreGlobals) };
  } catch (error) {
    restoreGlobals();
    throw error;
  }
}

/** A fetch app has no pipeline in which it could say so: the environment says for it that only proxies reach it. */
function behindProxies(application: HttpApplication<HttpContext>): HttpApplication<HttpContext> {
  const host = publishedHost();
  if (!isForwardingEnabled(host?.env)) return application;
  return { ...application, processRequest: forwardedHeaders(FORWARDED_BY_ANYONE, host)((context) => application.processRequest(context)) };
}
