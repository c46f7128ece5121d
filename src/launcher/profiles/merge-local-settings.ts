import { toRawProfiles, type LaunchSettings } from './parse-launch-settings.ts';
import { membersOf, type SettingsMembers, type SettingsValue } from './settings-value.ts';

/**
 * Lays launchSettings.local.json over the main file as a JSON merge patch (RFC 7396): profile by profile, property by property,
 * variable by variable. `null` removes, new profiles go to the end, everything else is replaced.
 * Each value still knows the file it was written in.
 */
export function mergeLocalSettings(main: LaunchSettings, local: LaunchSettings): LaunchSettings {
  return {
    file: main.file,
    localFile: local.file,
    profiles: toRawProfiles(mergeMembers(profileMembers(main), profileMembers(local))),
    iisSettings: local.iisSettings ? mergeValue(main.iisSettings, local.iisSettings) : main.iisSettings,
  };
}

function profileMembers({ profiles }: LaunchSettings): SettingsMembers {
  return new Map(profiles.map(({ name, value }) => [name, value]));
}

function mergeMembers(target: SettingsMembers, patch: SettingsMembers): SettingsMembers {
  const merged = new Map(target);
  for (const [name, value] of patch) {
    const result = mergeValue(target.get(name), value);
    if (result) merged.set(name, result);
    else merged.delete(name);
  }
  return merged;
}

/** The value after the patch; undefined when the patch removes it. */
function mergeValue(target: SettingsValue | undefined, patch: SettingsValue): SettingsValue | undefined {
  if (patch.value === null) return undefined;
  const members = membersOf(patch);
  if (!members) return patch;
  const base = membersOf(target);
  return { ...(target && base ? target : patch), value: mergeMembers(base ?? new Map(), members) };
}
