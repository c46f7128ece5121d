import type { IncomingMessage, ServerResponse } from 'node:http';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { ReadableHeaders, WritableHeaders } from '../../http/headers.ts';

/** The headers of Node's request; Node builds its index of them when first asked. */
export class NodeRequestHeaders implements ReadableHeaders {
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  get(name: string): string | undefined {
    return this.#request.headersDistinct[name.toLowerCase()]?.join(', ');
  }

  getAll(name: string): readonly string[] {
    return this.#request.headersDistinct[name.toLowerCase()] ?? [];
  }

  has(name: string): boolean {
    return name.toLowerCase() in this.#request.headersDistinct;
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    const raw = this.#request.rawHeaders;
    for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? '', raw[at + 1] ?? ''];
  }
}

/** The headers of Node's response. */
export class NodeResponseHeaders implements WritableHeaders {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get(name: string): string | undefined {
    return this.has(name) ? this.getAll(name).join(', ') : undefined;
  }

  getAll(name: string): readonly string[] {
    const value = this.#response.getHeader(name);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [String(value)];
  }

  has(name: string): boolean {
    return this.#response.hasHeader(name);
  }

  set(name: string, value: string | number | readonly string[]): void {
    this.#mustNotHaveStarted(name);
    this.#response.setHeader(name, value);
  }

  append(name: string, value: string): void {
    this.#mustNotHaveStarted(name);
    this.#response.appendHeader(name, value);
  }

  delete(name: string): void {
    this.#mustNotHaveStarted(name);
    this.#response.removeHeader(name);
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const name of this.#response.getHeaderNames()) {
      for (const value of this.getAll(name)) yield [name, value];
    }
  }

  #mustNotHaveStarted(name: string): void {
    if (this.#response.headersSent) throw mewsError('headersSent', { what: `The header ${name}` });
  }
}
