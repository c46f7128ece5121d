import { fieldKey } from '../../http/field-key.ts';
import type { ReadableHeaders } from '../../http/headers.ts';

/** What no header value may hold, as the Fetch standard has it. */
const NOT_A_VALUE = /[\0\r\n\u0100-\uffff]/;
const OUTER_WHITESPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;

type Field = [name: string, value: string];

/**
 * A `Headers` (Fetch standard, guard "none") that costs nothing until somebody asks: those of a request stay in the server's own
 * form until they are changed or gone through.
 */
export class LightHeaders implements Iterable<Field> {
  #source: ReadableHeaders | undefined;
  /** Lower-case names with their values, in the order they were added; empty while `#source` has them. */
  readonly #fields: Field[] = [];
  #sorted: readonly Field[] | undefined;
  #revision = 0;

  constructor(source?: ReadableHeaders) {
    this.#source = source;
  }

  /** A copy of what a `HeadersInit` says. Errors: TypeError, as of `new Headers()`. */
  static of(init: unknown): LightHeaders {
    const headers = new LightHeaders();
    if (init === undefined) return headers;
    if (typeof init !== 'object' || init === null) throw new TypeError(`Headers cannot be made of ${String(init)}.`);
    if (Symbol.iterator in init) headers.#appendAll(init as Iterable<unknown>);
    else for (const name of Reflect.ownKeys(init)) headers.#appendOwn(init, name);
    return headers;
  }

  /** Grows with every change. */
  static revisionOf(headers: LightHeaders): number {
    return headers.#revision;
  }

  /** The fields as they will be sent, in the order they were added. */
  static fieldsOf(headers: LightHeaders): readonly Field[] {
    return headers.#own();
  }

  get(name: string): string | null {
    const key = fieldKey(name);
    if (this.#source) return key === 'cookie' ? joinCookies(this.#source) : (this.#source.get(key) ?? null);
    let joined: string | null = null;
    for (const [other, value] of this.#fields) {
      if (other === key) joined = joined === null ? value : joined + (key === 'cookie' ? '; ' : ', ') + value;
    }
    return joined;
  }

  has(name: string): boolean {
    const key = fieldKey(name);
    return this.#source ? this.#source.has(key) : this.#fields.some(([other]) => other === key);
  }

  getSetCookie(): string[] {
    if (this.#source) return [...this.#source.getAll('set-cookie')];
    return this.#fields.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
  }

  append(name: string, value: string): void {
    const field: Field = [fieldKey(name), normalize(name, value)];
    this.#own().push(field);
    this.#changed();
  }

  set(name: string, value: string): void {
    const field: Field = [fieldKey(name), normalize(name, value)];
    const fields = this.#own();
    const at = fields.findIndex(([other]) => other === field[0]);
    if (at < 0) fields.push(field);
    else {
      this.#removeFrom(at + 1, field[0]);
      fields[at] = field;
    }
    this.#changed();
  }

  delete(name: string): void {
    const key = fieldKey(name);
    this.#own();
    this.#removeFrom(0, key);
    this.#changed();
  }

  forEach(callback: (value: string, name: string, headers: LightHeaders) => void, thisArg?: unknown): void {
    if (typeof callback !== 'function') throw new TypeError(`Headers.forEach needs a function, not ${String(callback)}.`);
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value;
  }

  entries(): IterableIterator<Field> {
    return this[Symbol.iterator]();
  }

  /** Sorted by name, several fields of one name joined but for Set-Cookie; sees what is changed meanwhile. */
  *[Symbol.iterator](): IterableIterator<Field> {
    for (let at = 0; at < this.#sortAndCombine().length; at++) {
      const [name, value] = this.#sortAndCombine()[at] ?? ['', ''];
      yield [name, value];
    }
  }

  #own(): Field[] {
    if (this.#source) {
      for (const [name, value] of this.#source) this.#fields.push([fieldKey(name), value]);
      this.#source = undefined;
    }
    return this.#fields;
  }

  #appendAll(init: Iterable<unknown>): void {
    for (const entry of init) {
      const pair = typeof entry === 'object' && entry !== null && Symbol.iterator in entry ? [...(entry as Iterable<string>)] : [];
      if (pair.length !== 2) throw new TypeError('Headers: a header is a pair of a name and a value.');
      this.append(String(pair[0]), pair[1] as string);
    }
  }

  #appendOwn(init: object, name: string | symbol): void {
    if (typeof name === 'symbol') throw new TypeError('Headers: a symbol is not a header name.');
    if (Object.getOwnPropertyDescriptor(init, name)?.enumerable) this.append(name, (init as Record<string, string>)[name] as string);
  }

  #removeFrom(start: number, key: string): void {
    for (let at = this.#fields.length - 1; at >= start; at--) if (this.#fields[at]?.[0] === key) this.#fields.splice(at, 1);
  }

  #changed(): void {
    this.#sorted = undefined;
    this.#revision++;
  }

  #sortAndCombine(): readonly Field[] {
    if (this.#sorted) return this.#sorted;
    const names = [...new Set(this.#own().map(([name]) => name))].sort();
    this.#sorted = names.flatMap((name): Field[] =>
      name === 'set-cookie' ? this.getSetCookie().map((value): Field => [name, value]) : [[name, this.get(name) ?? '']],
    );
    return this.#sorted;
  }
}

/** Makes `target` say what `source` says. */
export function copyHeaders(source: LightHeaders, target: Headers): void {
  const names = [...target.keys()];
  for (const name of names) target.delete(name);
  for (const [name, value] of source) target.append(name, value);
}

function joinCookies(source: ReadableHeaders): string | null {
  const cookies = source.getAll('cookie');
  return cookies.length === 0 ? null : cookies.join('; ');
}

function normalize(name: string, given: unknown): string {
  const value = String(given).replaceAll(OUTER_WHITESPACE, '');
  if (NOT_A_VALUE.test(value)) throw new TypeError(`'${value}' is an invalid value for the header ${name}.`);
  return value;
}
