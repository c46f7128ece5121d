import type { ReadableHeaders } from '../../../http/headers.ts';

const COLON = 0x3a;

/**
 * Header fields, or trailers, as Node gives them: names and values in turn, names in lower case, pseudo-headers first.
 * `:authority` is read as the Host field (RFC 9113 section 8.3.1), and the parts that clients split a Cookie field into as
 * one (section 8.2.3).
 */
export class Http2Headers implements ReadableHeaders {
  readonly #raw: readonly string[];
  readonly #host: string | undefined;

  constructor(raw: readonly string[], host?: string) {
    this.#raw = raw;
    this.#host = host;
  }

  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    if (wanted === 'host' && this.#host !== undefined) return this.#host;
    if (wanted.charCodeAt(0) === COLON) return undefined;
    const raw = this.#raw;
    let joined: string | undefined;
    for (let at = 0; at < raw.length; at += 2) {
      if (raw[at] !== wanted) continue;
      joined = joined === undefined ? raw[at + 1] : `${joined}${wanted === 'cookie' ? ';' : ','} ${raw[at + 1]}`;
    }
    return joined;
  }

  getAll(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    const values: string[] = [];
    for (const [name, value] of this) if (name === wanted) values.push(value);
    return values;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    if (this.#host !== undefined) yield ['host', this.#host];
    let hadCookie = false;
    for (let at = 0; at < this.#raw.length; at += 2) {
      const name = this.#raw[at] ?? '';
      if (name.charCodeAt(0) === COLON || (name === 'host' && this.#host !== undefined)) continue;
      if (name !== 'cookie') yield [name, this.#raw[at + 1] ?? ''];
      else if (!hadCookie) {
        hadCookie = true;
        yield [name, this.get(name) ?? ''];
      }
    }
  }
}
