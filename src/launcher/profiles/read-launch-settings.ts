import { findLaunchSettings, type LaunchSettingsFile, type LaunchSettingsPlace } from './launch-settings-file.ts';
import { mergeLocalSettings } from './merge-local-settings.ts';
import { parseLaunchSettings, type LaunchSettings } from './parse-launch-settings.ts';
import { readSettingsText } from './read-settings-text.ts';

/** What was found, and its content: `settings` is undefined when the project has no launch settings. */
export interface FoundLaunchSettings {
  readonly found: LaunchSettingsFile;
  readonly settings: LaunchSettings | undefined;
}

/**
 * Finds and reads the launch settings of a project, the local file merged over the main one.
 * @throws unreadableFile, badLaunchSettings, profilesNotAnObject
 */
export function readLaunchSettings(place: LaunchSettingsPlace): FoundLaunchSettings {
  const found = findLaunchSettings(place);
  const main = found.file === undefined ? undefined : readOne(found.file);
  const local = found.localFile === undefined ? undefined : readOne(found.localFile);
  return { found, settings: main && local ? mergeLocalSettings(main, local) : (main ?? local) };
}

function readOne(file: string): LaunchSettings {
  return parseLaunchSettings({ file, text: readSettingsText(file) });
}
