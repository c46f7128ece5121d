import { nearPath } from '../errors/near-path.ts';
import { parseStack } from '../errors/parse-stack.ts';
import type { Diagnostic } from './event.ts';
import type { StatusReport } from './status-report.ts';

const WIDTH = 80;

/**
 * A report as plain text, for a terminal or `curl`: what happened, what to do next, then places and stack. Prose is wrapped at
 * 80 columns; code and stacks stay as they are. Files in `root` are shown relative to it. Ends with a newline.
 */
export function formatStatusReport(report: StatusReport, root = ''): string {
  const { title, code, message, hint, diagnostics, stack, location } = report;
  const parts = [code === '' ? title : `${title} (${code})`, wrap(message), wrap(hint)];
  if (location && diagnostics.length === 0) parts.push(withFrame(placeOf(location, root), location.frame));
  for (const diagnostic of diagnostics) parts.push(formatFinding(diagnostic, root));
  parts.push(formatStack(stack, message, root));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function formatFinding(diagnostic: Diagnostic, root: string): string {
  const { severity, code, text, file, line, column, frame } = diagnostic;
  const place = file === undefined ? '' : `${placeOf({ file, line, column }, root)}: `;
  return withFrame(`${place}${severity}${code === '' ? '' : ` ${code}`}: ${text}`, frame);
}

/** `src/main.ts:3:5`: what terminals and editors make a link of. */
function placeOf({ file, line, column }: { file: string; line?: number | undefined; column?: number | undefined }, root: string): string {
  return line === undefined ? nearPath(file, root) : `${nearPath(file, root)}:${line}:${column ?? 1}`;
}

function withFrame(text: string, frame: string | undefined): string {
  return frame === undefined || frame === '' ? text : `${text}\n\n${frame}`;
}

function formatStack(stack: string, message: string, root: string): string {
  const lines = parseStack(stack, message).map(({ before, place, after }) => `${before}${place ? placeOf(place, root) : ''}${after}`);
  return lines.map((line) => (line.startsWith('at ') ? `    ${line}` : line)).join('\n');
}

/** Lines that are too long, at spaces; a word that is longer than a line stays whole, and so does what is indented. */
function wrap(text: string): string {
  return text.trim().split('\n').map((line) => (line.length <= WIDTH || line.startsWith(' ') ? line : wrapLine(line))).join('\n');
}

function wrapLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join('\n');
}
