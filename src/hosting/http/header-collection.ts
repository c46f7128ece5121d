import { mewsError } from '../../foundation/errors/mews-error.ts';
import { isFieldValue } from '../http1/field-syntax.ts';
import { fieldKey, searchKey } from './field-key.ts';
import type { WritableHeaders } from './headers.ts';

/** Places of one field in `HeaderCollection.fields`: its name as set, its name in lower case, its value. */
export const FIELD_SIZE = 3;
const KEY = 1;
const VALUE = 2;

/** Header fields of a response, or its trailers, in the order they were set; refuses what would break the framing. */
export class HeaderCollection implements WritableHeaders {
  /** Name, lower-case name and value of the first field, then of the second …: one array, for who sends them. */
  readonly fields: string[] = [];
  #isReadOnly = false;

  get size(): number {
    return this.fields.length / FIELD_SIZE;
  }

  get(name: string): string | undefined {
    const { fields } = this;
    const key = searchKey(name);
    let joined: string | undefined;
    for (let at = 0; at < fields.length; at += FIELD_SIZE) {
      if (fields[at + KEY] !== key) continue;
      joined = joined === undefined ? fields[at + VALUE] : `${joined}, ${fields[at + VALUE] ?? ''}`;
    }
    return joined;
  }

  getAll(name: string): readonly string[] {
    const key = searchKey(name);
    return this.fields.filter((_, at) => at % FIELD_SIZE === VALUE && this.fields[at - 1] === key);
  }

  has(name: string): boolean {
    return this.fields.length > 0 && this.#find(searchKey(name)) >= 0;
  }

  /** Errors: headersSent; TypeError for a name that is no token and for a value with control characters. */
  set(name: string, value: string | number | readonly string[]): void {
    const key = this.#keyFor(name);
    if (typeof value === 'object') {
      this.#remove(key);
      for (const one of value) this.fields.push(name, key, checkValue(name, one));
      return;
    }
    const checked = typeof value === 'number' ? String(value) : checkValue(name, value);
    const at = this.#find(key);
    if (at < 0) {
      this.fields.push(name, key, checked);
      return;
    }
    this.fields[at] = name;
    this.fields[at + VALUE] = checked;
    this.#remove(key, at + FIELD_SIZE);
  }

  append(name: string, value: string): void {
    this.fields.push(name, this.#keyFor(name), checkValue(name, String(value)));
  }

  delete(name: string): void {
    this.#remove(this.#keyFor(name));
  }

  clear(): void {
    this.fields.length = 0;
  }

  /** From now on every change throws `headersSent`. */
  freeze(): void {
    this.#isReadOnly = true;
  }

  /** As field lines, each with its CRLF. */
  toLines(): string {
    let lines = '';
    for (const [name, value] of this) lines += `${name}: ${value}\r\n`;
    return lines;
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    const { fields } = this;
    for (let at = 0; at < fields.length; at += FIELD_SIZE) yield [fields[at] ?? '', fields[at + VALUE] ?? ''];
  }

  #find(key: string): number {
    const { fields } = this;
    for (let at = 0; at < fields.length; at += FIELD_SIZE) {
      if (fields[at + KEY] === key) return at;
    }
    return -1;
  }

  #keyFor(name: string): string {
    if (this.#isReadOnly) throw mewsError('headersSent', { what: `The header ${name}` });
    return fieldKey(name);
  }

  #remove(key: string, from = 0): void {
    for (let at = this.fields.length - FIELD_SIZE; at >= from; at -= FIELD_SIZE) {
      if (this.fields[at + KEY] === key) this.fields.splice(at, FIELD_SIZE);
    }
  }
}

function checkValue(name: string, value: string): string {
  if (!isFieldValue(value)) throw new TypeError(`The value of the header ${name} has a character that must not be sent: ${JSON.stringify(value)}`);
  return value;
}
