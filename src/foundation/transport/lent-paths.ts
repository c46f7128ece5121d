/** Paths of unix sockets that this process was lent: bound already, by whoever owns them. */
const paths = new Set<string>();

export function lendPath(path: string): void {
  paths.add(path);
}

/** Whether the socket at `path` is this process's to serve although somebody else has bound it. */
export function isLentPath(path: string): boolean {
  return paths.has(path);
}
