import { statSync } from 'node:fs';
import { dirname, extname, join, sep } from 'node:path';
import { findConfig, readTsconfig } from './tsconfig-chain.ts';
import type { TsconfigChain } from './tsconfig-chain.ts';

interface Owner {
  readonly root: string;
  readonly entry: string;
}

/**
 * The tsconfig that rules an entry: the nearest to the project's folder (for JavaScript a jsconfig will do). One that holds
 * nothing but references ("solution style") passes on to the first project it names that has the entry.
 */
export function projectTsconfig({ root, entry }: Owner): TsconfigChain | undefined {
  const isJavaScript = /^\.[cm]?jsx?$/.test(extname(entry));
  const file = findConfig(root, isJavaScript ? ['tsconfig.json', 'jsconfig.json'] : ['tsconfig.json']);
  if (!file) return undefined;
  const config = readTsconfig(file);
  const isSolution = config.roots.files?.length === 0 && !config.roots.include?.length;
  if (!isSolution) return config;
  const projects = config.references.map((path) => readTsconfig(isFolder(path) ? join(path, 'tsconfig.json') : path));
  return projects.find((project) => covers(project, entry)) ?? config;
}

function covers({ file, roots }: TsconfigChain, entry: string): boolean {
  const starts = (roots.include ?? [dirname(file)]).map((pattern) => pattern.replace(/[\\/]?[^\\/]*[*?].*$/, ''));
  return roots.files?.includes(entry) === true || starts.some((start) => entry === start || entry.startsWith(start + sep));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
