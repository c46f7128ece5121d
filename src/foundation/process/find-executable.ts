import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { mewsError } from '../errors/mews-error.ts';
import { nearNames } from '../errors/near-names.ts';

export interface ExecutableSearch {
  readonly executable: string;
  /** A path with a separator is relative to this folder; a bare name is looked for here first, then on the PATH (as Visual Studio does). */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The absolute path of a program. Throws `executableNotFound` or `notExecutable`. */
export function findExecutable({ executable, directory, env }: ExecutableSearch): string {
  const hasSeparator = /[/\\]/.test(executable) || isAbsolute(executable);
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean);
  const candidates = hasSeparator
    ? [resolve(directory, executable)]
    : [directory, ...folders].map((folder) => join(folder, executable));
  const files = candidates.flatMap(withExtensions(env)).filter(isFile);
  const found = files.find(mayExecute);
  if (found) return found;
  if (files[0]) throw mewsError('notExecutable', { executable: files[0], reason: 'permission denied' });
  const searched = hasSeparator ? `at ${resolve(directory, executable)}` : `in ${directory} or on the PATH`;
  throw mewsError('executableNotFound', { executable, searched, near: near(executable, hasSeparator ? [dirname(resolve(directory, executable))] : folders) });
}

function withExtensions(env: ExecutableSearch['env']): (candidate: string) => string[] {
  if (process.platform !== 'win32') return (candidate) => [candidate];
  const extensions = (env['PATHEXT'] ?? '.EXE;.CMD;.BAT;.COM').split(';');
  return (candidate) => [candidate, ...extensions.map((extension) => candidate + extension)];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function near(executable: string, folders: readonly string[]): string[] {
  const name = executable.split(/[/\\]/).at(-1) ?? executable;
  const names = folders.flatMap((folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  });
  return nearNames(name, [...new Set(names)]);
}
