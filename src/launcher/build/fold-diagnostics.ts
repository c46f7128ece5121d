import type { Diagnostic } from '../../foundation/events/diagnostic.ts';

/** Each finding once, by file and position; what has no file comes first. */
export function foldDiagnostics(found: readonly Diagnostic[]): Diagnostic[] {
  const folded = new Map(found.map((diagnostic) => [identity(diagnostic), diagnostic]));
  return [...folded.values()].sort(
    (left, right) =>
      compare(left.file ?? '', right.file ?? '') ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0),
  );
}

export function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function identity({ severity, file, line, column, code, text }: Diagnostic): string {
  return JSON.stringify([severity, file, line, column, code, text]);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
