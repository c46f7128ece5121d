import { COMMAND_NAMES } from './command-names.ts';
import { commandNameOf } from './default-profile.ts';
import type { RawProfile } from './parse-launch-settings.ts';

const MOST = 5;

/** For each profile of a file without a default one, in a clause, why it is not taken unasked. At most five. */
export function whyNotDefault(profiles: readonly RawProfile[]): string[] {
  const reasons = profiles.slice(0, MOST).map((profile) => `'${profile.name}' ${whyNot(commandNameOf(profile))}`);
  return profiles.length > MOST ? [...reasons, `and ${profiles.length - MOST} more`] : reasons;
}

function whyNot(commandName: string | undefined): string {
  if (!commandName) return 'has no commandName';
  const entry = COMMAND_NAMES.get(commandName);
  if (!entry) return `has the unknown commandName '${commandName}'`;
  return entry.usable ? `(${commandName}) is taken only by name` : `cannot be launched: ${commandName} ${entry.reason}`;
}
