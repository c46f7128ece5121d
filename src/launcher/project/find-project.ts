import { basename, dirname, join, parse, resolve } from 'node:path';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { findConventionalEntry } from './conventional-entry.ts';
import { readMewsSettings } from './mews-settings.ts';
import { findPackageJson } from './find-package-json.ts';
import { NO_PACKAGE_JSON, toPackageJson } from './package-json.ts';
import { namesIn, pathKind } from './path-kind.ts';
import type { Project } from './project.ts';
import { readPackageJson } from './read-package-json.ts';
import { isSourceFile } from './source-file.ts';

export interface ProjectQuery {
  /** The absolute folder that relative paths start from, and the project when nothing else is said. */
  readonly cwd: string;
  /** `--project`: a folder or its package.json. A blank one counts as none. */
  readonly projectPath?: string | undefined;
  /** A single file to run. It wins over `projectPath`. */
  readonly file?: string | undefined;
  /** Outside win32 a backslash in a path is taken for a slash, as `dotnet run --project` does. Default: this machine's. */
  readonly platform?: NodeJS.Platform;
}

/**
 * Finds what is to be run.
 * @throws projectNotFound, projectPathNotFound, notAProject, fileNotFound, notAnApp, unreadableFile, badPackageJson, badMewsSetting
 */
export function findProject({ cwd, projectPath, file, platform = process.platform }: ProjectQuery): Project {
  const toPath = (written: string): string => resolve(cwd, platform === 'win32' ? written : written.replaceAll('\\', '/'));
  if (file !== undefined) return fileApp(file, toPath(file));
  const root = projectPath?.trim() ? projectFolder(projectPath, toPath(projectPath)) : cwd;
  return projectIn(root);
}

function projectFolder(written: string, path: string): string {
  const kind = pathKind(path);
  if (kind === 'folder') return path;
  if (kind === 'missing') throw mewsError('projectPathNotFound', { path: written, near: siblingsLike(path) });
  if (kind === 'file' && basename(path) === 'package.json') return dirname(path);
  throw mewsError('notAProject', { path: written });
}

function projectIn(root: string): Project {
  const document = readPackageJson(join(root, 'package.json'));
  if (!document) {
    if (!hasEntry(root)) throw mewsError('projectNotFound', { directory: root });
    return { kind: 'project', root, name: basename(root), packageJson: NO_PACKAGE_JSON, mews: {} };
  }
  const packageJson = toPackageJson(document.json);
  const name = packageJson.name || basename(root);
  return { kind: 'project', root, name, packageJsonFile: document.file, packageJson, mews: readMewsSettings(document) };
}

/** Several possible entries are entries, too: which one is asked for only when one is needed. */
function hasEntry(root: string): boolean {
  try {
    return findConventionalEntry(root) !== undefined;
  } catch (error) {
    if (error instanceof MewsError) return true;
    throw error;
  }
}

function fileApp(written: string, sourceFile: string): Project {
  const kind = pathKind(sourceFile);
  if (kind === 'missing') throw mewsError('fileNotFound', { file: written, near: siblingsLike(sourceFile) });
  if (kind === 'folder') throw mewsError('unreadableFile', { file: written, reason: 'it is a folder; use --project for a folder' });
  if (kind === 'other' || !isSourceFile(sourceFile)) throw mewsError('notAnApp', { file: written });
  const root = dirname(sourceFile);
  const document = findPackageJson(root);
  return {
    kind: 'file',
    root,
    name: parse(sourceFile).name,
    ...(document && { packageJsonFile: document.file }),
    packageJson: document ? toPackageJson(document.json) : NO_PACKAGE_JSON,
    sourceFile,
    mews: {},
  };
}

function siblingsLike(path: string): string[] {
  return nearNames(basename(path), namesIn(dirname(path)));
}
