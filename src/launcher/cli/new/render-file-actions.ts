import type { ProjectFile } from '../../scaffold/render-template.ts';
import { printable } from '../printable.ts';

export interface FileActions {
  readonly files: readonly ProjectFile[];
  /** Those of them that are there already. */
  readonly existing: readonly string[];
  /** The project's folder as it is typed here: `./hello`. */
  readonly place: string;
  /** Commands that would be run. */
  readonly actions: readonly string[];
}

/** What `--dry-run` tells: dotnet's list of files, then the commands. Ends with a newline. */
export function renderFileActions({ files, existing, place, actions }: FileActions): string {
  const lines = files.map(({ path }) => `  ${existing.includes(path) ? 'Overwrite' : 'Create   '}   ${printable(`${place}/${path}`)}`);
  const commands = actions.filter((action) => action !== '').map((action) => `  Run         ${printable(action)}`);
  return `File actions would have been taken:\n${[...lines, ...commands].join('\n')}\n`;
}
