import type { WorkerSettings } from '../../../foundation/events/module-settings.ts';
import type { HttpApplication } from '../../application/http-application.ts';
import { IisEnvironmentFeature } from '../../application/iis-environment-feature.ts';
import { guardUpgrades } from '../../application/iis-integration/guard-node-server.ts';
import { isBelow } from '../../application/path-base.ts';
import type { Server, ServerOptions } from '../../application/server.ts';
import type { FeatureCollection } from '../../http/feature-collection.ts';
import { NodeHttpFeature } from '../../http/node-http-feature.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { HttpResponseFeature } from '../../http/response-features.ts';
import { ServerVariablesFeature } from '../../http/server-variables-feature.ts';
import { namesControlCharacters } from './control-characters.ts';
import { ServerVariables, type OverruledVariables } from './server-variables.ts';
import { refusalOf, siteOf, type Site } from './site.ts';
import { WorkerGuard } from './worker-guard.ts';

/** Features of a request that IIS has in-process, for the options of the server that is wrapped. Nobody pays who does not ask. */
export function inProcessFeatures(settings: WorkerSettings): NonNullable<ServerOptions['supplyFeature']> {
  const overruled: OverruledVariables = new WeakMap();
  return (key, features) => (key === ServerVariablesFeature ? new ServerVariables(features, { settings, overruled }) : undefined);
}

/** The server of the in-process model (`IISHttpServer`): another one, as part of a site in which the app has its place. */
export function inProcessServer(server: Server, settings: WorkerSettings, { isWatched = false } = {}): Server {
  server.features.set(IisEnvironmentFeature, environmentOf(settings));
  const retire = server.retire?.bind(server);
  const activity = server.activity?.bind(server);
  return {
    features: server.features,
    start: (application) => server.start(placeInSite(application, siteOf(settings, isWatched))),
    stop: (deadline) => server.stop(deadline),
    ...(retire && { retire }),
    ...(activity && { activity }),
  };
}

function environmentOf({ applicationPath, physicalPath }: WorkerSettings): IisEnvironmentFeature {
  const appConfigPath = `MACHINE/WEBROOT/APPHOST/mews${applicationPath === '/' ? '' : applicationPath}`;
  return {
    iisVersion: '10.0',
    appPoolId: 'mews',
    appPoolConfigFile: '',
    appConfigPath,
    applicationPhysicalPath: physicalPath,
    applicationVirtualPath: applicationPath,
    applicationId: `/LM/W3SVC/1/ROOT${applicationPath === '/' ? '' : applicationPath}`,
    siteName: 'mews',
    siteId: 1,
  };
}

/** A request that the app is not to see, and the status of its answer. */
class Refusal {
  readonly features: FeatureCollection;
  readonly status: number;

  constructor(features: FeatureCollection, status: number) {
    this.features = features;
    this.status = status;
  }
}

/** What lies outside the app's virtual path is nobody's, and paths with control characters HTTP.sys lets nobody have. */
function placeInSite<Context>(application: HttpApplication<Context>, site: Site): HttpApplication<Context | Refusal> {
  const { upgrades } = application;
  return {
    ...application,
    ...(upgrades && { upgrades: guardUpgrades(upgrades, new WorkerGuard(site)) }),
    createContext: (features) => {
      const status = application.usesNodeHttp ? (refusalOf(features.get(NodeHttpFeature)?.request.url ?? '/', site) ?? 0) : refuse(features, site);
      return status === 0 ? application.createContext(features) : new Refusal(features, status);
    },
    processRequest: (context) => (context instanceof Refusal ? answer(context) : application.processRequest(context)),
    disposeContext: (context, error) => {
      if (!(context instanceof Refusal)) application.disposeContext(context, error);
    },
  };
}

/** The status; 0 for a request that may go on, its path base being the app's. */
function refuse(features: FeatureCollection, { prefix, isOutside }: Site): number {
  const request = features.get(HttpRequestFeature);
  if (!request) return 0;
  if (namesControlCharacters(request.rawTarget)) return 400;
  if (prefix === '') return 0;
  const { path } = request;
  if (isOutside(path)) return 0;
  if (!isBelow(path, prefix)) return 404;
  request.pathBase = path.slice(0, prefix.length);
  request.path = path.slice(prefix.length) || '/';
  return 0;
}

function answer({ features, status }: Refusal): void {
  const node = features.get(NodeHttpFeature);
  if (node) return void node.response.writeHead(status, { 'Content-Length': 0 }).end();
  const response = features.get(HttpResponseFeature);
  if (response) response.statusCode = status;
}
