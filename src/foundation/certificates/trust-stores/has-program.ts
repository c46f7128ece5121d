import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { searchPath } from './run-command.ts';

/** Whether a program can be run by its name. POSIX. */
export function hasProgram(name: string, env: Readonly<Record<string, string | undefined>>): boolean {
  return searchPath(env).split(delimiter).some((folder) => mayExecute(join(folder, name)));
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
