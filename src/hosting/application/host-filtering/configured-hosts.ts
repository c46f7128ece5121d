import type { HttpContext } from '../../http/http-context.ts';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import type { Host } from '../host.ts';
import type { HttpApplication } from '../http-application.ts';

/**
 * The setting `AllowedHosts` (`example.com;*.example.org`): where it names hosts, requests for others are answered with 400
 * before anything of the app runs, as behind ASP.NET Core's default builder. Errors: those of the settings files.
 */
export async function filterConfiguredHosts(application: HttpApplication<HttpContext>, host: Host | undefined): Promise<HttpApplication<HttpContext>> {
  const allowedHosts = await configuredHosts(host);
  if (!allowedHosts) return application;
  const { hostFilteringMiddleware } = await import('./host-filtering-middleware.ts');
  const filter = hostFilteringMiddleware({ allowedHosts });
  return { ...application, processRequest: filter((context) => application.processRequest(context)) };
}

/** The same for an app that works with Node's own request and response; its upgrades are filtered, too. */
export async function filterConfiguredNodeHosts(application: HttpApplication<NodeHttpFeature>, host: Host | undefined): Promise<HttpApplication<NodeHttpFeature>> {
  const allowedHosts = await configuredHosts(host);
  if (!allowedHosts) return application;
  const [{ toHostFilter }, { filterNodeHosts }] = await Promise.all([import('./host-filter.ts'), import('./filter-node-hosts.ts')]);
  return filterNodeHosts(application, toHostFilter({ allowedHosts }));
}

/** Undefined where every host is served. */
async function configuredHosts(host: Host | undefined): Promise<readonly string[] | undefined> {
  const settings = await host?.loadSettings?.();
  const allowedHosts = (settings?.get('AllowedHosts') ?? '').split(';').map((name) => name.trim()).filter((name) => name !== '');
  return allowedHosts.length === 0 || allowedHosts.includes('*') ? undefined : allowedHosts;
}
