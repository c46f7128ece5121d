import type { IisSettings, IisSite, LaunchProfile } from './launch-profile.ts';

/**
 * The addresses a profile writes down, not expanded and not checked: `applicationUrl` between its semicolons;
 * for IIS and IISExpress those of `iisSettings`, where `sslPort` is an https address of localhost.
 */
export function profileUrls(profile: LaunchProfile, iisSettings: IisSettings | undefined): string[] {
  const fromSite = siteUrls(siteOf(profile, iisSettings));
  return fromSite.length > 0 ? fromSite : splitUrls(profile.applicationUrl);
}

function siteOf({ commandName }: LaunchProfile, iisSettings: IisSettings | undefined): IisSite | undefined {
  if (commandName === 'IISExpress') return iisSettings?.iisExpress;
  return commandName === 'IIS' ? iisSettings?.iis : undefined;
}

function siteUrls(site: IisSite | undefined): string[] {
  if (!site) return [];
  return [...splitUrls(site.applicationUrl), ...(site.sslPort > 0 ? [`https://localhost:${site.sslPort}`] : [])];
}

/** The parts of a list of addresses between its semicolons, without blanks around them. */
export function splitUrls(list = ''): string[] {
  return list.split(';').map((url) => url.trim()).filter((url) => url !== '');
}
