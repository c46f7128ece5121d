import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { ReadableHeaders } from '../../http/headers.ts';
import type { HttpRequestFeature } from '../../http/request-features.ts';
import { NodeRequestHeaders } from './node-headers.ts';

/** The request feature over Node's IncomingMessage. */
export class NodeRequest implements HttpRequestFeature {
  scheme = 'http';
  pathBase = '';
  path: string;
  queryString: string;
  readonly rawTarget: string;
  readonly #message: IncomingMessage;
  #headers: ReadableHeaders | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
    this.rawTarget = message.url ?? '/';
    const target = withoutOrigin(this.rawTarget);
    const query = target.indexOf('?');
    this.path = query < 0 ? target : target.slice(0, query);
    this.queryString = query < 0 ? '' : target.slice(query);
  }

  get protocol(): string {
    return `HTTP/${this.#message.httpVersion}`;
  }

  get method(): string {
    return this.#message.method ?? 'GET';
  }

  get headers(): ReadableHeaders {
    this.#headers ??= new NodeRequestHeaders(this.#message);
    return this.#headers;
  }

  get body(): Readable {
    return this.#message;
  }
}

/** RFC 9112 section 3.2.2: a request to a proxy names the whole URL, and a server must understand that too. */
function withoutOrigin(target: string): string {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(target);
  if (!absolute) return target;
  const rest = absolute[1] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}
