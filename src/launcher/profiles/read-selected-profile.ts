import { isIisCommand } from './command-names.ts';
import type { IisSettings, LaunchProfile } from './launch-profile.ts';
import type { LaunchSettings, RawProfile } from './parse-launch-settings.ts';
import { readIisSettings } from './read-iis-settings.ts';
import { readLaunchProfile } from './read-launch-profile.ts';

export interface SelectedProfile {
  readonly profile: LaunchProfile;
  /** Only for IIS and IISExpress profiles, whose addresses it has. */
  readonly iisSettings?: IisSettings;
  readonly warnings: readonly string[];
}

/**
 * Checks a chosen profile together with what it needs from the rest of the file.
 * @throws what readLaunchProfile throws; badIisSetting
 */
export function readSelectedProfile(settings: LaunchSettings, raw: RawProfile): SelectedProfile {
  const read = readLaunchProfile(raw);
  const isIis = isIisCommand(read.profile.commandName);
  return isIis ? { ...read, iisSettings: readIisSettings(settings.iisSettings) } : read;
}
