import { mewsError } from '../../foundation/errors/mews-error.ts';
import { quoteList } from '../../foundation/errors/quote-list.ts';
import { locationOf, shownValue, type SettingsMembers, type SettingsValue } from './settings-value.ts';
import type { UsedProperty } from './profile-properties.ts';

/** The members of one profile, and where the warnings about them go. */
export interface ProfileMembers {
  readonly profileName: string;
  readonly members: SettingsMembers;
  readonly warn: (text: string) => void;
}

/** What is wrong with a value: `property` as the message names it, `expected` as "It must be …" goes on. */
export interface BadProperty {
  readonly property: string;
  readonly value: SettingsValue;
  readonly expected: string;
}

/** Ends the reading of a profile with badProfileProperty at the value's place. */
export function refuseProperty({ profileName }: ProfileMembers, { property, value, expected }: BadProperty): never {
  const params = { name: profileName, property, value: shownValue(value), expected };
  throw mewsError('badProfileProperty', params, { location: locationOf(value) });
}

/** The member `property`; `null` counts as absent. */
export function readMember({ members }: ProfileMembers, property: UsedProperty): SettingsValue | undefined {
  const value = members.get(property);
  return value?.value === null ? undefined : value;
}

/** No operating system takes a NUL character in an argument, a path or a variable. */
export function readString(profile: ProfileMembers, property: UsedProperty): string | undefined {
  const value = readMember(profile, property);
  if (value === undefined) return undefined;
  if (typeof value.value !== 'string') return refuseProperty(profile, { property, value, expected: 'a string' });
  if (value.value.includes('\0')) return refuseProperty(profile, { property, value, expected: 'a string without NUL characters' });
  return value.value;
}

/** Booleans; "true" and "false" as strings too, which older SDKs took, with a warning. Undefined when absent. */
export function readBoolean(profile: ProfileMembers, property: UsedProperty): boolean | undefined {
  const value = readMember(profile, property);
  if (value === undefined || typeof value.value === 'boolean') return value?.value as boolean | undefined;
  const spelled = typeof value.value === 'string' ? value.value.toLowerCase() : '';
  if (spelled !== 'true' && spelled !== 'false') return refuseProperty(profile, { property, value, expected: 'true or false' });
  profile.warn(`"${property}" of the launch profile '${profile.profileName}' is the string ${shownValue(value)}; write ${spelled} without quotes.`);
  return spelled === 'true';
}

/** One of `allowed`, in any case; the result is spelled as in `allowed`. */
export function readChoice<T extends string>(profile: ProfileMembers, property: UsedProperty, allowed: readonly T[]): T | undefined {
  const value = readMember(profile, property);
  if (value === undefined) return undefined;
  const written = typeof value.value === 'string' ? value.value.toLowerCase() : undefined;
  const choice = allowed.find((word) => word.toLowerCase() === written);
  return choice ?? refuseProperty(profile, { property, value, expected: quoteList(allowed) });
}

/** `inspect`: on or off, or the inspector's port. */
export function readInspect(profile: ProfileMembers): boolean | number | undefined {
  const value = readMember(profile, 'inspect');
  const written = value?.value;
  if (value === undefined || typeof written === 'boolean' || isPort(written)) return written as boolean | number | undefined;
  if (typeof written === 'string') return readBoolean(profile, 'inspect');
  return refuseProperty(profile, { property: 'inspect', value, expected: 'true, false or a port from 0 to 65535' });
}

/** Whether it is a whole number from 0 to 65535. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
}
