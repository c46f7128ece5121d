import { statSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { isMissing, unreadableFile } from '../../foundation/errors/unreadable-file.ts';

/** Which launch settings files a project has. Paths are absolute when `root` is. */
export interface LaunchSettingsFile {
  readonly file?: string;
  /** The git-ignored file that is merged over `file`, or stands alone. */
  readonly localFile?: string;
  /** A file that exists but is not used, because `file` has precedence. */
  readonly overruled?: string;
  /** Where `file` was looked for, in order. */
  readonly tried: readonly string[];
}

export interface LaunchSettingsPlace {
  /** The project's folder; for a file app the file's folder. */
  readonly root: string;
  /** The file of a file app: `app.ts` has its settings in `app.run.json`. */
  readonly fileName?: string | undefined;
  /** The project's name, which may name the `.run.json` as well as the folder's may. A scope is left out. */
  readonly projectName?: string | undefined;
}

/**
 * Finds the launch settings: `Properties/launchSettings.json`, else `launchSettings.json`, else `<name>.run.json`
 * (the order of `dotnet run`, with the second added), and the local file beside the one found.
 * @throws unreadableFile when one exists but is no file, or may not be looked at
 */
export function findLaunchSettings({ root, fileName, projectName }: LaunchSettingsPlace): LaunchSettingsFile {
  const names = fileName === undefined ? [unscoped(projectName), basename(root)] : [parse(fileName).name];
  const tried = [
    join(root, 'Properties', 'launchSettings.json'),
    join(root, 'launchSettings.json'),
    ...new Set(names.filter((name) => name !== '').map((name) => join(root, `${name}.run.json`))),
  ];
  const [file, overruled] = tried.filter(isFile);
  const localFile = (file === undefined ? tried : [file]).flatMap(localFilesFor).find(isFile);
  return { ...(file && { file }), ...(localFile && { localFile }), ...(overruled && { overruled }), tried };
}

function unscoped(packageName = ''): string {
  return packageName.slice(packageName.lastIndexOf('/') + 1);
}

/** `app.run.json` → `app.run.local.json`; every file also has `launchSettings.local.json` beside it. */
function localFilesFor(file: string): string[] {
  const own = file.replace(/\.json$/, '.local.json');
  return [...new Set([own, join(dirname(file), 'launchSettings.local.json')])];
}

function isFile(path: string): boolean {
  const stats = statOrNone(path);
  if (stats && !stats.isFile()) {
    throw mewsError('unreadableFile', { file: path, reason: stats.isDirectory() ? 'it is a folder' : 'it is not a regular file' });
  }
  return stats !== undefined;
}

function statOrNone(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadableFile(path, error);
  }
}
