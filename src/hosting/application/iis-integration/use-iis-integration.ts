import type { HttpContext } from '../../http/http-context.ts';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import type { Host } from '../host.ts';
import type { HttpApplication } from '../http-application.ts';
import { ServerAddressesFeature } from '../server-addresses-feature.ts';
import type { Server } from '../server.ts';
import type { IntegrationHost } from './iis-middleware.ts';
import type { ModuleEnvironment } from '../../../foundation/events/module-environment.ts';
import { moduleUrls, readModuleEnvironment, type HeardEnvironment } from './module-environment.ts';

/** An application and the server that it is about to be served by. */
export interface Served<Context> {
  readonly application: HttpApplication<Context>;
  readonly server: Server;
  /** For the module's word to stop, where the host does not stop the process. */
  readonly stop: () => void;
}

/**
 * The application as it is to be served (`UseIISIntegration`): behind the hosting module, nothing runs for a request that has not come through it, and the
 * server listens where the module looks for it, and nowhere else.
 */
export async function behindModule({ application, server, stop }: Served<HttpContext>, host: Host | undefined): Promise<HttpApplication<HttpContext>> {
  const environment = environmentOf(host);
  if (!environment) return application;
  const { iisMiddleware } = await import('./iis-middleware.ts');
  listenForModule(server, environment);
  const integrated = iisMiddleware(environment, toIntegrationHost(host, stop))((context) => application.processRequest(context));
  return { ...application, processRequest: integrated };
}

/** The same for an app that works with Node's own request and response. */
export async function nodeBehindModule({ application, server, stop }: Served<NodeHttpFeature>, host: Host | undefined): Promise<HttpApplication<NodeHttpFeature>> {
  const environment = environmentOf(host);
  if (!environment) return application;
  const [{ NodeGuard }, { guardNodeApplication }] = await Promise.all([import('./node-guard.ts'), import('./guard-node-server.ts')]);
  listenForModule(server, environment);
  return guardNodeApplication(application, new NodeGuard(environment, toIntegrationHost(host, stop)));
}

/** A worker that serves the public addresses itself has nothing in front of it, whatever the environment says of who has started the launcher. */
function environmentOf(host: Host | undefined): HeardEnvironment | undefined {
  return host?.isInProcess ? undefined : readModuleEnvironment(host?.env ?? {});
}

function listenForModule(server: Server, environment: ModuleEnvironment): void {
  const feature = requiredFeature(server.features, ServerAddressesFeature);
  feature.addresses = moduleUrls(environment);
  feature.preferHostingUrls = true;
}

function toIntegrationHost(host: Host | undefined, stop: () => void): IntegrationHost {
  return {
    stop: () => (host?.stop ? host.stop() : stop()),
    warn: (text) => host?.warn?.(text),
    debug: (text) => host?.logDebug?.(text),
  };
}
