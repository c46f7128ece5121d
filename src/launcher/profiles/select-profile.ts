import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { findDefaultProfile } from './default-profile.ts';
import type { LaunchSettings, RawProfile } from './parse-launch-settings.ts';
import { readSelectedProfile, type SelectedProfile } from './read-selected-profile.ts';
import { sameNameProfiles } from './same-name-profiles.ts';
import { whyNotDefault } from './why-not-default.ts';

/** A chosen profile, or the reason why there is no default one: then the app runs without a profile. */
export type ProfileSelection = SelectedProfile | NoProfile;

export interface NoProfile {
  readonly profile: undefined;
  readonly reason: MewsError;
  readonly warnings: readonly string[];
}

/**
 * Chooses a profile: by name in any case, or, without a name (an empty one is none, as in `dotnet run`), the default one.
 * What is asked for by name and cannot be had is thrown; `dotnet run` only warns then.
 * @throws profileNotFound, ambiguousProfile and what readSelectedProfile throws, only when `name` is given
 */
export function selectProfile({ settings, name }: { readonly settings: LaunchSettings; readonly name?: string | undefined }): ProfileSelection {
  return name ? readSelectedProfile(settings, findByName(settings, name)) : selectDefault(settings);
}

function findByName({ file, profiles }: LaunchSettings, name: string): RawProfile {
  const matches = sameNameProfiles(profiles, name);
  const [match] = matches;
  if (matches.length > 1) throw mewsError('ambiguousProfile', { names: matches.map((profile) => profile.name) });
  if (match) return match;
  const known = profiles.map((profile) => profile.name);
  throw mewsError('profileNotFound', { name, near: nearNames(name, known), known, file });
}

function selectDefault(settings: LaunchSettings): ProfileSelection {
  const raw = findDefaultProfile(settings.profiles);
  if (!raw) {
    const reason = mewsError('noUsableProfile', { file: settings.file, reasons: whyNotDefault(settings.profiles) });
    return { profile: undefined, reason, warnings: [] };
  }
  try {
    return readSelectedProfile(settings, raw);
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    return { profile: undefined, reason: error, warnings: [] };
  }
}
