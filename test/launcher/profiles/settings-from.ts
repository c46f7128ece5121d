import { parseLaunchSettings, type LaunchSettings, type RawProfile } from '../../../src/launcher/profiles/parse-launch-settings.ts';

/** Launch settings from a text, or from an object as JSON would write it. */
export function settingsFrom(content: string | object, file = 'launchSettings.json'): LaunchSettings {
  return parseLaunchSettings({ file, text: typeof content === 'string' ? content : JSON.stringify(content, null, 2) });
}

/** The only profile of a file that has nothing else in it. */
export function rawProfile(profile: unknown, name = 'http'): RawProfile {
  const [raw] = settingsFrom({ profiles: { [name]: profile } }).profiles;
  if (!raw) throw new Error('no profile');
  return raw;
}
