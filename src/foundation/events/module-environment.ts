/** What the hosting module tells the app by environment variables, out of process. */
export interface ModuleEnvironment {
  /** Where the app is to listen: a port of 127.0.0.1, a unix socket, or both, which lead to the same. */
  readonly endpoint: { readonly port?: number; readonly path?: string };
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

/** How the names of the variables begin; our own win over ASP.NET Core's. */
export const MODULE_PREFIXES = ['MEWS_', 'ASPNETCORE_'] as const;

/** The variables that tell it, under both names, and `PORT` for apps that know no other. */
export function moduleVariables(environment: ModuleEnvironment): Readonly<Record<string, string>> {
  const { endpoint, applicationPath, token, httpAuth, supportsWebSockets, physicalPath, httpsPort } = environment;
  const told: Readonly<Record<string, string | undefined>> = {
    PORT: endpoint.port === undefined ? undefined : String(endpoint.port),
    SOCKET: endpoint.path,
    APPL_PATH: applicationPath,
    TOKEN: token,
    IIS_HTTPAUTH: httpAuth.length === 0 ? 'none' : httpAuth.map((way) => `${way};`).join(''),
    IIS_WEBSOCKETS_SUPPORTED: String(supportsWebSockets),
    IIS_PHYSICAL_PATH: physicalPath,
    ANCM_HTTPS_PORT: httpsPort === undefined ? undefined : String(httpsPort),
  };
  const set = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : MODULE_PREFIXES.map((prefix) => [`${prefix}${name}`, value])));
  return { ...(endpoint.port !== undefined && { PORT: String(endpoint.port), HOST: '127.0.0.1' }), ...Object.fromEntries(set) };
}
