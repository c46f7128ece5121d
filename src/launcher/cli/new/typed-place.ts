import { isAbsolute, relative, sep } from 'node:path';

/** A folder as it is typed from another one: `.`, `./hello`; absolute where it is not below. */
export function typedPlace(directory: string, cwd: string): string {
  const path = relative(cwd, directory).split(sep).join('/');
  if (path === '') return '.';
  return path.startsWith('..') || isAbsolute(path) ? directory : `./${path}`;
}
