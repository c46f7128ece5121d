import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import { profileSource } from './decide.ts';
import type { SettingsFacts } from './launch-facts.ts';
import type { PlannedVariable } from './launch-plan.ts';
import { SHELL } from './variable-layers.ts';

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

/** Shell variables that the profile replaces: the surprise `dotnet run` keeps to itself. */
export function overrideWarnings(environment: ReadonlyMap<string, PlannedVariable>, profileName: string | undefined): string[] {
  if (profileName === undefined) return [];
  const source = profileSource(profileName);
  return [...environment].flatMap(([name, { value, from, overrides }]) =>
    from.startsWith(source) && overrides?.from === SHELL && name !== 'HOST'
      ? [`${name}=${overrides.value} from the shell is overridden by ${source} (${value}).`]
      : [],
  );
}

/** A host name is not matched, as in Kestrel: it opens every interface. */
export function addressWarnings(urls: readonly PlannedUrl[]): string[] {
  return urls.flatMap(({ value, from }) =>
    parseBindingAddress(value, from).namedHost
      ? [`'${value}' (from ${from}) binds every network interface: host names are not matched. Use localhost or an IP address to be reachable there only.`]
      : [],
  );
}
