export interface UnixPath {
  readonly path: string;
  /** What the user should know about the path; a sentence or two. */
  readonly warning?: string;
}

/** `C:\…`, `C:/…`, `\\server\share` and `\folder`: nothing of the kind exists outside Windows. */
const WINDOWS_PATH = /^(?:[A-Za-z]:[\\/]|\\)/;

/**
 * Makes a path from a profile written on Windows fit for this system: backslashes of a relative path become slashes.
 * A path with a drive or a share is kept: it has no counterpart here. On Windows every path stays as it is.
 */
export function toUnixPath(path: string, platform: NodeJS.Platform): UnixPath {
  if (platform === 'win32') return { path };
  if (WINDOWS_PATH.test(path)) {
    return { path, warning: `'${path}' is a Windows path, which cannot exist on this system. Override it in launchSettings.local.json.` };
  }
  if (!path.includes('\\')) return { path };
  const mended = path.replaceAll('\\', '/');
  return { path: mended, warning: `'${path}' is read as '${mended}': a backslash separates folders only on Windows.` };
}
