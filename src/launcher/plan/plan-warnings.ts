import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import { profileSource } from './decide.ts';
import type { SettingsFacts } from './launch-facts.ts';
import type { PlannedVariable } from './launch-plan.ts';
import { readUrl } from './read-url.ts';
import { SHELL, WEB_CONFIG } from './variable-layers.ts';

/** Why the launch goes on without the profile that would be the default. */
export function settingsWarnings({ reason, warnings }: SettingsFacts): string[] {
  if (!reason) return [...warnings];
  return [...warnings, `The launch profile "(Default)" could not be applied: ${reason.message} ${reason.hint} The app runs without a profile.`];
}

/** MSBuild macros that mean nothing here stay as they are written: said once, all together. */
export function macroWarnings(unknownMacros: ReadonlySet<string>): string[] {
  if (unknownMacros.size === 0) return [];
  return [`${[...unknownMacros].join(', ')} cannot be expanded: these are MSBuild properties of a .NET project. They stay as they are written; set environment variables of these names to give them a value.`];
}

/** Shell variables that the profile or a web.config replaces: the surprise `dotnet run` keeps to itself. */
export function overrideWarnings(environment: ReadonlyMap<string, PlannedVariable>, profileName: string | undefined): string[] {
  const sources = [WEB_CONFIG, ...(profileName === undefined ? [] : [profileSource(profileName)])];
  return [...environment].flatMap(([name, { value, from, overrides }]) => {
    const source = sources.find((known) => from.startsWith(known));
    return source !== undefined && overrides?.from === SHELL && name !== 'HOST' ? [`${name}=${overrides.value} from the shell is overridden by ${source} (${value}).`] : [];
  });
}

/**
 * A host name is not matched, as in Kestrel: it opens every interface. An address that cannot be read is thrown, but one in
 * a profile that nobody asked for by name (`excused`) is a warning: the plan can be shown, and the launch will refuse it.
 */
export function addressWarnings(urls: readonly PlannedUrl[], excused: (url: PlannedUrl) => boolean): string[] {
  return urls.flatMap((url) => {
    const address = readUrl(url);
    if (address instanceof MewsError) {
      if (!excused(url)) throw address;
      return [`${address.message} The app cannot be started there. ${address.hint}`];
    }
    if (!address.namedHost) return [];
    return [`'${url.value}' (from ${url.from}) binds every network interface: host names are not matched. Use localhost or an IP address to be reachable there only.`];
  });
}
