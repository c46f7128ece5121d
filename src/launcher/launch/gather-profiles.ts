import { relative } from 'node:path';
import { type ListedProfile, listProfiles } from '../profiles/list-profiles.ts';
import type { LaunchSettings } from '../profiles/parse-launch-settings.ts';
import { readLaunchSettings } from '../profiles/read-launch-settings.ts';
import { gatherProject, type ProjectRequest } from './gather-project.ts';
import { settingsPlace } from './settings-place.ts';

/** The profiles of a project; `file` is undefined when it has no launch settings. */
export interface FoundProfiles {
  readonly file: string | undefined;
  readonly tried: readonly string[];
  readonly profiles: readonly ListedProfile[];
}

/** The launch settings of a project, and where it lies; undefined when it has none. */
export interface FoundSettings {
  readonly root: string;
  readonly settings: LaunchSettings | undefined;
}

/** Reads the launch settings whole: for what makes other files of them. */
export function gatherLaunchSettings(request: ProjectRequest): FoundSettings {
  const project = gatherProject(request);
  return { root: project.root, settings: readLaunchSettings(settingsPlace(project)).settings };
}

/** Reads the launch settings and lists what is in them; nothing of the project runs. */
export function gatherProfiles(request: ProjectRequest): FoundProfiles {
  const project = gatherProject(request);
  const { found, settings } = readLaunchSettings(settingsPlace(project));
  return {
    file: settings && relative(request.cwd, settings.file),
    tried: found.tried.map((path) => relative(request.cwd, path)),
    profiles: settings ? listProfiles(settings) : [],
  };
}
