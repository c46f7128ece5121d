import type { IisSettings, IisSite, LaunchProfile } from './launch-profile.ts';

/** The addresses a profile writes down, not expanded and not checked, and the property they stand in. */
export interface WrittenUrls {
  readonly urls: readonly string[];
  readonly property: 'applicationUrl' | 'iisSettings';
}

/**
 * `applicationUrl` between its semicolons; for IIS and IISExpress the addresses of `iisSettings`, where `sslPort` is an
 * https address of localhost with the path of the first of them, unless there are none.
 */
export function profileUrls(profile: LaunchProfile, iisSettings: IisSettings | undefined): WrittenUrls {
  const fromSite = siteUrls(siteOf(profile, iisSettings));
  if (fromSite.length > 0) return { urls: fromSite, property: 'iisSettings' };
  return { urls: splitUrls(profile.applicationUrl), property: 'applicationUrl' };
}

function siteOf({ commandName }: LaunchProfile, iisSettings: IisSettings | undefined): IisSite | undefined {
  if (commandName === 'IISExpress') return iisSettings?.iisExpress;
  return commandName === 'IIS' ? iisSettings?.iis : undefined;
}

function siteUrls(site: IisSite | undefined): string[] {
  if (!site) return [];
  const urls = splitUrls(site.applicationUrl);
  return [...urls, ...(site.sslPort > 0 ? [`https://localhost:${site.sslPort}${pathOf(urls[0])}`] : [])];
}

/** The virtual path of the app, which IIS Express has at both of its addresses; empty for the site's root. */
function pathOf(url = ''): string {
  const [, path = ''] = /^[a-z]+:\/\/[^/]+(\/[^?#]*)/i.exec(url) ?? [];
  return path.replace(/\/+$/, '');
}

/** The parts of a list of addresses between its semicolons, without blanks around them. */
export function splitUrls(list = ''): string[] {
  return list.split(';').map((url) => url.trim()).filter((url) => url !== '');
}
