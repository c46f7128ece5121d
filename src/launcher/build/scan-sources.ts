import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { MEWS_IMPORT } from './shared-framework.ts';

const IMPORTS = /\b(?:from|import|require\s*\(|import\s*\()\s*(['"])([^'"\n]+)\1/g;
const NODE_ENDINGS = ['', '.js', '.json', '.node', '/index.js'];
const BUILT_ENDINGS = ['.ts', '.tsx', '.jsx', '.mts', '.cts', '/index.ts', '/index.tsx'];
const NEEDS_BUILD = /\.(?:[cm]?ts|[jt]sx)$/;
const MOST_FILES = 500;

export interface SourceScan {
  /** The files that were looked at, `entry` first. */
  readonly files: readonly string[];
  /** The sources import `mews`. */
  readonly importsMews: boolean;
  /** A source that Node cannot run as it is: TypeScript or JSX; nothing when all are plain JavaScript. */
  readonly needsBuild: string | undefined;
}

/** Follows the relative imports of plain JavaScript from `entry`, by the look of the text; at most 500 files. */
export function scanSources(entry: string): SourceScan {
  const files = [entry];
  let importsMews = false;
  for (let next = 0; next < files.length && next < MOST_FILES; next++) {
    const file = files[next] ?? entry;
    if (NEEDS_BUILD.test(file)) return { files, importsMews, needsBuild: file };
    for (const specifier of importsOf(file)) {
      importsMews ||= MEWS_IMPORT.test(specifier);
      const found = specifier.startsWith('.') ? resolveSource(resolve(dirname(file), specifier)) : undefined;
      if (found && !files.includes(found)) files.push(found);
    }
  }
  return { files, importsMews, needsBuild: undefined };
}

function importsOf(file: string): string[] {
  if (!/^\.[cm]?js$/.test(extname(file))) return [];
  try {
    return [...readFileSync(file, 'utf8').matchAll(IMPORTS)].map((match) => match[2] ?? '');
  } catch {
    return [];
  }
}

/** The file behind a relative import: what Node would take first, then what only a bundler would. */
function resolveSource(path: string): string | undefined {
  const typescript = path.replace(/\.([cm]?)js$/, '.$1ts');
  const candidates = [...[...NODE_ENDINGS, ...BUILT_ENDINGS].map((ending) => path + ending), typescript];
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
