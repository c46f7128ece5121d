import { parseBindingAddress } from '../../../../foundation/addresses/parse-binding-address.ts';
import { parseUrlList } from '../../../../foundation/addresses/parse-url-list.ts';
import type { CertificateFiles } from '../../../../foundation/certificates/server-certificate.ts';
import type { ListeningHandle } from '../../../../foundation/transport/listen-on-handle.ts';
import { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import { KestrelOptions, type KestrelLimitOptions } from '../../../application/kestrel-options.ts';
import type { ServerAddressesFeature } from '../../../application/server-addresses-feature.ts';
import type { ServerOptions } from '../../../application/server.ts';
import { addressEndpoint } from '../endpoints/address-endpoint.ts';
import { BUILT_IN_DEFAULTS, type EndpointSpec } from '../endpoints/endpoint-spec.ts';
import { DEFAULT_LIMITS, type KestrelLimits } from '../kestrel-limits.ts';
import { chooseEndpoints, type EndpointDecision } from './choose-endpoints.ts';
import type { KestrelSettings } from './read-kestrel.ts';

/** Bound when nobody asks for an address, as in ASP.NET Core. */
const DEFAULT_ADDRESS = 'http://localhost:5000';

/** Everything a server is told, decided. */
export interface KestrelConfiguration {
  readonly decision: EndpointDecision;
  /** True when the endpoints are an address that nobody wrote: a taken port may move. */
  readonly mayMove: boolean;
  /** Those of the endpoints that the configuration names. */
  readonly configured: readonly EndpointSpec[];
  readonly defaultCertificate: CertificateFiles | undefined;
  readonly limits: KestrelLimits;
  readonly addServerHeader: boolean;
  /** Of the settings files and variables: what was written and means nothing. */
  readonly warnings: readonly string[];
}

export interface LoadRequest {
  readonly options: ServerOptions;
  readonly asked: ServerAddressesFeature;
  /** The listening sockets that the process was started with. */
  readonly inherited: readonly ListeningHandle[];
}

/**
 * Gathers what code, the settings files, the variables and the launch say, and decides. Errors: those of the settings
 * files, of addresses, values and limits. Most apps say nothing: what reads it is loaded where there is something to read.
 */
export async function loadConfiguration({ options, asked, inherited }: LoadRequest): Promise<KestrelConfiguration> {
  const root = await loadRoot(options);
  const code = options.kestrel ?? new KestrelOptions();
  const settings = await readSettings(root, options);
  const urls = urlsOf(root, { asked: asked.addresses, isDefault: options.mayMove });
  const decision = chooseEndpoints({
    listed: [...(await listedInCode(code, { settings, options, inherited })), ...settings.endpoints],
    addresses: urls.addresses.map((url) => addressEndpoint(parseBindingAddress(url, urls.from), settings.defaults)),
    isDefault: urls.isDefault,
    preferHostingUrls: asked.preferHostingUrls ?? isTrue(root.get('preferHostingUrls')),
  });
  return {
    decision,
    mayMove: urls.isDefault && !decision.isListed,
    configured: decision.isListed ? settings.endpoints : [],
    defaultCertificate: settings.defaultCertificate,
    limits: await limitsOf(settings.limits, code.limits),
    addServerHeader: code.addServerHeader ?? settings.addServerHeader ?? true,
    warnings: settings.warnings,
  };
}

/** The `Kestrel` section as it is now. Errors: those of the settings files, addresses and values. */
export async function reloadSettings(options: ServerOptions): Promise<KestrelSettings> {
  return readSettings(await loadRoot(options), options);
}

async function loadRoot({ settings }: ServerOptions): Promise<ConfigurationSection> {
  return (await settings?.load()) ?? new ConfigurationSection();
}

async function readSettings(root: ConfigurationSection, options: ServerOptions): Promise<KestrelSettings> {
  const section = root.child('Kestrel');
  const contentRoot = contentRootOf(options);
  const code = await defaultsInCode(options.kestrel, contentRoot);
  if (!section.exists) return { endpoints: [], defaults: { ...BUILT_IN_DEFAULTS, ...code }, defaultCertificate: undefined, limits: {}, addServerHeader: undefined, warnings: [] };
  const { readKestrel } = await import('./read-kestrel.ts');
  return readKestrel(section, { contentRoot, builtIn: BUILT_IN_DEFAULTS, code });
}

async function defaultsInCode(kestrel: KestrelOptions | undefined, contentRoot: string): Promise<KestrelSettings['defaults'] | object> {
  if (!kestrel || Object.keys({ ...kestrel.endpointDefaults, ...kestrel.httpsDefaults }).length === 0) return {};
  const { codeDefaults } = await import('./code-endpoints.ts');
  return codeDefaults(kestrel, contentRoot);
}

interface CodeRequest {
  readonly settings: KestrelSettings;
  readonly options: ServerOptions;
  readonly inherited: readonly ListeningHandle[];
}

async function listedInCode({ listens }: KestrelOptions, { settings, options, inherited }: CodeRequest): Promise<EndpointSpec[]> {
  const calls = withSystemd(listens, inherited);
  if (calls.length === 0) return [];
  const { codeEndpoints } = await import('./code-endpoints.ts');
  return codeEndpoints(calls, { defaults: settings.defaults, contentRoot: contentRootOf(options), inherited });
}

/** Sockets that the process was started with are there to be used, whether the code asks for them or not. */
function withSystemd(listens: KestrelOptions['listens'], inherited: readonly ListeningHandle[]): KestrelOptions['listens'] {
  const isAsked = inherited.length === 0 || listens.some(({ target }) => target.kind === 'systemd' || target.kind === 'handle');
  return isAsked ? listens : [...listens, { target: { kind: 'systemd' }, options: {} }];
}

async function limitsOf(configured: KestrelLimitOptions, code: KestrelLimitOptions): Promise<KestrelLimits> {
  const asked = { ...configured, ...code };
  if (Object.keys(asked).length === 0) return DEFAULT_LIMITS;
  const { resolveLimits } = await import('../resolve-limits.ts');
  return resolveLimits({ ...asked, http2: { ...configured.http2, ...code.http2 } });
}

function contentRootOf({ settings }: ServerOptions): string {
  return settings?.contentRoot ?? '.';
}

interface Urls {
  readonly addresses: readonly string[];
  readonly from: string;
  readonly isDefault: boolean;
}

/** `Urls` of appsettings.json counts where the launch says nothing. */
function urlsOf(root: ConfigurationSection, { asked, isDefault }: { asked: readonly string[]; isDefault: boolean }): Urls {
  const written = isDefault || asked.length === 0 ? root.get('urls') : undefined;
  if (written) return { addresses: parseUrlList(written), from: `"Urls" in ${root.child('urls').value?.from ?? 'the settings'}`, isDefault: false };
  return asked.length > 0 ? { addresses: asked, from: 'the server addresses', isDefault } : { addresses: [DEFAULT_ADDRESS], from: 'default', isDefault: true };
}

/** As ASP.NET Core reads booleans of the host: `WebHostUtilities.ParseBool`. */
function isTrue(text: string | undefined): boolean {
  return text === '1' || text?.toLowerCase() === 'true';
}
