import { readMember, refuseProperty, type ProfileMembers } from './property-reader.ts';
import { membersOf, shownValue, type SettingsValue } from './settings-value.ts';

/**
 * `environmentVariables`, in file order. Numbers and booleans are taken as they are written, with a warning; `null` leaves the variable out.
 * @throws badProfileProperty for other values, and for names and values that no operating system takes
 */
export function readEnvironmentVariables(profile: ProfileMembers): ReadonlyMap<string, string> {
  const value = readMember(profile, 'environmentVariables');
  return value === undefined ? new Map() : readVariables(profile, { property: 'environmentVariables', value });
}

/** An object of variables, wherever in a profile. @throws badProfileProperty */
export function readVariables(profile: ProfileMembers, { property, value }: { readonly property: string; readonly value: SettingsValue }): ReadonlyMap<string, string> {
  const members = membersOf(value);
  if (!members) return refuseProperty(profile, { property, value, expected: 'an object with a string for every variable' });
  const variables = new Map<string, string>();
  for (const [name, member] of members) {
    const text = readVariable(profile, { property: `${property}.${name}`, name, value: member });
    if (text !== undefined) variables.set(name, text);
  }
  return variables;
}

function readVariable(profile: ProfileMembers, { property, name, value }: { readonly property: string; readonly name: string; readonly value: SettingsValue }): string | undefined {
  if (name === '' || /[=\0]/.test(name)) {
    return refuseProperty(profile, { property, value, expected: "under a name that is not empty and has no '=' and no NUL character" });
  }
  switch (typeof value.value) {
    case 'string':
      if (!value.value.includes('\0')) return value.value;
      return refuseProperty(profile, { property, value, expected: 'a string without NUL characters' });
    case 'number':
    case 'boolean':
      profile.warn(`The variable ${name} of the launch profile '${profile.profileName}' is ${shownValue(value)}; write "${shownValue(value)}" with quotes.`);
      return shownValue(value);
    default:
      return value.value === null ? undefined : refuseProperty(profile, { property, value, expected: 'a string' });
  }
}
