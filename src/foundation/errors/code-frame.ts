import type { SourceLocation } from './mews-error.ts';

const CONTEXT = 2;
const LONGEST_LINE = 160;

/**
 * The lines around a position as people read them: two above and below, the line marked with `>`, the column with `^`.
 * Plain text; `line` and `column` count from 1. A position beyond the text gives the nearest line there is.
 */
export function codeFrame(text: string, position: { readonly line: number; readonly column: number }): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const at = Math.min(Math.max(position.line, 1), lines.length);
  const first = Math.max(1, at - CONTEXT);
  const last = Math.min(lines.length, at + CONTEXT);
  const width = String(last).length;
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = (lines[number - 1] ?? '').slice(0, LONGEST_LINE);
    rows.push(`${number === at ? '>' : ' '} ${String(number).padStart(width)} | ${line}`.trimEnd());
    if (number === at) rows.push(`  ${' '.repeat(width)} | ${caretIndent(line, position.column)}^`);
  }
  return rows.join('\n');
}

/** Tabs stay tabs, so that the caret stands under its column whatever the tab width is. */
function caretIndent(line: string, column: number): string {
  return line.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, ' ');
}

/** The place of character `offset` in `text`, with its code frame. */
export function locateOffset(file: string, text: string, offset: number): SourceLocation {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const line = before.length;
  const column = (before.at(-1)?.replace(/^\uFEFF/, '') ?? '').length + 1;
  return { file, line, column, frame: codeFrame(text, { line, column }) };
}
