import { basename, extname, join } from 'node:path';
import type { Configuration } from '../profiles/profile-values.ts';

/** Where everything that a configuration's build writes lies. */
export function outputFolder(root: string, configuration: Configuration): string {
  return join(root, 'dist', configuration);
}

/** The folder of the build's own records; its presence marks an output folder as one of ours. */
export function recordsFolder(root: string, configuration: Configuration): string {
  return join(outputFolder(root, configuration), '.mews');
}

/** The name of an entry without its extension: `app` for `src/app.ts`. */
export function entryStem(entry: string): string {
  return basename(entry, extname(entry));
}
