import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { CONVENTIONAL_ENTRIES, findConventionalEntry } from './conventional-entry.ts';
import { namesIn, pathKind } from './path-kind.ts';
import type { Project } from './project.ts';
import { isSourceFile } from './source-file.ts';

/** The file that is run (or built), absolute, and who says so, as error texts name it. */
export interface EntryPoint {
  readonly file: string;
  readonly namedBy: string;
}

const BY_SETTING = '"mews.entry" in package.json';
const BY_MAIN = '"main" in package.json';

/** Folders of things made from the source. */
const NOT_SOURCE: ReadonlySet<string> = new Set(['dist', 'build', 'out', 'node_modules']);
const MAIN_EXTENSIONS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'];

/**
 * Finds the entry point: the file of a file app; else "mews.entry"; else "main" if it is source; else the conventional names.
 * A project with its own build command need not have been built yet: what it writes may be missing.
 * @throws entryMissing, entryNotFound, ambiguousEntry, notAnApp, unreadableFile
 */
export function findEntryPoint(project: Project): EntryPoint {
  if (project.sourceFile !== undefined) return { file: project.sourceFile, namedBy: 'the command line' };
  return settingEntry(project) ?? mainEntry(project) ?? conventionalEntry(project);
}

function settingEntry({ root, mews: { entry, build } }: Project): EntryPoint | undefined {
  if (entry === undefined) return undefined;
  const file = resolve(root, entry);
  if (build !== undefined) return { file, namedBy: BY_SETTING };
  const kind = pathKind(file);
  if (kind === 'missing') throw mewsError('entryMissing', { entry, namedBy: BY_SETTING, near: filesLike(root, file) });
  if (kind === 'folder') throw mewsError('unreadableFile', { file, reason: `${BY_SETTING} names it, but it is a folder` });
  if (!isSourceFile(file)) throw mewsError('notAnApp', { file });
  return { file, namedBy: BY_SETTING };
}

/** A `main` that is missing, or was made from the source, is for those who use the package; the build command's output is an entry. */
function mainEntry({ root, packageJson: { main }, mews: { build } }: Project): EntryPoint | undefined {
  if (!main) return undefined;
  const path = resolve(root, main);
  const file = resolveMain(path);
  if (build !== undefined) return { file: file ?? path, namedBy: BY_MAIN };
  return file !== undefined && isSource(root, file) ? { file, namedBy: BY_MAIN } : undefined;
}

/** As Node does: the file, with an extension, or the folder's index; TypeScript first. */
function resolveMain(path: string): string | undefined {
  const stems = [path, join(path, 'index')];
  return stems.flatMap((stem) => MAIN_EXTENSIONS.map((extension) => stem + extension)).find((file) => pathKind(file) === 'file');
}

function isSource(root: string, file: string): boolean {
  return isSourceFile(file) && !relative(root, file).split(sep).some((folder) => NOT_SOURCE.has(folder));
}

function conventionalEntry({ root }: Project): EntryPoint {
  const entry = findConventionalEntry(root);
  if (entry === undefined) throw mewsError('entryNotFound', { directory: root, tried: CONVENTIONAL_ENTRIES });
  return { file: join(root, entry), namedBy: 'convention' };
}

/** The near names in the folder of a missing file, as they would be written in package.json. */
function filesLike(root: string, file: string): string[] {
  const near = nearNames(basename(file), namesIn(dirname(file)));
  return near.map((name) => relative(root, join(dirname(file), name)).replaceAll('\\', '/'));
}
