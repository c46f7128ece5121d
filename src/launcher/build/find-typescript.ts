import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A project's own TypeScript: its version and the script that `tsc` stands for. */
export interface TypeScript {
  readonly version: string;
  readonly tsc: string;
}

/** The TypeScript that Node finds from the project's folder; nothing when it is not installed. */
export function findTypeScript(root: string): TypeScript | undefined {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('typescript/package.json');
    const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string; bin?: { tsc?: string } };
    return { version, tsc: join(dirname(manifest), bin?.tsc ?? 'bin/tsc') };
  } catch {
    return undefined;
  }
}
