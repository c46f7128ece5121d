import { DROP, type FieldKind, type FieldKinds } from './field-kinds.ts';

const HTAB = 0x09;
const CR = 0x0d;
const SP = 0x20;

/** Told of each field that is of a kind other than to be dropped, with its value. */
export type TakeField = (kind: FieldKind, value: string) => void;

/**
 * The lines of a head, from `start` to the empty line, without those that do not go on as they are; before them, what stands from `from` to `start`. The
 * lines must be well-formed: `name:`, a value, CRLF. What is kept comes out as it stood, in as few pieces as can be.
 */
// oxlint-disable-next-line max-params -- twice for every exchange: no options object
export function keptLines(text: string, from: number, start: number, kinds: FieldKinds, take: TakeField): string {
  let kept = '';
  /** Where the text begins that is kept and not copied yet. */
  let run = from;
  let at = start;
  while (text.charCodeAt(at) !== CR) {
    const named = kinds.at(text, at);
    const lineEnd = text.indexOf('\r', at);
    if (named !== undefined) {
      const { kind } = named;
      if (kind !== DROP) take(kind, trimmed(text, at + named.name.length + 1, lineEnd));
      if (kind >= DROP) {
        if (at > run) kept += text.slice(run, at);
        run = lineEnd + 2;
      }
    }
    at = lineEnd + 2;
  }
  return at > run ? kept + text.slice(run, at) : kept;
}

function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === SP || code === HTAB;
}

/** The lines without the fields that a Connection field names, in lower case. */
export function withoutNamed(lines: string, names: readonly string[]): string {
  const isKept = (line: string): boolean => !names.includes(line.slice(0, line.indexOf(':')).toLowerCase());
  return lines.split(/(?<=\r\n)/).filter(isKept).join('');
}
