import { isAbsolute, resolve } from 'node:path';
import type { BindingAddress } from '../../../../foundation/addresses/binding-address.ts';
import { parseBindingAddress } from '../../../../foundation/addresses/parse-binding-address.ts';
import type { CertificateSource } from '../../../../foundation/certificates/server-certificate.ts';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type { ListeningHandle } from '../../../../foundation/transport/listen-on-handle.ts';
import type { EndpointOptions, HttpsOptions, KestrelOptions, Listen, ListenTarget, ServerNameOptions, TimeSpan } from '../../../application/kestrel-options.ts';
import { targetName } from '../endpoints/address-endpoint.ts';
import type { EndpointDefaults, EndpointSpec, HttpsSpec, TlsChoice } from '../endpoints/endpoint-spec.ts';
import { parseTimeSpan } from '../parse-time-span.ts';
import { timerDelay } from '../timer-delay.ts';
import { toClientCertificateMode, toProtocols, toSslProtocol } from './setting-values.ts';

export interface CodeContext {
  readonly defaults: EndpointDefaults;
  readonly contentRoot: string;
  /** What `useSystemd` finds. */
  readonly inherited: readonly ListeningHandle[];
}

/** What code says of all endpoints. Errors: those of the values. */
export function codeDefaults({ endpointDefaults, httpsDefaults }: KestrelOptions, contentRoot: string): Partial<EndpointDefaults> {
  const { handshakeTimeout } = httpsDefaults;
  return {
    ...toChoice({ ...httpsDefaults, ...endpointDefaults }, { setting: 'endpointDefaults', contentRoot }),
    ...(handshakeTimeout !== undefined && { handshakeTimeout: toTimeout(handshakeTimeout, 'httpsDefaults') }),
  };
}

/** The endpoints of `listen…` calls. Errors: those of addresses and values. */
export function codeEndpoints(listens: readonly Listen[], context: CodeContext): EndpointSpec[] {
  return listens.flatMap((listen) => toTargets(listen, context).map((target) => toSpec(target, { options: listen.options, context })));
}

function toSpec(target: BindingAddress | ListeningHandle, { options, context }: { options: EndpointOptions; context: CodeContext }): EndpointSpec {
  const name = targetName(target);
  const { handshakeTimeout, ...inherited } = context.defaults;
  const place = { setting: name, contentRoot: context.contentRoot };
  const choice = { ...inherited, ...toChoice(options.protocols === undefined ? {} : { protocols: options.protocols }, place) };
  const wanted = options.https === true || (options.https === undefined && target.scheme === 'https') ? {} : options.https;
  return { name, target, protocols: choice.protocols, https: wanted ? toHttps(wanted, { place, choice, handshakeTimeout }) : undefined };
}

interface Place {
  readonly setting: string;
  readonly contentRoot: string;
}

function toHttps(options: HttpsOptions, { place, choice, handshakeTimeout }: { place: Place; choice: TlsChoice; handshakeTimeout: number }): HttpsSpec {
  const own = { ...choice, ...toChoice(options, place) };
  return {
    ...own,
    handshakeTimeout: options.handshakeTimeout === undefined ? handshakeTimeout : toTimeout(options.handshakeTimeout, place.setting),
    sni: options.sni && new Map(Object.entries(options.sni).map(([serverName, at]) => [sniName(serverName, place), { ...own, ...toChoice(at, place) }])),
  };
}

function sniName(name: string, { setting }: Place): string {
  if (name.trim() === '') throw mewsError('emptySniName', { endpoint: setting });
  return name.toLowerCase();
}

/** What was said; JavaScript apps may say anything. */
function toChoice(options: ServerNameOptions, { setting, contentRoot }: Place): Partial<TlsChoice> {
  const { certificate, protocols, sslProtocols, clientCertificateMode: mode, clientCertificateAuthorities: authorities, clientCertificateValidation } = options;
  return {
    ...(certificate && { certificate: fromRoot(certificate, contentRoot) }),
    ...(protocols !== undefined && { protocols: toProtocols({ text: String(protocols), setting: `protocols of ${setting}` }) }),
    ...(sslProtocols && { sslProtocols: sslProtocols.flatMap((text) => toSslProtocol({ text: String(text), setting: `sslProtocols of ${setting}` }) ?? []) }),
    ...(mode !== undefined && { clientCertificateMode: toClientCertificateMode({ text: String(mode), setting: `clientCertificateMode of ${setting}` }) }),
    ...(authorities !== undefined && { clientCertificateAuthorities: resolve(contentRoot, authorities) }),
    ...(clientCertificateValidation && { clientCertificateValidation }),
  };
}

function fromRoot(source: CertificateSource, contentRoot: string): CertificateSource {
  if ('cert' in source) return source;
  return { ...source, path: resolve(contentRoot, source.path), ...(source.keyPath !== undefined && { keyPath: resolve(contentRoot, source.keyPath) }) };
}

function toTimeout(time: TimeSpan, setting: string): number {
  const milliseconds = typeof time === 'number' ? time : parseTimeSpan(time);
  if (milliseconds !== undefined && milliseconds > 0) return timerDelay(milliseconds);
  throw mewsError('badLimit', { limit: `handshakeTimeout of ${setting}`, value: String(time), rule: 'Value must be a positive TimeSpan.' });
}

function toTargets({ target, options }: Listen, { inherited }: CodeContext): readonly (BindingAddress | ListeningHandle)[] {
  const scheme = options.https ? 'https' : 'http';
  if (target.kind === 'handle') return [{ fd: target.fd, scheme }];
  if (target.kind === 'systemd') return inherited.map((handle) => (options.https ? { ...handle, scheme } : handle));
  return [parseBindingAddress(`${scheme}://${authorityOf(target)}`, 'configureKestrel')];
}

/** Through the one parser of addresses, so that code and configuration know the same rules. */
function authorityOf(target: Exclude<ListenTarget, { kind: 'handle' | 'systemd' }>): string {
  if (target.kind === 'unix') return isAbsolute(target.path) ? `unix:${target.path.startsWith('/') ? '' : '/'}${target.path}` : `unix:${target.path}`;
  if (target.kind === 'pipe') return `pipe:/${target.name}`;
  const host = target.kind === 'ip' ? target.host : target.kind === 'localhost' ? 'localhost' : '*';
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${target.port}`;
}
