import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { HttpRequestBodyDetectionFeature, RequestBodyPipeFeature } from '../../http/body-features.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import { copyHeaders, LightHeaders } from './light-headers.ts';
import { urlOf } from './request-url.ts';

// Not in light-headers.ts: an app that uses neither class must not load Node's own.
Object.setPrototypeOf(LightHeaders.prototype, Headers.prototype);

/** Node's own class, as it was before an app was served. */
const RealRequest = globalThis.Request;
/** Methods that the Fetch standard writes in upper case however they were sent. */
const NORMALIZED_METHOD = /^(?:delete|get|head|options|post|put)$/i;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The `Request` (Fetch standard) of a context: URL, headers and body come from the server as they are asked for. The real one is
 * made when something is asked that only the real one can tell; from then on the body is its own.
 */
export class LightRequest {
  readonly #context: HttpContext;
  readonly #feature: HttpRequestFeature;
  readonly #origin: string;
  #url: string | undefined;
  #headers: LightHeaders | undefined;
  #isUsed = false;
  #real: Request | undefined;
  #realRevision = 0;

  /** `origin`: scheme and authority, of which a URL can be made. */
  constructor(context: HttpContext, feature: HttpRequestFeature, origin: string) {
    this.#context = context;
    this.#feature = feature;
    this.#origin = origin;
  }

  /** The real one of a light request; anything else as it is. */
  static unwrap(value: unknown): unknown {
    return typeof value === 'object' && value !== null && #real in value ? (value as LightRequest).#toReal() : value;
  }

  get method(): string {
    const { method } = this.#feature;
    return method === 'GET' || method === 'POST' || !NORMALIZED_METHOD.test(method) ? method : method.toUpperCase();
  }

  get url(): string {
    this.#url ??= urlOf(this.#feature, this.#origin);
    return this.#url;
  }

  get headers(): LightHeaders {
    this.#headers ??= new LightHeaders(this.#feature.headers);
    return this.#headers;
  }

  /** Fires when the client goes away before the response was sent whole. */
  get signal(): AbortSignal {
    return this.#context.requestAborted;
  }

  get body(): ReadableStream | null {
    return this.#hasBody ? this.#toReal().body : null;
  }

  get bodyUsed(): boolean {
    return this.#isUsed || (this.#real?.bodyUsed ?? false);
  }

  text(): Promise<string> {
    if (this.#real || !this.#hasBody) return this.#toReal().text();
    if (this.#isUsed) return rejectUsed();
    this.#isUsed = true;
    const text = this.#takeText();
    return text === undefined ? this.#context.request.bytes().then(decode) : Promise.resolve(withoutMark(text));
  }

  json(): Promise<unknown> {
    if (this.#real || !this.#hasBody) return this.#toReal().json();
    if (this.#isUsed) return rejectUsed();
    this.#isUsed = true;
    const text = this.#takeText();
    return text === undefined ? this.#context.request.bytes().then((bytes) => JSON.parse(decode(bytes)) as unknown) : parse(text);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    if (this.#real || !this.#hasBody) return this.#toReal().arrayBuffer();
    if (this.#isUsed) return rejectUsed();
    this.#isUsed = true;
    return this.#context.request.bytes().then(toArrayBuffer);
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#toReal().blob();
  }

  formData(): Promise<FormData> {
    return this.#toReal().formData();
  }

  clone(): Request {
    return this.#toReal().clone();
  }

  [inspect.custom](_depth: number, options: object): string {
    return inspect(this.#toReal(), options);
  }

  /** GET and HEAD have none, whatever was sent: the Fetch standard does not allow it. */
  get #hasBody(): boolean {
    const { method } = this.#feature;
    if (method === 'GET' || method === 'HEAD') return false;
    return this.#context.features.get(HttpRequestBodyDetectionFeature)?.canHaveBody ?? true;
  }

  #takeText(): string | undefined {
    return this.#context.features.get(RequestBodyPipeFeature)?.takeText();
  }

  #toReal(): Request {
    const { headers } = this;
    if (!this.#real) {
      this.#realRevision = LightHeaders.revisionOf(headers);
      const init = { method: this.method, headers: [...headers], signal: this.signal };
      this.#real = this.#hasBody ? this.#withBody(init) : new RealRequest(this.url, init);
    } else if (LightHeaders.revisionOf(headers) !== this.#realRevision) {
      this.#realRevision = LightHeaders.revisionOf(headers);
      copyHeaders(headers, this.#real.headers);
    }
    return this.#real;
  }

  #withBody(init: RequestInit): Request {
    if (!this.#isUsed) return new RealRequest(this.url, { ...init, body: this.#stream(), duplex: 'half' });
    const used = new RealRequest(this.url, { ...init, body: 'used', duplex: 'half' });
    void used.text();
    return used;
  }

  #stream(): ReadableStream {
    return this.#context.features.get(RequestBodyPipeFeature)?.reader ?? (Readable.toWeb(this.#feature.body) as ReadableStream);
  }

  static {
    // What is asked seldom is the real one's to tell; so is what Node's own functions look for in a Request by symbols.
    const asked = ['cache', 'credentials', 'destination', 'duplex', 'integrity', 'isHistoryNavigation', 'isReloadNavigation', 'keepalive'];
    asked.push('mode', 'redirect', 'referrer', 'referrerPolicy');
    for (const name of [...asked, ...Object.getOwnPropertySymbols(new RealRequest('http://localhost'))]) {
      Object.defineProperty(LightRequest.prototype, name, {
        configurable: true,
        get(this: LightRequest) {
          return Reflect.get(this.#toReal(), name);
        },
      });
    }
    Object.defineProperty(LightRequest, 'name', { value: 'Request' });
    Object.setPrototypeOf(LightRequest.prototype, RealRequest.prototype);
  }
}

/** The web request of a context, as a type that all know. */
export function lightRequest(context: HttpContext, origin: string): Request {
  return new LightRequest(context, requiredFeature(context.features, HttpRequestFeature), origin) as unknown as Request;
}

function rejectUsed(): Promise<never> {
  return Promise.reject(new TypeError('Body is unusable: Body has already been read'));
}

function decode(bytes: Buffer): string {
  return withoutMark(bytes.toString('utf8'));
}

async function parse(text: string): Promise<unknown> {
  return JSON.parse(withoutMark(text));
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** An ArrayBuffer of these bytes alone: a Buffer is often a part of a larger one. */
function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
