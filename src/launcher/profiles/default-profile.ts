import { COMMAND_NAMES } from './command-names.ts';
import type { RawProfile } from './parse-launch-settings.ts';
import { membersOf } from './settings-value.ts';

/**
 * The profile taken when none is asked for: the first in file order whose command may be taken unasked (Project, Executable).
 * Its other properties do not count: a first profile that is malformed is reported, not passed over, as `dotnet run` does it.
 */
export function findDefaultProfile(profiles: readonly RawProfile[]): RawProfile | undefined {
  return profiles.find((profile) => COMMAND_NAMES.get(commandNameOf(profile) ?? '')?.defaultable);
}

/** The command as written; undefined when there is none or it is no string. */
export function commandNameOf({ value }: RawProfile): string | undefined {
  const commandName = membersOf(value)?.get('commandName')?.value;
  return typeof commandName === 'string' ? commandName : undefined;
}
