import { parseUrlList } from '../../foundation/addresses/parse-url-list.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import type { IisSettings, LaunchProfile } from '../profiles/launch-profile.ts';
import { profileUrls } from '../profiles/profile-urls.ts';
import { profileSource } from './decide.ts';
import type { VariableLayer } from './launch-facts.ts';

/** The names of the variable that holds the addresses, ours first. */
export const URL_VARIABLES = ['MEWS_URLS', 'ASPNETCORE_URLS', 'DOTNET_URLS'] as const;

export const DEFAULT_PORT = 5000;

export interface UrlSources {
  readonly layers: readonly VariableLayer[];
  /** `--urls`. */
  readonly option?: string | undefined;
  readonly profile?: LaunchProfile | undefined;
  readonly iisSettings?: IisSettings | undefined;
  readonly expand: (text: string) => string;
}

/** The addresses asked for, and the index of the layer they come from: what lies below it gives way to them. */
export interface ResolvedUrls {
  readonly urls: readonly PlannedUrl[];
  readonly rank: number;
}

/**
 * The binding addresses: .env files < shell < the profile's applicationUrl < the profile's variables < `-e` < `--urls`.
 * A bare `PORT` in a layer counts as `http://localhost:PORT`, below the layer's own `*_URLS`; a profile's gives way to its
 * applicationUrl. A value without an address in it (blank, `;`) counts as none, but on the command line it is a mistake.
 * Undefined when nobody wrote an address. Throws invalidUrl.
 */
export function resolveUrls({ layers, option, profile, iisSettings, expand }: UrlSources): ResolvedUrls | undefined {
  if (option !== undefined) return { urls: optionUrls(option), rank: layers.length };
  for (const [rank, { from, variables }] of [...layers.entries()].toReversed()) {
    const isProfile = profile !== undefined && from === profileSource(profile.name);
    const candidates = [
      ...URL_VARIABLES.map((name) => planned(variables.get(name), `${from} ${name}`)),
      ...(isProfile ? [urlsOfProfile(profile, iisSettings, expand)] : []),
      portUrl(variables.get('PORT'), `${from} PORT`),
    ];
    const urls = candidates.find((written) => written.length > 0);
    if (urls) return { urls, rank };
  }
  return undefined;
}

/** The address nobody wrote: only this one moves when it is taken. */
export function defaultUrl(port: number, from: string): PlannedUrl {
  return { value: `http://localhost:${port}`, from, isDefault: true };
}

function optionUrls(option: string): PlannedUrl[] {
  const urls = planned(option, '--urls');
  if (urls.length === 0) throw mewsError('invalidUrl', { url: option, from: '--urls' });
  return urls;
}

function urlsOfProfile(profile: LaunchProfile, iisSettings: IisSettings | undefined, expand: (text: string) => string): PlannedUrl[] {
  const { urls, property } = profileUrls(profile, iisSettings);
  return planned(expand(urls.join(';')), `${profileSource(profile.name)} ${property}`);
}

function portUrl(port: string | undefined, from: string): PlannedUrl[] {
  return port && /^\d+$/.test(port) ? planned(`http://localhost:${port}`, from) : [];
}

function planned(list: string | undefined, from: string): PlannedUrl[] {
  return parseUrlList(list ?? '').map((value) => ({ value, from, isDefault: false }));
}
