import { realpathSync } from 'node:fs';

/** The real path, as esbuild and Node use it; of what is not there, the path itself. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
