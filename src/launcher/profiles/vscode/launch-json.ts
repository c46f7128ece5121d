import type { EditorProfile } from './editor-profile.ts';
import { buildLabel, type EditorPlace, fileOf, MEWS } from './tasks-json.ts';

export interface LaunchJsonOptions extends EditorPlace {
  /** Whether there is a tasks.json of ours: then the build comes first, and its findings are in the editor's list. `mews run` builds in any case. */
  readonly hasTasks: boolean;
}

/**
 * `.vscode/launch.json`: a configuration for each profile, for VS Code's JavaScript debugger. It attaches to every Node
 * process of the launch, so to the app, and stops each while a script with a source map waits for its breakpoints: the
 * launch itself may just have built the script.
 */
export function launchJson(profiles: readonly EditorProfile[], options: LaunchJsonOptions): object {
  return { version: '0.2.0', configurations: profiles.map((profile) => launchConfiguration(profile, options)) };
}

function launchConfiguration({ name, isBuilt, configuration }: EditorProfile, { hasTasks, ...place }: LaunchJsonOptions): object {
  return {
    name: `mews: ${name}`,
    type: 'node',
    request: 'launch',
    runtimeExecutable: MEWS.command,
    runtimeArgs: [...MEWS.args, 'run', ...fileOf(place), '--launch-profile', name],
    cwd: place.folder,
    console: 'integratedTerminal',
    ...(isBuilt && hasTasks && { preLaunchTask: buildLabel(configuration) }),
    ...(isBuilt && { outFiles: [`${place.folder}/dist/**/*.{js,cjs,mjs}`], pauseForSourceMap: true }),
    skipFiles: ['<node_internals>/**', '**/node_modules/**'],
    // The app finishes its requests.
    killBehavior: 'polite',
  };
}
