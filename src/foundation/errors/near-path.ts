/** A path as people know it: relative to `root` where it lies in that folder, else as it is. An empty root is no folder. */
export function nearPath(file: string, root: string): string {
  const folder = root.replace(/[\\/]+$/, '');
  if (folder === '' || !file.startsWith(folder) || !/^[\\/]./.test(file.slice(folder.length))) return file;
  return file.slice(folder.length + 1).replaceAll('\\', '/');
}
