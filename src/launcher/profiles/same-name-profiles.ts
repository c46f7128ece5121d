import type { RawProfile } from './parse-launch-settings.ts';

/** The profiles that `name` asks for: upper and lower case do not count, so more than one is a mistake in the file. */
export function sameNameProfiles(profiles: readonly RawProfile[], name: string): RawProfile[] {
  const wanted = name.toLowerCase();
  return profiles.filter((profile) => profile.name.toLowerCase() === wanted);
}
