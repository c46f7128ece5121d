import { build } from 'esbuild';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** The app host and the library, bundled as `npm run build:hosting` does it, in a folder of this test file's own. */
export interface BuiltLibrary {
  readonly appHost: string;
  readonly library: string;
}

/** Builds before the tests of a file, and removes the build after them. */
export function builtLibrary(): BuiltLibrary {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mews-library-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'), 'dir');
    await build({
      entryPoints: ['src/app-host.ts', 'src/index.ts'],
      absWorkingDir: REPOSITORY,
      bundle: true,
      splitting: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      packages: 'external',
      outdir: folder,
      logLevel: 'warning',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get appHost() {
      return join(folder, 'app-host.js');
    },
    get library() {
      return join(folder, 'index.js');
    },
  };
}
