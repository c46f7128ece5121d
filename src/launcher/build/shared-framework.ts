import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import type { ModuleFormat } from './module-format.ts';

/** An import of `mews`, and of its sub-paths. */
export const MEWS_IMPORT = /^mews(?:\/.*)?$/;

/** True when the project has a `mews` of its own: in a node_modules folder at or above `folder`. */
export function isMewsInstalled(folder: string): boolean {
  return isInstalled('mews', folder);
}

/** True when `name` lies in a node_modules folder that Node would look in from `folder`. */
export function isInstalled(name: string, folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', name, 'package.json'))) return true;
    if (dirname(at) === at) return false;
  }
}

/** The library's door in the running CLI's package. */
function frameworkModule(mewsRoot: string): string {
  return join(mewsRoot, 'dist', 'index.js');
}

/** Points `import … from 'mews'` at the running CLI's copy, outside the bundle, and calls `onUse` when an app asks for it. */
export function sharedFramework(mewsRoot: string, format: ModuleFormat, onUse: () => void): Plugin {
  const file = frameworkModule(mewsRoot);
  const path = format === 'esm' ? pathToFileURL(file).href : file;
  return {
    name: 'mews-shared-framework',
    setup(build) {
      build.onResolve({ filter: MEWS_IMPORT }, () => {
        onUse();
        return { path, external: true };
      });
    },
  };
}
