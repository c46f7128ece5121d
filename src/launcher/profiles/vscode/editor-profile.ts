import type { Configuration } from '../profile-values.ts';
import { listProfiles } from '../list-profiles.ts';
import type { LaunchSettings } from '../parse-launch-settings.ts';
import { readSelectedProfile } from '../read-selected-profile.ts';

/** A profile as an editor needs to know it. */
export interface EditorProfile {
  readonly name: string;
  /** Whether something is built before it starts: an Executable is another program. */
  readonly isBuilt: boolean;
  readonly configuration: Configuration;
}

export interface EditorProfiles {
  /** Those that can be launched, the default one first. */
  readonly profiles: readonly EditorProfile[];
  /** Those that cannot, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** Sorts the profiles of a file by whether an editor can launch them. */
export function editorProfiles(settings: LaunchSettings): EditorProfiles {
  const listed = listProfiles(settings);
  const usable = listed.filter(({ usable: isUsable }) => isUsable).toSorted((left, right) => Number(right.default) - Number(left.default));
  return {
    profiles: usable.flatMap(({ name }) => {
      const raw = settings.profiles.find((profile) => profile.name === name);
      if (!raw) return [];
      const { profile } = readSelectedProfile(settings, raw);
      return [{ name, isBuilt: profile.commandName !== 'Executable', configuration: profile.configuration ?? 'Debug' }];
    }),
    skipped: listed.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }])),
  };
}
