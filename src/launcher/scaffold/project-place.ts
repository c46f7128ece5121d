import { basename, join, resolve } from 'node:path';
import { checkProjectName, folderName } from './project-name.ts';

export interface PlaceRequest {
  readonly cwd: string;
  /** `-n` */
  readonly name: string | undefined;
  /** `-o` */
  readonly output: string | undefined;
  readonly preferNameDirectory: boolean;
}

/** What a project is called, and the absolute folder that it is made in. */
export interface ProjectPlace {
  readonly name: string;
  readonly directory: string;
}

/**
 * dotnet's rules: the name is `-n`, else that of the folder; the folder is `-o`, else one of the name's own when there is
 * a name (and the template wants that), else the current one.
 * @throws badProjectName
 */
export function projectPlace({ cwd, name, output, preferNameDirectory }: PlaceRequest): ProjectPlace {
  const named = name ?? basename(resolve(cwd, output ?? '.'));
  checkProjectName(named);
  if (output !== undefined) return { name: named, directory: resolve(cwd, output) };
  return { name: named, directory: name !== undefined && preferNameDirectory ? join(cwd, folderName(name)) : cwd };
}
