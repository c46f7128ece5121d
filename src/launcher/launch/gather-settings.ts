import { relative } from 'node:path';
import { isFailure, mewsError } from '../../foundation/errors/mews-error.ts';
import type { LaunchOptions } from '../plan/launch-options.ts';
import type { SettingsFacts } from '../plan/launch-facts.ts';
import { readLaunchSettings } from '../profiles/read-launch-settings.ts';
import { selectProfile } from '../profiles/select-profile.ts';
import type { Project } from '../project/project.ts';
import { settingsPlace } from './settings-place.ts';

const NO_SETTINGS: SettingsFacts = { warnings: [] };

/**
 * The launch settings and the profile in use. Broken JSON and a profile asked for by name that cannot be had are thrown;
 * a default that cannot be had is a reason to warn and to run without.
 */
export function gatherSettings(project: Project, { launchProfile, useLaunchProfile }: LaunchOptions): SettingsFacts {
  if (!useLaunchProfile) return NO_SETTINGS;
  try {
    return readSettings(project, launchProfile);
  } catch (error) {
    // Valid JSON without profiles leaves nothing to choose from, as a file without a usable one does.
    if (launchProfile || !isFailure(error, 'profilesNotAnObject')) throw error;
    return { reason: error, warnings: [] };
  }
}

function readSettings(project: Project, name: string | undefined): SettingsFacts {
  const { found, settings } = readLaunchSettings(settingsPlace(project));
  if (!settings) {
    if (name) throw mewsError('noLaunchSettings', { name, tried: found.tried });
    return NO_SETTINGS;
  }
  const file = relative(project.root, settings.file);
  const selection = selectProfile({ settings, name });
  const overruled = found.overruled === undefined ? [] : [`Settings from '${relative(project.root, found.overruled)}' are not used because '${file}' has precedence.`];
  const warnings = [...overruled, ...selection.warnings];
  if (!selection.profile) return { file, reason: selection.reason, warnings };
  return { file, profile: selection.profile, ...(selection.iisSettings ? { iisSettings: selection.iisSettings } : {}), warnings };
}
