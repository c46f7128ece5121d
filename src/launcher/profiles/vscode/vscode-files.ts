import { parseLaunchSettings } from '../parse-launch-settings.ts';
import type { SettingsDocument } from '../settings-value.ts';
import { editorProfiles } from './editor-profile.ts';
import { launchJson } from './launch-json.ts';
import { tasksJson } from './tasks-json.ts';

/** A file of the editor's folder, relative to the project. */
export interface VscodeFile {
  readonly path: string;
  readonly content: string;
}

/** What VS Code needs to launch and build the profiles of a new project; nothing where there are none. */
export function vscodeFiles(document: SettingsDocument): VscodeFile[] {
  const { profiles } = editorProfiles(parseLaunchSettings(document));
  if (profiles.length === 0) return [];
  const place = { folder: '${workspaceFolder}' };
  return [
    { path: '.vscode/launch.json', content: toText(launchJson(profiles, { ...place, hasTasks: true })) },
    { path: '.vscode/tasks.json', content: toText(tasksJson(profiles, place)) },
  ];
}

function toText(json: object): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}
