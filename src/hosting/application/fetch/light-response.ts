import { inspect } from 'node:util';
import { isFieldValue } from '../../http1/field-syntax.ts';
import { copyHeaders, LightHeaders } from './light-headers.ts';
import { RESPONSE_PARTS, type ResponseParts } from './response-parts.ts';

// Not in light-headers.ts: an app that uses neither class must not load Node's own.
Object.setPrototypeOf(LightHeaders.prototype, Headers.prototype);

/** Node's own class, as it was before an app was served. */
const RealResponse = globalThis.Response;
const NULL_BODY_STATUSES = new Set([101, 204, 205, 304]);
const TEXT = 'text/plain;charset=UTF-8';
const JSON_TYPE = 'application/json';

/**
 * A `Response` (Fetch standard) that is only noted down: a status, headers, and a body of text, bytes or a Blob. The real one is
 * made when something is asked of it that only the real one can do; what cannot be noted down is a real one from the start.
 */
export class LightResponse {
  [RESPONSE_PARTS]: ResponseParts | undefined;
  /** Kept for its headers when the parts have become the real one. */
  #spent: ResponseParts | undefined;
  #real: Response | undefined;
  #realRevision = 0;

  constructor(body: unknown = null, init: ResponseInit = {}) {
    const parts = noteDown(body, init);
    if (parts) this[RESPONSE_PARTS] = parts;
    else this.#real = new RealResponse(body as ConstructorParameters<typeof Response>[0], init);
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    const text = JSON.stringify(data) as string | undefined;
    const parts = text === undefined ? undefined : noteDown(text, init, JSON_TYPE);
    return parts ? lightOf(parts) : RealResponse.json(data as object, init);
  }

  static error(): Response {
    return RealResponse.error();
  }

  static redirect(url: string | URL, status?: number): Response {
    return RealResponse.redirect(url, status as 302);
  }

  /** Real ones and light ones are instances of each other's class; a class of the app's keeps its own rule. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return this === LightResponse ? value instanceof RealResponse : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  get status(): number {
    return this.#parts?.status ?? this.#toReal().status;
  }

  get statusText(): string {
    return this.#parts?.statusText ?? this.#toReal().statusText;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get type(): string {
    return this.#parts ? 'default' : this.#toReal().type;
  }

  get url(): string {
    return this.#parts ? '' : this.#toReal().url;
  }

  get redirected(): boolean {
    return this.#parts ? false : this.#toReal().redirected;
  }

  get headers(): LightHeaders | Headers {
    const parts = this.#parts;
    if (!parts) return this.#toReal().headers;
    parts.headers ??= LightHeaders.of(parts.contentType === undefined ? undefined : { 'content-type': parts.contentType });
    return parts.headers;
  }

  get body(): ReadableStream | null {
    return this[RESPONSE_PARTS]?.body === null ? null : this.#toReal().body;
  }

  get bodyUsed(): boolean {
    return this.#real?.bodyUsed ?? false;
  }

  clone(): Response {
    const parts = this[RESPONSE_PARTS];
    return parts ? lightOf({ ...parts, headers: parts.headers && LightHeaders.of(parts.headers) }) : this.#toReal().clone();
  }

  text(): Promise<string> {
    return this.#toReal().text();
  }

  json(): Promise<unknown> {
    return this.#toReal().json();
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#toReal().arrayBuffer();
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#toReal().arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#toReal().blob();
  }

  formData(): Promise<FormData> {
    return this.#toReal().formData();
  }

  [inspect.custom](_depth: number, options: object): string {
    return inspect(this.#toReal(), options);
  }

  get #parts(): ResponseParts | undefined {
    return this[RESPONSE_PARTS] ?? this.#spent;
  }

  /** The real one has the headers as they are now: the type of its `blob()` depends on them. */
  #toReal(): Response {
    const parts = this[RESPONSE_PARTS];
    if (parts) {
      this[RESPONSE_PARTS] = undefined;
      this.#spent = parts;
      // Unless set to this, the standard's own content type would be added.
      const { headers } = this;
      this.#real = new RealResponse(parts.body, { status: parts.status, statusText: parts.statusText, headers: [...headers] });
      if (!headers.has('content-type')) this.#real.headers.delete('content-type');
      this.#realRevision = LightHeaders.revisionOf(parts.headers ?? new LightHeaders());
    }
    const real = this.#real as Response;
    const headers = this.#spent?.headers;
    if (headers && LightHeaders.revisionOf(headers) !== this.#realRevision) {
      this.#realRevision = LightHeaders.revisionOf(headers);
      copyHeaders(headers, real.headers);
    }
    return real;
  }
}

Object.defineProperty(LightResponse, 'name', { value: 'Response' });
Object.setPrototypeOf(LightResponse, RealResponse);
Object.setPrototypeOf(LightResponse.prototype, RealResponse.prototype);

function lightOf(parts: ResponseParts): Response {
  const response = new LightResponse();
  response[RESPONSE_PARTS] = parts;
  return response as unknown as Response;
}

/** Undefined where the real class must decide: about rarer bodies, and about what it would refuse. */
function noteDown(body: unknown, init: ResponseInit, defaultType?: string): ResponseParts | undefined {
  const own = toOwnBody(body);
  if (own === undefined || typeof init !== 'object' || init === null) return undefined;
  const { status = 200, statusText = '', headers: given } = init;
  const isPlain = Number.isInteger(status) && status >= 200 && status <= 599 && typeof statusText === 'string' && isFieldValue(statusText);
  if (!isPlain || (own !== null && NULL_BODY_STATUSES.has(status))) return undefined;
  const contentType = defaultType ?? contentTypeOf(own);
  if (given === undefined) return { status, statusText, headers: undefined, contentType, body: own };
  const headers = LightHeaders.of(given);
  if (contentType !== undefined && !headers.has('content-type')) headers.append('content-type', contentType);
  return { status, statusText, headers, contentType, body: own };
}

/** The app may change its bytes later, so they are copied. Undefined for what is not noted down. */
function toOwnBody(body: unknown): ResponseParts['body'] | undefined {
  if (typeof body === 'string' || body === null) return body;
  if (body instanceof Uint8Array) return body.buffer instanceof SharedArrayBuffer ? undefined : Uint8Array.prototype.slice.call(body);
  return body instanceof Blob ? body : undefined;
}

function contentTypeOf(body: ResponseParts['body']): string | undefined {
  if (typeof body === 'string') return TEXT;
  return body instanceof Blob && body.type !== '' ? body.type : undefined;
}
