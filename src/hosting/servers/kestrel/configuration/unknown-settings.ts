import { nearNames } from '../../../../foundation/errors/near-names.ts';
import { didYouMean, quoteList } from '../../../../foundation/errors/quote-list.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';

/** What a section may have in it. */
interface Shape {
  /** Null: a value, or a list of values. */
  readonly settings: Readonly<Record<string, Shape | null>>;
  /** What ASP.NET Core has and we have not, and why. */
  readonly unsupported?: Readonly<Record<string, string>>;
  /** What is below every other name, where names are the user's own, or looked after elsewhere. */
  readonly others?: Shape | null;
}

const NO_STORES = 'Node reads no certificate stores, only files';
const NO_HTTP3 = 'Node has no HTTP/3';

const CERTIFICATE: Shape = {
  settings: { Path: null, KeyPath: null, Password: null, Subject: null },
  unsupported: { Store: NO_STORES, Location: NO_STORES, AllowInvalid: NO_STORES },
};

const TLS = { Protocols: null, SslProtocols: null, Certificate: CERTIFICATE, ClientCertificateMode: null, ClientCertificateAuthorities: null };

const RATE: Shape = { settings: { BytesPerSecond: null, GracePeriod: null } };

const KESTREL: Shape = {
  settings: {
    Endpoints: { settings: {}, others: { settings: { Url: null, ...TLS, Sni: { settings: {}, others: { settings: TLS } } } } },
    EndpointDefaults: { settings: TLS },
    Certificates: { settings: { Default: CERTIFICATE }, unsupported: { Development: `the development certificate is that of 'mews dev-certs https'` } },
    AddServerHeader: null,
    Limits: { settings: { MinRequestBodyDataRate: RATE, MinResponseDataRate: RATE }, unsupported: { Http3: NO_HTTP3 }, others: null },
  },
  unsupported: {
    AllowSynchronousIO: 'bodies are streams here, read and written asynchronously',
    AllowResponseHeaderCompression: 'node:http2 always compresses the headers of HTTP/2',
    AllowAlternateSchemes: 'the scheme is that of the connection',
    AllowHostHeaderOverride: 'a Host that is not that of the request target is refused',
    DisableStringReuse: 'there is no such cache of strings',
    EnableAltSvc: NO_HTTP3,
  },
};

/**
 * Warnings for the names below the `Kestrel` section that mean nothing here, where ASP.NET Core would say nothing: it lets
 * everything pass that it does not look for. Names of limits are the business of `readLimits`, which refuses them.
 */
export function unknownSettings(kestrel: ConfigurationSection): string[] {
  return warningsOf(kestrel, KESTREL);
}

function warningsOf(section: ConfigurationSection, { settings, unsupported = {}, others }: Shape): string[] {
  return section.children.flatMap((child) => {
    const why = valueOf(unsupported, child.key);
    if (why !== undefined) return [`${child.path} is not supported, and is ignored${placeOf(child)}: ${why}.`];
    const shape = valueOf(settings, child.key) ?? others;
    if (shape) return warningsOf(child, shape);
    const isKnown = others === null || valueOf(settings, child.key) === null;
    return isKnown ? [] : [describeUnknown(child, { of: section.path, known: Object.keys(settings) })];
  });
}

/** Keys know no upper and lower case. */
function valueOf<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  const name = Object.keys(values).find((known) => known.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : values[name];
}

function describeUnknown(child: ConfigurationSection, { of, known }: { of: string; known: readonly string[] }): string {
  return `'${child.key}' is not a setting of ${of}, and is ignored${placeOf(child)}. ${didYouMean(nearNames(child.key, known))}Use ${quoteList(known)}.`;
}

function placeOf(section: ConfigurationSection): string {
  const location = section.locateKey();
  const place = location ? `${location.file}:${location.line}:${location.column}` : section.from;
  return place === undefined ? '' : ` (${place})`;
}
