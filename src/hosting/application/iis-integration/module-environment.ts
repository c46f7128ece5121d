type Environment = Readonly<Record<string, string | undefined>>;

/** What the hosting module tells the app by environment variables, out of process. */
export interface ModuleEnvironment {
  /** Where the app is to listen: a port of 127.0.0.1, or a unix socket. */
  readonly endpoint: { readonly port: number } | { readonly path: string };
  /** The app's virtual path: `/`, `/shop`. */
  readonly applicationPath: string;
  /** Requests that do not have it do not come from the module. */
  readonly token: string;
  /** Ways of authentication that are on in front: `windows`, `basic`, `anonymous`. */
  readonly httpAuth: readonly string[];
  readonly supportsWebSockets: boolean;
  /** The folder of the app; undefined when it was not told. */
  readonly physicalPath: string | undefined;
  /** The port that is https in front, where there is exactly one. */
  readonly httpsPort: number | undefined;
}

/** Our own names of variables win over ASP.NET Core's. */
const PREFIXES = ['MEWS_', 'ASPNETCORE_'];
const MAX_PORT = 65_535;

/**
 * What the module has told; undefined for an app that is not behind it: port (or socket), path and token must all be there, as for `UseIISIntegration`.
 * A port that is none is as if it were not there.
 */
export function readModuleEnvironment(env: Environment): ModuleEnvironment | undefined {
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
  };
}

/** The variables that tell it, under both names, and `PORT` for apps that know no other. */
export function moduleVariables(environment: ModuleEnvironment): Readonly<Record<string, string>> {
  const { endpoint, applicationPath, token, httpAuth, supportsWebSockets, physicalPath, httpsPort } = environment;
  const told: Readonly<Record<string, string | undefined>> = {
    ...('port' in endpoint ? { PORT: String(endpoint.port) } : { SOCKET: endpoint.path }),
    APPL_PATH: applicationPath,
    TOKEN: token,
    IIS_HTTPAUTH: httpAuth.length === 0 ? 'none' : httpAuth.map((way) => `${way};`).join(''),
    IIS_WEBSOCKETS_SUPPORTED: String(supportsWebSockets),
    IIS_PHYSICAL_PATH: physicalPath,
    ANCM_HTTPS_PORT: httpsPort === undefined ? undefined : String(httpsPort),
  };
  const set = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : PREFIXES.map((prefix) => [`${prefix}${name}`, value])));
  return { ...('port' in endpoint && { PORT: String(endpoint.port), HOST: '127.0.0.1' }), ...Object.fromEntries(set) };
}

/** The one address to listen on; it takes the place of whatever else is asked for (`PreferHostingUrls`). */
export function moduleUrl({ endpoint }: ModuleEnvironment): string {
  return 'port' in endpoint ? `http://127.0.0.1:${endpoint.port}` : `http://unix:${endpoint.path}`;
}

function readEndpoint(env: Environment): ModuleEnvironment['endpoint'] | undefined {
  const path = find(env, 'SOCKET');
  if (path !== undefined) return { path };
  const port = toPort(find(env, 'PORT'));
  return port === undefined ? undefined : { port };
}

function toPort(text: string | undefined): number | undefined {
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= MAX_PORT ? port : undefined;
}

/** Empty is as if it were not there. */
function find(env: Environment, name: string): string | undefined {
  return PREFIXES.map((prefix) => env[`${prefix}${name}`]).find((value) => value !== undefined && value !== '');
}
