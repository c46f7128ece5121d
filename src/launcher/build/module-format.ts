import { extname } from 'node:path';
import type { NearestPackage } from './nearest-package.ts';

export type ModuleFormat = 'esm' | 'cjs';

export interface FormatDecision {
  readonly format: ModuleFormat;
  readonly reason: string;
  /** False when CommonJS is only the default: sources that need ES modules (top-level await, `mews`) get them. */
  readonly fixed: boolean;
}

interface FormatFacts {
  readonly entry: string;
  readonly entryText: string;
  readonly package: NearestPackage | undefined;
  readonly mewsInstalled: boolean;
  /** The format of the last build, when it was of this entry. */
  readonly remembered: ModuleFormat | undefined;
}

/** The module system of a bundle: what Node would decide for its entry, and ES modules where only they can work. */
export function decideFormat(facts: FormatFacts): FormatDecision {
  const extension = extname(facts.entry);
  if (/^\.m[jt]s$/.test(extension)) return { format: 'esm', reason: `${extension} is an ES module`, fixed: true };
  if (/^\.c[jt]s$/.test(extension)) return { format: 'cjs', reason: `${extension} is CommonJS`, fixed: true };
  if (facts.package?.type === 'module') return { format: 'esm', reason: '"type": "module" in package.json', fixed: true };
  if (!facts.package) {
    return isPlainlyCommonJs(facts.entryText)
      ? { format: 'cjs', reason: 'no package.json, and the source is CommonJS', fixed: false }
      : { format: 'esm', reason: 'no package.json', fixed: true };
  }
  if (facts.remembered === 'esm' || needsEsm(facts)) return { format: 'esm', reason: 'the sources need ES modules', fixed: false };
  return { format: 'cjs', reason: 'no "type": "module" in package.json', fixed: false };
}

/** Cheap and certain signs in the entry's text; what it misses, the build finds out and remembers. */
function needsEsm({ entryText, mewsInstalled }: FormatFacts): boolean {
  const awaitsOutsideFunctions = /^(?:export default |(?:export )?(?:const|let|var) [^=\n]*= )?await /m.test(entryText);
  const importsOurMews = !mewsInstalled && /\bfrom\s*(['"])mews(?:\/[^'"]*)?\1/.test(entryText);
  return hasEsmSyntax(entryText) && (awaitsOutsideFunctions || importsOurMews);
}

/** True for text with an import or export statement at the start of a line. */
export function hasEsmSyntax(text: string): boolean {
  return /^\s*(?:import\s*[\w*{'"]|export\s*[\w*{])/m.test(text);
}

function isPlainlyCommonJs(text: string): boolean {
  return !hasEsmSyntax(text) && /\brequire\s*\(|\bmodule\.exports\b|^\s*exports\./m.test(text);
}

/** The extension with which Node takes a file of this format for what it is, in a folder ruled by that package.json. */
export function outputExtension(format: ModuleFormat, rulingPackage: NearestPackage | undefined): '.js' | '.mjs' | '.cjs' {
  const plain = rulingPackage?.type === 'module' ? 'esm' : 'cjs';
  if (rulingPackage && plain === format) return '.js';
  return format === 'esm' ? '.mjs' : '.cjs';
}
