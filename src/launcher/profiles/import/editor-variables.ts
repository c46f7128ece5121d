import { basename, relative, sep } from 'node:path';
import type { ImportPlace } from './imported-profile.ts';

/** A variable that only the editor knows: the file that is open, what it asks the user. */
export class EditorVariableError extends Error {}

/**
 * A text of launch.json in the words of launch settings: `${workspaceFolder}/x` is `$(ProjectDir)x`, `${env:X}` is `%X%`.
 * @throws EditorVariableError, with the variable as its message
 */
export function translateVariables(text: string, place: ImportPlace): string {
  const up = relative(place.root, place.workspace).split(sep).join('/');
  const projectDir = `$(ProjectDir)${up === '' ? '' : `${up}/`}`;
  return text.replaceAll(/\$\{([^}]+)\}([/\\]?)/g, (written: string, name: string, slash: string) => {
    if (name === 'workspaceFolder' || name === 'workspaceRoot') return projectDir;
    if (name.startsWith('env:')) return `%${name.slice('env:'.length)}%${slash}`;
    if (name === 'userHome') return `%HOME%${slash}`;
    if (name === 'workspaceFolderBasename') return basename(place.workspace) + slash;
    if (name === 'pathSeparator' || name === '/') return `/${slash}`;
    throw new EditorVariableError(written.slice(0, written.length - slash.length));
  });
}

/** A path of launch.json as it is here and now: absolute, or relative to the workspace. Backslashes are Windows' slashes. */
export function pathOf(text: string, place: ImportPlace): string {
  return text.replaceAll(/\$\{(?:workspaceFolder|workspaceRoot)\}/g, place.workspace).replaceAll('\\', '/');
}
