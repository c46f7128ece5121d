import { isIPv4, isIPv6 } from 'node:net';
import { mewsError } from '../errors/mews-error.ts';
import type { BindingAddress, BindingKind } from './binding-address.ts';

const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const PLAIN_NAME = /^[a-z\d._-]+$/i;
/** Names in other scripts. Compiling such a class takes milliseconds: only those names pay for it. */
const HOST_NAME = /^[\p{L}\p{N}._-]+$/u;
const EVERY_INTERFACE = new Set(['*', '+', '0.0.0.0', '::']);

/** What the parser needs for its errors: the address as written and where it was written (`--urls`, a profile …). */
interface Written {
  readonly url: string;
  readonly from: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Reads one address that somebody asked for. Follows ASP.NET Core's `BindingAddress.Parse` and Kestrel's
 * `AddressBinder.ParseAddress`, newest rules: no port means 80 or 443, `localhost` and `*.localhost` are both loopbacks,
 * an IP address is itself, every other name is every interface. `platform` (default: this one) decides about named pipes,
 * which only Windows has.
 * Errors: invalidUrl, unrecognizedScheme, invalidPort, pathBaseInUrl, relativeSocketPath, namedPipe.
 */
export function parseBindingAddress(url: string, from: string, platform: NodeJS.Platform = process.platform): BindingAddress {
  const written: Written = { url, from, platform };
  const [scheme, rest] = splitScheme(written);
  if (rest.startsWith('unix:/')) return unixSocket(scheme, rest.slice('unix:'.length));
  if (/^pipe:\//i.test(rest)) return namedPipe(scheme, rest.slice('pipe:/'.length), written);
  const authority = withoutPath(rest, written);
  if (/^unix:(?!\d+$)/.test(authority)) throw mewsError('relativeSocketPath', written);
  const { host, bracketed, port } = splitPort(authority, written);
  const kind = kindOf(host, bracketed, written);
  return {
    scheme,
    kind,
    host,
    port: port === undefined ? DEFAULT_PORTS[scheme] : readPort(port, written),
    namedHost: kind === 'any' && !EVERY_INTERFACE.has(host),
  };
}

function splitScheme(written: Written): ['http' | 'https', string] {
  const at = written.url.indexOf('://');
  if (at < 0 || /\s/.test(written.url)) throw mewsError('invalidUrl', written);
  const scheme = written.url.slice(0, at).toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') throw mewsError('unrecognizedScheme', written);
  return [scheme, written.url.slice(at + '://'.length)];
}

/** The path of the socket ends at a later ':' as in Kestrel; what follows it has no meaning. */
function unixSocket(scheme: 'http' | 'https', rest: string): BindingAddress {
  const end = rest.indexOf(':');
  return { scheme, kind: 'unix', host: end < 0 ? rest : rest.slice(0, end), port: 0, namedHost: false };
}

/** The name of the pipe ends at a later ':' as in Kestrel. */
function namedPipe(scheme: 'http' | 'https', rest: string, written: Written): BindingAddress {
  if (written.platform !== 'win32') throw mewsError('namedPipe', written);
  const end = rest.indexOf(':');
  const host = end < 0 ? rest : rest.slice(0, end);
  if (host === '') throw mewsError('invalidUrl', written);
  return { scheme, kind: 'pipe', host, port: 0, namedHost: false };
}

function withoutPath(rest: string, written: Written): string {
  const at = rest.search(/[/?#\\]/);
  if (at < 0) return rest;
  const authority = rest.slice(0, at);
  const path = rest.slice(at);
  // `http://:5000//x` has no host and `http://a:1,http://b:2` has a comma for a semicolon: name that mistake, not the path.
  if (authority === '' || authority.includes(',')) throw mewsError('invalidUrl', written);
  const relativeSocket = /^unix:(?!\d+$)/.test(authority);
  if (path !== '/' && !relativeSocket) throw mewsError('pathBaseInUrl', { ...written, path });
  return authority;
}

function splitPort(authority: string, written: Written): { host: string; bracketed: boolean; port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(authority);
  if (bracketed) return { host: bracketed[1] ?? '', bracketed: true, port: bracketed[2] };
  const [host = '', port, ...more] = authority.split(':');
  // An IPv6 address without its brackets cannot be told from a port.
  if (more.length > 0) throw mewsError('invalidUrl', written);
  return { host, bracketed: false, port };
}

function readPort(port: string, written: Written): number {
  const number = Number(port);
  if (!/^\d+$/.test(port) || number > 65_535) throw mewsError('invalidPort', { ...written, port });
  return number;
}

function kindOf(host: string, bracketed: boolean, written: Written): BindingKind {
  if (bracketed && !isIPv6(host)) throw mewsError('invalidUrl', written);
  if (EVERY_INTERFACE.has(host)) return 'any';
  if (bracketed || isIPv4(host)) return 'ip';
  if (!PLAIN_NAME.test(host) && !HOST_NAME.test(host)) throw mewsError('invalidUrl', written);
  return /^(.+\.)?localhost$/i.test(host) ? 'localhost' : 'any';
}
