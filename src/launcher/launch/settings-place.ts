import { basename } from 'node:path';
import type { LaunchSettingsPlace } from '../profiles/launch-settings-file.ts';
import type { Project } from '../project/project.ts';

/** Where the launch settings of a project are looked for. */
export function settingsPlace({ root, name, sourceFile }: Project): LaunchSettingsPlace {
  return sourceFile === undefined ? { root, projectName: name } : { root, fileName: basename(sourceFile) };
}
