import { resolve } from 'node:path';
import { parseBindingAddress } from '../../../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import type { SslProtocol } from '../../../application/kestrel-options.ts';
import type { EndpointDefaults, EndpointSpec, TlsChoice } from '../endpoints/endpoint-spec.ts';
import { readCertificate, type CertificatePlace } from './read-certificate.ts';
import { placeOf, settingText, toClientCertificateMode, toProtocols, toSslProtocol } from './setting-values.ts';

const HTTPS_ONLY = ['Certificate', 'ClientCertificateMode', 'ClientCertificateAuthorities', 'SslProtocols', 'Sni'];

export interface EndpointContext {
  readonly defaults: EndpointDefaults;
  readonly contentRoot: string;
}

/**
 * One member of `Kestrel:Endpoints` (ASP.NET Core's `ConfigurationReader`). Errors: endpointUrlMissing, httpsOnlySetting,
 * emptySniName, those of addresses, certificates' settings and values.
 */
export function readEndpoint(section: ConfigurationSection, { defaults, contentRoot }: EndpointContext): EndpointSpec {
  const name = section.key;
  const url = settingText(section.child('Url'));
  if (!url) throw mewsError('endpointUrlMissing', { endpoint: name }, placeOf(section.children[0] ?? section));
  const target = parseBindingAddress(url.text, url.setting);
  const place = { endpoint: name, contentRoot };
  const { handshakeTimeout, ...inherited } = defaults;
  const choice = { ...inherited, ...readTlsChoice(section, place) };
  if (target.scheme === 'http') refuseHttpsOnly(section);
  return {
    name,
    target,
    protocols: choice.protocols,
    https: target.scheme === 'https' ? { ...choice, sni: readSni(section.child('Sni'), { choice, contentRoot, endpoint: name }), handshakeTimeout } : undefined,
  };
}

/** What a section says of TLS and protocols; what it does not say is not in the result. */
export function readTlsChoice(section: ConfigurationSection, place: CertificatePlace): Partial<TlsChoice> {
  const certificate = readCertificate(section.child('Certificate'), place);
  const protocols = settingText(section.child('Protocols'));
  const mode = settingText(section.child('ClientCertificateMode'));
  const authorities = settingText(section.child('ClientCertificateAuthorities'));
  const sslProtocols = section.child('SslProtocols');
  return {
    ...(certificate && { certificate }),
    ...(protocols && { protocols: toProtocols(protocols) }),
    ...(sslProtocols.exists && { sslProtocols: readSslProtocols(sslProtocols) }),
    ...(mode && { clientCertificateMode: toClientCertificateMode(mode) }),
    ...(authorities && { clientCertificateAuthorities: resolve(place.contentRoot, authorities.text) }),
  };
}

/** A list, or its names in one text with commas between them. */
function readSslProtocols(section: ConfigurationSection): SslProtocol[] {
  return [section, ...section.children].flatMap((written) => {
    const given = settingText(written);
    if (!given) return [];
    return given.text.split(',').flatMap((text) => toSslProtocol({ ...given, text: text.trim() }) ?? []);
  });
}

function refuseHttpsOnly(section: ConfigurationSection): void {
  for (const key of HTTPS_ONLY) {
    const child = section.child(key);
    if (child.children.length > 0 || settingText(child)) throw mewsError('httpsOnlySetting', { endpoint: section.key, key }, placeOf(child.children[0] ?? child));
  }
}

function readSni(section: ConfigurationSection, { choice, ...place }: CertificatePlace & { readonly choice: TlsChoice }): ReadonlyMap<string, TlsChoice> | undefined {
  if (section.children.length === 0) return undefined;
  return new Map(
    section.children.map((child) => {
      const own = readTlsChoice(child, { ...place, endpoint: `${place.endpoint}:Sni:${child.key}` });
      return [sniName(child, place.endpoint), { ...choice, ...own }];
    }),
  );
}

function sniName(section: ConfigurationSection, endpoint: string): string {
  if (section.key.trim() === '') throw mewsError('emptySniName', { endpoint }, placeOf(section));
  return section.key.toLowerCase();
}
