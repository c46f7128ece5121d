import { basename, relative, sep } from 'node:path';
import { gatherLaunchSettings } from '../launch/gather-profiles.ts';
import type { ProjectRequest } from '../launch/gather-project.ts';
import { editorProfiles } from '../profiles/vscode/editor-profile.ts';
import { launchJson } from '../profiles/vscode/launch-json.ts';
import type { CommandContext } from './command-context.ts';
import { printable } from './printable.ts';

/** `mews profiles --format vscode`: a launch.json for the folder that it is typed in. */
export function printEditorProfiles(request: ProjectRequest, { out, err }: Pick<CommandContext, 'out' | 'err'>): void {
  const { root, settings } = gatherLaunchSettings(request);
  const { profiles, skipped } = settings ? editorProfiles(settings) : { profiles: [], skipped: [] };
  const below = relative(request.cwd, root).split(sep).join('/');
  const folder = below === '' ? '${workspaceFolder}' : `\${workspaceFolder}/${below}`;
  out(`${JSON.stringify(launchJson(profiles, { folder, file: request.file && basename(request.file), hasTasks: false }), null, 2)}\n`);
  for (const { name, reason } of skipped) err(`Left out: ${printable(name)}. ${printable(reason)}\n`);
}
