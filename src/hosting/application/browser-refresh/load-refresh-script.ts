import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface RefreshScript {
  readonly text: string;
  readonly etag: string;
}

let loaded: Promise<RefreshScript> | undefined;

/** What pages run: `client/`, as the build has put it into one file beside the library. Read once. */
export function loadRefreshScript(): Promise<RefreshScript> {
  loaded ??= read();
  return loaded;
}

async function read(): Promise<RefreshScript> {
  const root = dirname(createRequire(import.meta.url).resolve('mews/package.json'));
  const text = await readFile(join(root, 'dist', 'browser-refresh.js'), 'utf8');
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}
