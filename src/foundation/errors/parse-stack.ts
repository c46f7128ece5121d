/** One line of a stack. A call in a file of the project itself is its own; what libraries and Node call is not. */
export interface StackLine {
  /** The line up to the place, without indentation: `at main (`. The whole line where it has no place. */
  readonly before: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
  readonly after: string;
  readonly isOwn: boolean;
}

const CALL = /^\s*at /;
const PLACED = /^\s*(at (?:async )?(?:.*\()?)((?:file:\/\/)?(?:\/|[a-z]:[\\/]).*):(\d+):(\d+)(\)?)$/i;

/** The lines of a stack as V8 writes it. The line that repeats `message` is left out: whoever shows a stack has shown it. */
export function parseStack(stack: string, message: string): StackLine[] {
  const lines = stack.split('\n');
  const firstCall = lines.findIndex((line) => CALL.test(line));
  const head = lines.slice(0, Math.max(firstCall, 0)).join('\n');
  const isRepeated = message !== '' && head.endsWith(message) && !/\s/.test(head.slice(0, -message.length).trim());
  return (isRepeated ? lines.slice(firstCall) : lines).filter((line) => line.trim() !== '').map(toLine);
}

function toLine(text: string): StackLine {
  const [, before, file, line, column, after] = PLACED.exec(text) ?? [];
  if (before === undefined || file === undefined || after === undefined) return { before: CALL.test(text) ? text.trim() : text, after: '', isOwn: false };
  const path = toPath(file);
  return { before, place: { file: path, line: Number(line), column: Number(column) }, after, isOwn: !/[\\/]node_modules[\\/]/.test(path) };
}

function toPath(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = file.slice('file://'.length).replace(/^\/(?=[a-z]:)/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
