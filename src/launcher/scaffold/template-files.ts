import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { unreadableFile } from '../../foundation/errors/unreadable-file.ts';

/** What is no part of a template: its description, and what was made of it or fetched for it where it is itself a project. */
const NEVER: ReadonlySet<string> = new Set(['.template.config', 'node_modules', '.git', 'dist']);

export interface TemplateFolder {
  /** The template's name, for texts. */
  readonly template: string;
  /** Absolute. */
  readonly folder: string;
}

/**
 * The files of a template, relative to its folder, with slashes, in the order of their names.
 * @throws unsafeTemplate for links, through which a file could be any file of this machine, and for what is neither file nor folder; unreadableFile
 */
export function listTemplateFiles({ template, folder }: TemplateFolder, below = ''): string[] {
  const entries = readFolder(join(folder, below));
  return entries.flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (NEVER.has(entry.name)) return [];
    if (entry.isDirectory()) return listTemplateFiles({ template, folder }, path);
    if (entry.isFile()) return [path];
    throw mewsError('unsafeTemplate', { template, path, problem: entry.isSymbolicLink() ? 'is a link' : 'is neither a file nor a folder' });
  });
}

/** Whether somebody may execute the file. */
export function isExecutable(file: string): boolean {
  return process.platform !== 'win32' && (lstatSync(file).mode & 0o111) !== 0;
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    throw unreadableFile(folder, error);
  }
}
