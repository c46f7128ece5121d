import { mewsError, type SourceLocation } from '../../../../foundation/errors/mews-error.ts';
import { nearNames } from '../../../../foundation/errors/near-names.ts';
import type { ClientCertificateMode } from '../../../../foundation/transport/tls-handshaker.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import type { HttpProtocols, SslProtocol } from '../../../application/kestrel-options.ts';

/** Where a text comes from, and how an error calls it. */
export interface SettingText {
  readonly text: string;
  /** `Kestrel:Endpoints:Https:Protocols`, `protocols of http://127.0.0.1:0`. */
  readonly setting: string;
  readonly location?: SourceLocation | undefined;
}

const PROTOCOLS = ['Http1', 'Http2', 'Http1AndHttp2'] as const;
const SSL_PROTOCOLS = ['Tls', 'Tls11', 'Tls12', 'Tls13'] as const;
const CLIENT_CERTIFICATE_MODES = ['NoCertificate', 'AllowCertificate', 'RequireCertificate'] as const;

/** The place of a section's own value in its file: to be spread into an error's extras. */
export function placeOf(section: ConfigurationSection): { readonly location?: SourceLocation } {
  const location = section.value?.locate?.();
  return location ? { location } : {};
}

/** The place of a section's key in its file, for what is wrong with the name itself. */
export function placeOfKey(section: ConfigurationSection): { readonly location?: SourceLocation } {
  const location = section.locateKey();
  return location ? { location } : {};
}

/** The text of a section; undefined when nothing, null or the empty text was written. */
export function settingText(section: ConfigurationSection): SettingText | undefined {
  const text = section.text;
  return text === undefined || text === null || text.trim() === '' ? undefined : { text: text.trim(), setting: section.path, ...placeOf(section) };
}

/** Errors: noProtocols, unsupportedKestrelValue for HTTP/3, unknownKestrelValue. */
export function toProtocols(given: SettingText): HttpProtocols {
  const { text, setting } = given;
  const isNamed = (name: string): boolean => text.toLowerCase() === name;
  if (isNamed('none')) throw mewsError('noProtocols', { setting }, extra(given));
  if (isNamed('http3') || isNamed('http1andhttp2andhttp3')) {
    throw mewsError('unsupportedKestrelValue', { setting, value: text, why: 'Node has no HTTP/3', instead: "'Http1AndHttp2'" }, extra(given));
  }
  return oneOf(PROTOCOLS, given);
}

/** `None` and nothing at all leave it to Node. Errors: unsupportedKestrelValue for SSL, unknownKestrelValue. */
export function toSslProtocol(given: SettingText): SslProtocol | undefined {
  const { text, setting } = given;
  if (text.toLowerCase() === 'none') return undefined;
  if (/^ssl[23]$/i.test(text)) {
    throw mewsError('unsupportedKestrelValue', { setting, value: text, why: 'it is broken, and OpenSSL does not have it any more', instead: "'Tls12' and 'Tls13'" }, extra(given));
  }
  return oneOf(SSL_PROTOCOLS, given);
}

/** Errors: unsupportedKestrelValue for DelayCertificate, unknownKestrelValue. */
export function toClientCertificateMode(given: SettingText): ClientCertificateMode {
  if (given.text.toLowerCase() === 'delaycertificate') {
    const why = 'Node cannot ask for a certificate after the handshake';
    throw mewsError('unsupportedKestrelValue', { setting: given.setting, value: given.text, why, instead: "'AllowCertificate', which asks in the handshake" }, extra(given));
  }
  return oneOf(CLIENT_CERTIFICATE_MODES, given);
}

/** As ASP.NET Core reads booleans of its configuration: `true` and `false` in any case. Error: unknownKestrelValue. */
export function toBoolean(given: SettingText): boolean {
  return oneOf(['true', 'false'], given) === 'true';
}

/** One of `allowed`, whatever its case. */
function oneOf<T extends string>(allowed: readonly T[], given: SettingText): T {
  const { text: value, setting } = given;
  const found = allowed.find((name) => name.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw mewsError('unknownKestrelValue', { setting, value, allowed, near: nearNames(value, allowed) }, extra(given));
  return found;
}

function extra({ location }: SettingText): { readonly location?: SourceLocation } {
  return location ? { location } : {};
}
