/** Tells whether a path is one of `paths`, on file systems that distinguish upper and lower case and on others. */
export function pathTest(paths: Iterable<string>, isCaseSensitive: boolean): (path: string) => boolean {
  const key = pathKey(isCaseSensitive);
  const keys = new Set(Array.from(paths, key));
  return (path) => keys.has(key(path));
}

/** What two spellings of one path have in common. */
export function pathKey(isCaseSensitive: boolean): (path: string) => string {
  return isCaseSensitive ? (path) => path : (path) => path.toLowerCase();
}
