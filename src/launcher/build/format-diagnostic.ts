import { relative } from 'node:path';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';

/** `file(line,col): error CODE: text` (the form that MSBuild, tsc and editors share), then the code frame. Files are shown relative to `cwd`. */
export function formatDiagnostic(diagnostic: Diagnostic, cwd: string): string {
  const { severity, code, text, frame } = diagnostic;
  const what = `${severity}${code ? ` ${code}` : ''}: ${text}`;
  return `${place(diagnostic, cwd)}${what}${frame ? `\n\n${frame}\n` : ''}`;
}

function place({ file, line, column }: Diagnostic, cwd: string): string {
  if (!file) return '';
  const near = relative(cwd, file) || file;
  return line === undefined ? `${near}: ` : `${near}(${line},${column ?? 1}): `;
}
