import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { AllowedHosts } from '../allowed-hosts.ts';
import { KnownProxies } from './known-proxies.ts';

export type ForwardedHeader = 'XForwardedFor' | 'XForwardedHost' | 'XForwardedProto' | 'XForwardedPrefix';

/** ASP.NET Core's `ForwardedHeadersOptions`. */
export interface ForwardedHeadersOptions {
  /** Which headers are taken: a list of names, or one of the words. Default `'None'`. */
  readonly forwardedHeaders?: readonly ForwardedHeader[] | 'All' | 'None';
  /** `X-Forwarded-For`. */
  readonly forwardedForHeaderName?: string;
  readonly forwardedHostHeaderName?: string;
  readonly forwardedProtoHeaderName?: string;
  readonly forwardedPrefixHeaderName?: string;
  /** Where the address, host, scheme or path base is kept that was replaced: `X-Original-For`. */
  readonly originalForHeaderName?: string;
  readonly originalHostHeaderName?: string;
  readonly originalProtoHeaderName?: string;
  readonly originalPrefixHeaderName?: string;
  /** How many entries are taken, from the right; null for no limit. Default 1. */
  readonly forwardLimit?: number | null;
  /** Addresses of proxies that are believed. Default `::1`. When both lists are empty, every proxy is believed. */
  readonly knownProxies?: readonly string[];
  /** Networks of such proxies: `10.0.0.0/8`. Default `127.0.0.0/8`. */
  readonly knownNetworks?: readonly string[];
  /** Hosts that `X-Forwarded-Host` may name: `example.com`, `*.example.com`. Empty, the default, or `*`: all. */
  readonly allowedHosts?: readonly string[];
  /** All headers that are taken must have as many entries. Default false. */
  readonly requireHeaderSymmetry?: boolean;
}

const HEADER_NAMES = {
  forwardedForHeaderName: 'X-Forwarded-For',
  forwardedHostHeaderName: 'X-Forwarded-Host',
  forwardedProtoHeaderName: 'X-Forwarded-Proto',
  forwardedPrefixHeaderName: 'X-Forwarded-Prefix',
  originalForHeaderName: 'X-Original-For',
  originalHostHeaderName: 'X-Original-Host',
  originalProtoHeaderName: 'X-Original-Proto',
  originalPrefixHeaderName: 'X-Original-Prefix',
} as const;

const ALL: readonly ForwardedHeader[] = ['XForwardedFor', 'XForwardedHost', 'XForwardedProto', 'XForwardedPrefix'];

/** One kind of header: the names it goes by, and whether it is taken. */
export interface ForwardedName {
  readonly isTaken: boolean;
  readonly forwarded: string;
  readonly original: string;
}

/** The options with their defaults, checked. */
export interface ForwardedHeadersRules {
  readonly for: ForwardedName;
  readonly host: ForwardedName;
  readonly proto: ForwardedName;
  readonly prefix: ForwardedName;
  readonly limit: number;
  readonly knownProxies: KnownProxies;
  readonly allowedHosts: AllowedHosts;
  readonly requireSymmetry: boolean;
  /** The rule before .NET 8.0.17, when X-Forwarded-For alone was asked for its proxy. */
  readonly ignoresUnknownProxiesWithoutFor: boolean;
}

/** Errors: optionRequired for a blank header name; badOption for an address, network or limit that is none. */
export function toForwardedHeadersRules(options: ForwardedHeadersOptions, ignoresUnknownProxiesWithoutFor = false): ForwardedHeadersRules {
  const { forwardedHeaders = 'None', forwardLimit = 1, requireHeaderSymmetry = false, allowedHosts = [] } = options;
  const taken = forwardedHeaders === 'All' ? ALL : forwardedHeaders === 'None' ? [] : forwardedHeaders;
  const unknown = taken.find((name) => !ALL.includes(name));
  if (unknown !== undefined) throw mewsError('badOption', { option: 'forwardedHeaders', value: unknown, expected: `'All', 'None', or some of ${ALL.join(', ')}` });
  const nameOf = (option: keyof typeof HEADER_NAMES): string => checkName(option, options[option] ?? HEADER_NAMES[option]);
  return {
    for: { isTaken: taken.includes('XForwardedFor'), forwarded: nameOf('forwardedForHeaderName'), original: nameOf('originalForHeaderName') },
    host: { isTaken: taken.includes('XForwardedHost'), forwarded: nameOf('forwardedHostHeaderName'), original: nameOf('originalHostHeaderName') },
    proto: { isTaken: taken.includes('XForwardedProto'), forwarded: nameOf('forwardedProtoHeaderName'), original: nameOf('originalProtoHeaderName') },
    prefix: { isTaken: taken.includes('XForwardedPrefix'), forwarded: nameOf('forwardedPrefixHeaderName'), original: nameOf('originalPrefixHeaderName') },
    limit: checkLimit(forwardLimit),
    knownProxies: new KnownProxies(options.knownProxies ?? ['::1'], options.knownNetworks ?? ['127.0.0.0/8']),
    allowedHosts: new AllowedHosts(allowedHosts.length === 0 ? ['*'] : allowedHosts),
    requireSymmetry: requireHeaderSymmetry,
    ignoresUnknownProxiesWithoutFor,
  };
}

function checkName(option: string, name: string): string {
  if (name.trim() === '') throw mewsError('optionRequired', { option });
  return name;
}

function checkLimit(limit: number | null): number {
  if (limit === null) return Infinity;
  if (!Number.isInteger(limit)) throw mewsError('badOption', { option: 'forwardLimit', value: String(limit), expected: 'a whole number, or null for no limit' });
  return limit;
}
