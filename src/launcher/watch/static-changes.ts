import { relative, sep } from 'node:path';
import type { FileChange } from './file-change.ts';

const STYLESHEET = /\.css$/i;

/** Read by tools, not by pages: maps, and what stylesheets are made from. */
const NOT_SHOWN = /\.(?:map|s[ac]ss|less|styl)$/i;

/** What a change of a static file asks for; nothing for files of other folders. */
export function staticAction({ kind, path }: FileChange, staticFolders: readonly string[]): 'reload' | 'styles' | 'nothing' | undefined {
  if (!isUnder(staticFolders, path)) return undefined;
  if (NOT_SHOWN.test(path)) return 'nothing';
  return STYLESHEET.test(path) && kind !== 'removed' ? 'styles' : 'reload';
}

/** The stylesheets among `files` as the pages know them: URL paths, percent-encoded as a browser does. */
export function stylePaths(files: readonly string[], staticFolders: readonly string[]): string[] {
  const paths = files.filter((file) => STYLESHEET.test(file)).flatMap((file) => {
    const folder = staticFolders.find((each) => isUnder([each], file));
    return folder === undefined ? [] : [urlPath(relative(folder, file))];
  });
  return [...new Set(paths)];
}

function urlPath(path: string): string {
  const url = new URL('http://localhost');
  url.pathname = `/${path.replaceAll(sep, '/').replaceAll('%', '%25')}`;
  return url.pathname;
}

/** True for what lies in one of `folders`, at any depth. */
export function isUnder(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}
