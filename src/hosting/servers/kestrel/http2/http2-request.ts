import { Readable } from 'node:stream';
import { buffer as readToEnd } from 'node:stream/consumers';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type {
  HttpMaxRequestBodySizeFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  RequestBodyPipeFeature,
} from '../../../http/body-features.ts';
import type { ReadableHeaders } from '../../../http/headers.ts';
import type { HttpRequestFeature } from '../../../http/request-features.ts';
import { toNodeStream, toWebStream } from '../request-streams.ts';
import { Http2Headers } from './http2-headers.ts';
import type { Http2RequestBody } from './http2-request-body.ts';
import type { Http2RequestHead } from './request-head.ts';

type Features = HttpRequestFeature &
  RequestBodyPipeFeature &
  HttpRequestBodyDetectionFeature &
  HttpRequestTrailersFeature &
  HttpMaxRequestBodySizeFeature;

const NO_TRAILERS = new Http2Headers([]);

export interface Http2RequestOptions {
  readonly head: Http2RequestHead;
  /** Names and values in turn, as Node gives them. */
  readonly raw: readonly string[];
  readonly scheme: string;
  /** Undefined when the stream has ended with its headers. */
  readonly content: Http2RequestBody | undefined;
  /** The limit that a request without a body shows. */
  readonly maxSize: number | null;
}

/** A request on a stream; one object is all its features. What costs is made when it is asked for. */
export class Http2Request implements Features {
  readonly protocol = 'HTTP/2';
  readonly content: Http2RequestBody | undefined;
  scheme: string;
  pathBase = '';
  readonly #head: Http2RequestHead;
  readonly #raw: readonly string[];
  readonly #maxSizeWithoutBody: number | null;
  #headers: ReadableHeaders | undefined;
  #stream: Readable | undefined;
  #reader: ReadableStream<Uint8Array> | undefined;
  #replacement: Readable | undefined;

  constructor({ head, raw, scheme, content, maxSize }: Http2RequestOptions) {
    this.scheme = scheme;
    this.content = content;
    this.#head = head;
    this.#raw = raw;
    this.#maxSizeWithoutBody = maxSize;
  }

  get method(): string {
    return this.#head.method;
  }

  get rawTarget(): string {
    return this.#head.rawTarget;
  }

  get path(): string {
    return this.#head.path;
  }

  set path(path: string) {
    this.#head.path = path;
  }

  get queryString(): string {
    return this.#head.queryString;
  }

  set queryString(queryString: string) {
    this.#head.queryString = queryString;
  }

  get headers(): ReadableHeaders {
    this.#headers ??= new Http2Headers(this.#raw, this.#head.host);
    return this.#headers;
  }

  set headers(headers: ReadableHeaders) {
    this.#headers = headers;
  }

  get body(): Readable {
    if (this.#replacement) return this.#replacement;
    this.#stream ??= toNodeStream(this.content);
    return this.#stream;
  }

  set body(body: Readable) {
    this.#replacement = body;
    this.#reader = undefined;
  }

  get reader(): ReadableStream<Uint8Array> {
    this.#reader ??= this.#replacement ? (Readable.toWeb(this.#replacement) as ReadableStream<Uint8Array>) : toWebStream(this.content);
    return this.#reader;
  }

  get canHaveBody(): boolean {
    return this.content !== undefined;
  }

  readAll(): Promise<Buffer> {
    if (this.#replacement) return readToEnd(this.#replacement);
    return this.content?.readAll() ?? Promise.resolve(Buffer.alloc(0));
  }

  /** A body comes in frames of its own, after the headers: it is never at hand. */
  takeText(): string | undefined {
    return this.#replacement || this.content ? undefined : '';
  }

  get available(): boolean {
    return this.content?.isComplete ?? true;
  }

  get trailers(): ReadableHeaders {
    if (!this.available) throw mewsError('trailersNotAvailable', {});
    return this.content?.trailers ?? NO_TRAILERS;
  }

  get isReadOnly(): boolean {
    return this.content?.isReading ?? false;
  }

  get maxRequestBodySize(): number | null {
    return this.content ? this.content.maxSize : this.#maxSizeWithoutBody;
  }

  set maxRequestBodySize(size: number | null) {
    if (this.isReadOnly) throw mewsError('bodySizeReadOnly', {});
    if (size !== null && !(size >= 0)) throw new RangeError(`Value must be null or a non-negative number, not ${size}.`);
    if (this.content) this.content.maxSize = size;
  }
}
