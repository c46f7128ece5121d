import type { HttpContext } from '../../http/http-context.ts';
import type { Host } from '../host.ts';
import type { HttpApplication } from '../http-application.ts';

/**
 * The setting `AllowedHosts` (`example.com;*.example.org`): where it names hosts, requests for others are answered with 400
 * before anything of the app runs, as behind ASP.NET Core's default builder. Errors: those of the settings files.
 */
export async function filterConfiguredHosts(application: HttpApplication<HttpContext>, host: Host | undefined): Promise<HttpApplication<HttpContext>> {
  const settings = await host?.loadSettings?.();
  const allowedHosts = (settings?.get('AllowedHosts') ?? '').split(';').map((name) => name.trim()).filter((name) => name !== '');
  if (allowedHosts.length === 0 || allowedHosts.includes('*')) return application;
  const { hostFilteringMiddleware } = await import('./host-filtering-middleware.ts');
  const filter = hostFilteringMiddleware({ allowedHosts });
  return { ...application, processRequest: filter((context) => application.processRequest(context)) };
}
