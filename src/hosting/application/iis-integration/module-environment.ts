import { MODULE_PREFIXES, type ModuleEnvironment } from '../../../foundation/events/module-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the app has heard of the module, and of whose it is. */
export interface HeardEnvironment extends ModuleEnvironment {
  /** The server in front has a limit for bodies, as IIS; ours leaves that to the app. */
  readonly limitsBodies?: boolean;
}

const MAX_PORT = 65_535;

/**
 * What the module has told; undefined for an app that is not behind it: port (or socket), path and token must all be there, as for `UseIISIntegration`.
 * A port that is none is as if it were not there.
 */
export function readModuleEnvironment(env: Environment): HeardEnvironment | undefined {
  const endpoint = readEndpoint(env);
  const applicationPath = find(env, 'APPL_PATH');
  const token = find(env, 'TOKEN');
  if (!endpoint || !applicationPath || !token) return undefined;
  const httpsPort = toPort(find(env, 'ANCM_HTTPS_PORT') ?? find(env, 'HTTPS_PORT'));
  return {
    endpoint,
    applicationPath,
    token,
    httpAuth: (find(env, 'IIS_HTTPAUTH') ?? '').split(';').map((way) => way.trim().toLowerCase()).filter((way) => way !== '' && way !== 'none'),
    supportsWebSockets: find(env, 'IIS_WEBSOCKETS_SUPPORTED')?.toLowerCase() !== 'false',
    physicalPath: find(env, 'IIS_PHYSICAL_PATH'),
    httpsPort,
    limitsBodies: !env['MEWS_TOKEN'],
  };
}

/** The addresses to listen on; they take the place of whatever else is asked for (`PreferHostingUrls`). */
export function moduleUrls({ endpoint: { port, path } }: ModuleEnvironment): string[] {
  return [...(port === undefined ? [] : [`http://127.0.0.1:${port}`]), ...(path === undefined ? [] : [`http://unix:${path}`])];
}

function readEndpoint(env: Environment): ModuleEnvironment['endpoint'] | undefined {
  const path = find(env, 'SOCKET');
  const port = toPort(find(env, 'PORT'));
  if (path === undefined && port === undefined) return undefined;
  return { ...(port !== undefined && { port }), ...(path !== undefined && { path }) };
}

function toPort(text: string | undefined): number | undefined {
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= MAX_PORT ? port : undefined;
}

/** Empty is as if it were not there. */
function find(env: Environment, name: string): string | undefined {
  return MODULE_PREFIXES.map((prefix) => env[`${prefix}${name}`]).find((value) => value !== undefined && value !== '');
}
