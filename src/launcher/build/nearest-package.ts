import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the package.json that rules a folder says about module types. */
export interface NearestPackage {
  readonly type: 'module' | 'commonjs' | undefined;
}

/** The package scope of `folder` (Node.js, "Determining module system"); nothing when no package.json lies above it. */
export function nearestPackage(folder: string): NearestPackage | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const text = readText(join(at, 'package.json'));
    if (text !== undefined) return { type: moduleType(text) };
    if (dirname(at) === at) return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A package.json that cannot be read counts as one without "type": whoever loads the project reports it. */
function moduleType(text: string): NearestPackage['type'] {
  try {
    const { type } = JSON.parse(text) as { type?: unknown };
    return type === 'module' || type === 'commonjs' ? type : undefined;
  } catch {
    return undefined;
  }
}
