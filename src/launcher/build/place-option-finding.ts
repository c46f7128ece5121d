import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { TsconfigChain } from './tsconfig-chain.ts';

/**
 * A finding about a compiler option belongs where the project wrote the option, not into `configFile`, with which the check
 * was made to run. All other findings stay as they are.
 */
export function placeOptionFinding(finding: Diagnostic, configFile: string, tsconfig: TsconfigChain | undefined): Diagnostic {
  if (finding.file !== configFile || !tsconfig) return finding;
  const { line: _line, column: _column, ...unplaced } = finding;
  const option = /^Option '(\w+)/.exec(finding.text)?.[1] ?? '';
  const place = tsconfig.files.map((file) => findOption(file, option)).find((found) => found !== undefined);
  return { ...unplaced, ...(place ?? { file: tsconfig.file }) };
}

function findOption(file: string, option: string): { file: string; line: number; column: number } | undefined {
  const before = new RegExp(`^[^]*?(?="${option}"\\s*:)`).exec(read(file))?.[0].split('\n');
  return before && { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
