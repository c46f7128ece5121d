import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { commandNameOf, findDefaultProfile } from './default-profile.ts';
import type { LaunchSettings, RawProfile } from './parse-launch-settings.ts';
import { profileUrls, splitUrls } from './profile-urls.ts';
import { readSelectedProfile } from './read-selected-profile.ts';
import { sameNameProfiles } from './same-name-profiles.ts';
import { membersOf } from './settings-value.ts';

/** One line of `mews profiles`. */
export interface ListedProfile {
  readonly name: string;
  /** As written; null when there is none. */
  readonly commandName: string | null;
  /** As written: not expanded, not checked. */
  readonly urls: readonly string[];
  readonly usable: boolean;
  /** Why it is not usable. */
  readonly reason?: string;
  readonly default: boolean;
  /** The file the profile is in. */
  readonly source: string;
}

/** All profiles in file order. One that cannot be used is listed with the reason; nothing is thrown. */
export function listProfiles(settings: LaunchSettings): ListedProfile[] {
  const chosen = findDefaultProfile(settings.profiles);
  return settings.profiles.map((raw) => ({
    name: raw.name,
    commandName: commandNameOf(raw) ?? null,
    ...describeUse(settings, raw, raw === chosen),
    default: raw === chosen,
    source: raw.file,
  }));
}

function describeUse(settings: LaunchSettings, raw: RawProfile, isDefault: boolean): Pick<ListedProfile, 'urls' | 'usable' | 'reason'> {
  try {
    const { profile, iisSettings } = readSelectedProfile(settings, raw);
    const { urls } = profileUrls(profile, iisSettings);
    const names = sameNameProfiles(settings.profiles, raw.name).map(({ name }) => name);
    // The default one can still be had: without its name.
    return names.length === 1 || isDefault ? { urls, usable: true } : { urls, usable: false, reason: mewsError('ambiguousProfile', { names }).message };
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    return { urls: writtenUrls(raw), usable: false, reason: error.message };
  }
}

/** The addresses of a profile that cannot be launched, as far as they can be told. */
function writtenUrls({ value }: RawProfile): string[] {
  const written = membersOf(value)?.get('applicationUrl')?.value;
  return typeof written === 'string' ? splitUrls(written) : [];
}
