import { join, sep } from 'node:path';
import type { WorkerSettings } from '../../../foundation/events/module-settings.ts';
import { HttpConnectionFeature, TlsConnectionFeature } from '../../http/connection-features.ts';
import type { FeatureSource } from '../../http/feature-collection.ts';
import { removeDotSegments } from '../../http1/dot-segments.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import type { ServerVariablesFeature } from '../../http/server-variables-feature.ts';

type Variable = (request: HttpRequestFeature, context: { readonly connection: HttpConnectionFeature | undefined; readonly isSecure: boolean; readonly settings: WorkerSettings }) => string | undefined;

/** Those of IIS that have a meaning here (https://learn.microsoft.com/iis/web-dev-reference/server-variables). */
const VARIABLES: Readonly<Record<string, Variable>> = {
  APPL_MD_PATH: (_, { settings }) => `/LM/W3SVC/1/ROOT${settings.applicationPath === '/' ? '' : settings.applicationPath}`,
  APPL_PHYSICAL_PATH: (_, { settings }) => settings.physicalPath,
  CONTENT_LENGTH: ({ headers }) => headers.get('content-length') ?? '0',
  CONTENT_TYPE: ({ headers }) => headers.get('content-type') ?? '',
  HTTPS: (_, { isSecure }) => (isSecure ? 'on' : 'off'),
  INSTANCE_ID: () => '1',
  LOCAL_ADDR: (_, { connection }) => connection?.localIpAddress,
  PATH_INFO: ({ pathBase, path }) => pathBase + path,
  PATH_TRANSLATED: ({ path }, { settings }) => join(settings.physicalPath, removeDotSegments(path.replaceAll(sep, '/'))),
  QUERY_STRING: ({ queryString }) => queryString.replace(/^\?/, ''),
  REMOTE_ADDR: (_, { connection }) => connection?.remoteIpAddress,
  REMOTE_HOST: (_, { connection }) => connection?.remoteIpAddress,
  REMOTE_PORT: (_, { connection }) => connection && String(connection.remotePort),
  REQUEST_METHOD: ({ method }) => method,
  SCRIPT_NAME: ({ pathBase, path }) => pathBase + path,
  SERVER_NAME: ({ headers }) => headers.get('host')?.replace(/:\d+$/, ''),
  SERVER_PORT: (_, { connection }) => connection && String(connection.localPort),
  SERVER_PORT_SECURE: (_, { isSecure }) => (isSecure ? '1' : '0'),
  SERVER_PROTOCOL: ({ protocol }) => protocol,
  SERVER_SOFTWARE: () => 'mews',
  UNENCODED_URL: ({ rawTarget }) => rawTarget,
  URL: ({ pathBase, path }) => pathBase + path,
};

/** What apps have set, by request. Few do: an entry for each request would cost more than all else that is done for it. */
export type OverruledVariables = WeakMap<FeatureSource, Map<string, string | undefined>>;

/** The server variables of one request, made up when they are asked for. */
export class ServerVariables implements ServerVariablesFeature {
  readonly #features: FeatureSource;
  readonly #settings: WorkerSettings;
  readonly #overruled: OverruledVariables;

  constructor(features: FeatureSource, { settings, overruled }: { readonly settings: WorkerSettings; readonly overruled: OverruledVariables }) {
    this.#features = features;
    this.#settings = settings;
    this.#overruled = overruled;
  }

  get(name: string): string | undefined {
    const key = name.toUpperCase();
    const own = this.#overruled.get(this.#features);
    if (own?.has(key)) return own.get(key);
    const request = this.#features.get(HttpRequestFeature);
    if (!request) return undefined;
    if (Object.hasOwn(VARIABLES, key)) return VARIABLES[key]?.(request, this.#context(request));
    return key.startsWith('HTTP_') ? request.headers.get(key.slice('HTTP_'.length).replaceAll('_', '-').toLowerCase()) : undefined;
  }

  set(name: string, value: string | undefined): void {
    const own = this.#overruled.get(this.#features) ?? new Map<string, string | undefined>();
    own.set(name.toUpperCase(), value);
    this.#overruled.set(this.#features, own);
  }

  #context({ scheme }: HttpRequestFeature): Parameters<Variable>[1] {
    const isSecure = scheme === 'https' || this.#features.get(TlsConnectionFeature) !== undefined;
    return { connection: this.#features.get(HttpConnectionFeature), isSecure, settings: this.#settings };
  }
}
