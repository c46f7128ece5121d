import type { ReadableHeaders, WritableHeaders } from './headers.ts';

/** Header fields of a request with some of them changed: the rest is read where it was. */
export class ChangedHeaders implements WritableHeaders {
  readonly #received: ReadableHeaders;
  /** By lower-case name; no values: the field was taken away. */
  readonly #changes = new Map<string, { readonly name: string; readonly values: readonly string[] }>();

  constructor(received: ReadableHeaders) {
    this.#received = received;
  }

  get(name: string): string | undefined {
    const change = this.#changes.get(name.toLowerCase());
    if (!change) return this.#received.get(name);
    return change.values.length === 0 ? undefined : change.values.join(', ');
  }

  getAll(name: string): readonly string[] {
    return this.#changes.get(name.toLowerCase())?.values ?? this.#received.getAll(name);
  }

  has(name: string): boolean {
    const change = this.#changes.get(name.toLowerCase());
    return change ? change.values.length > 0 : this.#received.has(name);
  }

  set(name: string, value: string | number | readonly string[]): void {
    const values = typeof value === 'object' ? value.map(String) : [String(value)];
    this.#changes.set(name.toLowerCase(), { name, values });
  }

  append(name: string, value: string): void {
    this.set(name, [...this.getAll(name), value]);
  }

  delete(name: string): void {
    this.set(name, []);
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const field of this.#received) if (!this.#changes.has(field[0].toLowerCase())) yield field;
    for (const { name, values } of this.#changes.values()) for (const value of values) yield [name, value];
  }
}
