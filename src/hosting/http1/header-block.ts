const CR = '\r';
const COLON = ':';
const COLON_CODE = 0x3a;
const HTAB = 0x09;
const SP = 0x20;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
/** What a letter's code has in lower case. */
const LOWER = 0x20;
const CR_LF_LENGTH = 2;

/**
 * The fields of a head that was scanned, as they stand in its text. Nothing is cut out of it, and no index of it is made, before somebody asks.
 * Names are matched without regard to case.
 */
export class HeaderBlock implements Iterable<[name: string, value: string]> {
  readonly #text: string;
  readonly #start: number;
  /** Where each line begins, and last where the lines end. */
  #lines: readonly number[] | undefined;

  /** `text` holds field lines from `start` on, each with its CRLF; an empty line ends it, or the end of the text does. */
  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
  }

  /** The value, several fields of the name joined with `, ` (RFC 9110 section 5.3), and `; ` for Cookie; undefined when there is none. */
  get(name: string): string | undefined {
    let joined: string | undefined;
    for (let line = this.#find(name, 0); line >= 0; line = this.#find(name, line + 1)) {
      const value = this.#value(line, name.length);
      joined = joined === undefined ? value : joined + separatorOf(name) + value;
    }
    return joined;
  }

  /** The values of all fields of the name, in order. */
  getAll(name: string): readonly string[] {
    const values: string[] = [];
    for (let line = this.#find(name, 0); line >= 0; line = this.#find(name, line + 1)) values.push(this.#value(line, name.length));
    return values;
  }

  has(name: string): boolean {
    return this.#find(name, 0) >= 0;
  }

  /** Names and values as received, in order. */
  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const lines = this.#index();
    for (let line = 0; line < lines.length - 1; line++) {
      const start = lines[line] as number;
      const nameLength = this.#text.indexOf(COLON, start) - start;
      yield [this.#text.slice(start, start + nameLength), this.#value(line, nameLength)];
    }
  }

  /** The next line of the name at or behind `from`; -1 when there is none. */
  #find(name: string, from: number): number {
    const lines = this.#index();
    for (let line = from; line < lines.length - 1; line++) {
      const start = lines[line] as number;
      if (this.#text.charCodeAt(start + name.length) === COLON_CODE && isNameAt(this.#text, start, name)) return line;
    }
    return -1;
  }

  #value(line: number, nameLength: number): string {
    const lines = this.#index();
    let start = (lines[line] as number) + nameLength + 1;
    let end = (lines[line + 1] as number) - CR_LF_LENGTH;
    while (start < end && isBlank(this.#text.charCodeAt(start))) start++;
    while (end > start && isBlank(this.#text.charCodeAt(end - 1))) end--;
    return this.#text.slice(start, end);
  }

  #index(): readonly number[] {
    this.#lines ??= linesOf(this.#text, this.#start);
    return this.#lines;
  }
}

function linesOf(text: string, start: number): readonly number[] {
  const lines = [start];
  for (let at = start; at < text.length; ) {
    const lineEnd = text.indexOf(CR, at);
    if (lineEnd === at) break;
    at = lineEnd + CR_LF_LENGTH;
    lines.push(at);
  }
  return lines;
}

/** The line's name ends at its first colon: what has one itself is no name. */
function isNameAt(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const found = text.charCodeAt(start + at);
    if (found === COLON_CODE || (found !== code && toLower(found) !== toLower(code))) return false;
  }
  return true;
}

function toLower(code: number): number {
  return code >= UPPER_A && code <= UPPER_Z ? code | LOWER : code;
}

/** Not `trim`: a value may begin with a blank of another alphabet. */
function isBlank(code: number): boolean {
  return code === SP || code === HTAB;
}

function separatorOf(name: string): string {
  return name.toLowerCase() === 'cookie' ? '; ' : ', ';
}
