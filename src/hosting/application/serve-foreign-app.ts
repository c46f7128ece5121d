import type { HttpContext } from '../http/http-context.ts';
import { fetchApplication, type FetchApp } from './fetch/fetch-application.ts';
import { FORWARDED_BY_ANYONE, forwardedHeaders, isForwardingEnabled } from './forwarded-headers/use-forwarded-headers.ts';
import { filterConfiguredHosts, filterConfiguredNodeHosts } from './host-filtering/configured-hosts.ts';
import { publishedHost, type RunningApplication } from './host.ts';
import type { HttpApplication } from './http-application.ts';
import type { IdentifiedApp } from './identify-app.ts';
import { nodeListenerApplication } from './node-listener-application.ts';
import type { Server } from './server.ts';
import { startApplication } from './start-application.ts';

export type ForeignApp = Extract<IdentifiedApp, { kind: 'fetch' | 'listener' }>;

/** Starts `server` with an app that is not ours: a fetch app or a Node listener. */
export async function serveForeignApp(identified: ForeignApp, server: Server): Promise<RunningApplication> {
  if (identified.kind === 'fetch') return serveFetchApp(identified.app, server);
  const application = nodeListenerApplication(await identified.load(), identified.upgrades);
  return startApplication(server, await filterConfiguredNodeHosts(application, publishedHost()));
}

/** While it is served, the `Response` that it makes is one that costs little. */
async function serveFetchApp(app: FetchApp, server: Server): Promise<RunningApplication> {
  const { useLightGlobals } = await import('./fetch/light-globals.ts');
  const restoreGlobals = useLightGlobals();
  try {
    const running = await startApplication(server, await filterConfiguredHosts(behindProxies(fetchApplication(app)), publishedHost()));
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
