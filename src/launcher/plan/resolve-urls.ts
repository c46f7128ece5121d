import { parseUrlList } from '../../foundation/addresses/parse-url-list.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import type { IisSettings, LaunchProfile } from '../profiles/launch-profile.ts';
import { profileSource } from './decide.ts';
import type { VariableLayer } from './launch-facts.ts';

/** The names of the variable that holds the addresses, ours first. */
export const URL_VARIABLES = ['MEWS_URLS', 'ASPNETCORE_URLS', 'DOTNET_URLS'] as const;

export const DEFAULT_PORT = 5000;

export interface UrlSources {
  readonly layers: readonly VariableLayer[];
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
 * applicationUrl. Undefined when nobody wrote an address.
 */
export function resolveUrls(sources: UrlSources): ResolvedUrls | undefined {
  const { layers, option, profile, expand } = sources;
  if (option) return { urls: planned(option, '--urls'), rank: layers.length };
  for (const [rank, { from, variables }] of [...layers.entries()].toReversed()) {
    const isProfile = profile !== undefined && from === profileSource(profile.name);
    const written = URL_VARIABLES.find((name) => variables.get(name));
    if (written) return { urls: planned(variables.get(written) ?? '', `${from} ${written}`), rank };
    const own = isProfile ? profileUrl(profile, sources.iisSettings) : undefined;
    if (own) return { urls: planned(expand(own.value), own.from), rank };
    const port = variables.get('PORT');
    if (port && /^\d+$/.test(port)) return { urls: planned(`http://localhost:${port}`, `${from} PORT`), rank };
  }
  return undefined;
}

/** The address nobody wrote: only this one moves when it is taken. */
export function defaultUrl(port: number, from: string): PlannedUrl {
  return { value: `http://localhost:${port}`, from, isDefault: true };
}

function planned(list: string, from: string): PlannedUrl[] {
  return parseUrlList(list).map((value) => ({ value, from, isDefault: false }));
}

/** IIS and IISExpress profiles take their addresses from iisSettings, with `sslPort` as an https one. */
function profileUrl(profile: LaunchProfile, iisSettings: IisSettings | undefined): { readonly value: string; readonly from: string } | undefined {
  const site = profile.commandName === 'IISExpress' ? iisSettings?.iisExpress : profile.commandName === 'IIS' ? iisSettings?.iis : undefined;
  const from = `${profileSource(profile.name)} ${site ? 'iisSettings' : 'applicationUrl'}`;
  const urls = site
    ? [site.applicationUrl, site.sslPort > 0 ? `https://localhost:${site.sslPort}` : undefined].filter(Boolean).join(';')
    : profile.applicationUrl;
  return urls ? { value: urls, from } : undefined;
}

