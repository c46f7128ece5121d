import { resolve } from 'node:path';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';

export interface TscFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** The files that were looked at (`--listFiles`). */
  readonly files: readonly string[];
  /** Lines that are neither. */
  readonly rest: readonly string[];
}

const FINDING = /^(?:(.+)\((\d+),(\d+)\): )?(error|warning) (TS\d+): (.*)$/;
const FILE = /^(?:\/|[A-Za-z]:[\\/]).*\.(?:[cm]?[jt]sx?|json)$/;

/** Reads what `tsc --pretty false --listFiles`, run in `cwd`, printed; an indented line goes on with the finding above it. */
export function parseTscOutput(output: string, cwd: string): TscFindings {
  const diagnostics: Diagnostic[] = [];
  const files: string[] = [];
  const rest: string[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match = FINDING.exec(line);
    const last = diagnostics.at(-1);
    if (match) diagnostics.push(toDiagnostic(match, cwd));
    else if (/^\s+\S/.test(line) && last) diagnostics[diagnostics.length - 1] = { ...last, text: `${last.text}\n${line}` };
    else if (FILE.test(line)) files.push(resolve(line));
    else if (line.trim()) rest.push(line);
  }
  return { diagnostics, files, rest };
}

function toDiagnostic([, file, line, column, severity, code, text]: RegExpExecArray, cwd: string): Diagnostic {
  return {
    severity: severity === 'warning' ? 'warning' : 'error',
    code: code ?? '',
    text: text ?? '',
    ...(file ? { file: resolve(cwd, file), line: Number(line), column: Number(column) } : {}),
  };
}
