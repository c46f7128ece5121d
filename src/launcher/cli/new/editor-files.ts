import { vscodeFiles } from '../../profiles/vscode/vscode-files.ts';
import type { ProjectFile } from '../../scaffold/render-template.ts';

const SETTINGS = ['Properties/launchSettings.json', 'launchSettings.json'];

/** What a new project gets for VS Code, made from its profiles. A template that has its own files for it gets none. */
export function editorFiles(files: readonly ProjectFile[]): ProjectFile[] {
  const settings = SETTINGS.map((path) => files.find((file) => file.path === path)).find((file) => file !== undefined);
  if (!settings || files.some(({ path }) => path.startsWith('.vscode/'))) return [];
  const text = Buffer.from(settings.content).toString('utf8');
  return vscodeFiles({ file: settings.path, text }).map((file) => ({ ...file, isExecutable: false }));
}
