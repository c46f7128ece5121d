import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { isIisCommand } from './command-names.ts';
import { commandNameOf, findDefaultProfile } from './default-profile.ts';
import type { LaunchProfile } from './launch-profile.ts';
import type { LaunchSettings, RawProfile } from './parse-launch-settings.ts';
import { profileUrls, splitUrls } from './profile-urls.ts';
import type { HostingModel } from './profile-values.ts';
import { readSelectedProfile } from './read-selected-profile.ts';
import { sameNameProfiles } from './same-name-profiles.ts';
import { membersOf } from './settings-value.ts';

/** One line of `mews profiles`. */
export interface ListedProfile {
  readonly name: string;
  /** As written; null when there is none. */
  readonly commandName: string | null;
  /** The hosting module's model, where the profile names one: that of an IIS profile may be left to web.config. */
  readonly hostingModel?: HostingModel;
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

function describeUse(settings: LaunchSettings, raw: RawProfile, isDefault: boolean): Pick<ListedProfile, 'hostingModel' | 'urls' | 'usable' | 'reason'> {
  try {
    const { profile, iisSettings } = readSelectedProfile(settings, raw);
    const { urls } = profileUrls(profile, iisSettings);
    const hostingModel = namedHostingModel(profile);
    const told = { ...(hostingModel && { hostingModel }), urls };
    const names = sameNameProfiles(settings.profiles, raw.name).map(({ name }) => name);
    // The default one can still be had: without its name.
    return names.length === 1 || isDefault ? { ...told, usable: true } : { ...told, usable: false, reason: mewsError('ambiguousProfile', { names }).message };
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    return { urls: writtenUrls(raw), usable: false, reason: error.message };
  }
}

/** What a profile says of the hosting model; undefined where it leaves it open. */
function namedHostingModel({ commandName, hostingModel, ancmHostingModel }: LaunchProfile): HostingModel | undefined {
  return hostingModel ?? (isIisCommand(commandName) ? ancmHostingModel : undefined);
}

/** The addresses of a profile that cannot be launched, as far as they can be told. */
function writtenUrls({ value }: RawProfile): string[] {
  const written = membersOf(value)?.get('applicationUrl')?.value;
  return typeof written === 'string' ? splitUrls(written) : [];
}
