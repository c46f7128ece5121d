const CR_LF = '\r\n';
const HTAB = 0x09;
const SP = 0x20;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
/** What a letter's code has in lower case. */
const LOWER = 0x20;
/** Numbers kept of a field: where its name and its value begin and end. */
const WIDTH = 4;

/**
 * The fields of a head that was scanned, as they stand in its text. Nothing is cut out of it, and no index of it is made, before somebody asks.
 * Names are matched without regard to case.
 */
export class HeaderBlock implements Iterable<[name: string, value: string]> {
  readonly #text: string;
  readonly #start: number;
  #index: readonly number[] | undefined;

  /** `text` holds field lines from `start` on, each with its CRLF; an empty line ends it, or the end of the text does. */
  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
  }

  /** The value, several fields of the name joined with `, ` (RFC 9110 section 5.3), and `; ` for Cookie; undefined when there is none. */
  get(name: string): string | undefined {
    const index = this.#fields();
    let joined: string | undefined;
    for (let field = this.#find(name, 0); field >= 0; field = this.#find(name, field + WIDTH)) {
      const value = this.#text.slice(index[field + 2], index[field + 3]);
      joined = joined === undefined ? value : joined + separatorOf(name) + value;
    }
    return joined;
  }

  /** The values of all fields of the name, in order. */
  getAll(name: string): readonly string[] {
    const index = this.#fields();
    const values: string[] = [];
    for (let field = this.#find(name, 0); field >= 0; field = this.#find(name, field + WIDTH)) {
      values.push(this.#text.slice(index[field + 2], index[field + 3]));
    }
    return values;
  }

  has(name: string): boolean {
    return this.#find(name, 0) >= 0;
  }

  /** Names and values as received, in order. */
  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const index = this.#fields();
    for (let field = 0; field < index.length; field += WIDTH) {
      yield [this.#text.slice(index[field], index[field + 1]), this.#text.slice(index[field + 2], index[field + 3])];
    }
  }

  /** The next field of the name at or behind the one at `from`; -1 when there is none. */
  #find(name: string, from: number): number {
    const index = this.#fields();
    for (let field = from; field < index.length; field += WIDTH) {
      const start = index[field] as number;
      if ((index[field + 1] as number) - start === name.length && isNameAt(this.#text, start, name)) return field;
    }
    return -1;
  }

  #fields(): readonly number[] {
    this.#index ??= indexOf(this.#text, this.#start);
    return this.#index;
  }
}

function indexOf(text: string, start: number): readonly number[] {
  const index: number[] = [];
  for (let at = start; at < text.length; ) {
    const lineEnd = text.indexOf(CR_LF, at);
    if (lineEnd === at) break;
    const nameEnd = text.indexOf(':', at);
    let valueStart = nameEnd + 1;
    while (isBlank(text.charCodeAt(valueStart))) valueStart++;
    let valueEnd = lineEnd;
    while (valueEnd > valueStart && isBlank(text.charCodeAt(valueEnd - 1))) valueEnd--;
    index.push(at, nameEnd, valueStart, valueEnd);
    at = lineEnd + CR_LF.length;
  }
  return index;
}

function isNameAt(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    if (toLower(text.charCodeAt(start + at)) !== toLower(name.charCodeAt(at))) return false;
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
