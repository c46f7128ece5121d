import type { ReadableHeaders } from '../../http/headers.ts';
import { isModuleHeader } from './module-headers.ts';

/** The headers of a request as the app's code may see them: without those of the module. */
export class VisibleHeaders implements ReadableHeaders {
  readonly #received: ReadableHeaders;

  constructor(received: ReadableHeaders) {
    this.#received = received;
  }

  get(name: string): string | undefined {
    return isModuleHeader(name) ? undefined : this.#received.get(name);
  }

  getAll(name: string): readonly string[] {
    return isModuleHeader(name) ? [] : this.#received.getAll(name);
  }

  has(name: string): boolean {
    return !isModuleHeader(name) && this.#received.has(name);
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const field of this.#received) if (!isModuleHeader(field[0])) yield field;
  }
}
