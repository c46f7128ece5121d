import { buffer as readToEnd } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import { HeaderBlock } from '../../../http1/header-block.ts';
import { HTTP10, NON_ASCII, type HeadScan } from '../../../http1/head-scan.ts';
import { headText, methodOf, targetOf } from '../../../http1/request-head.ts';
import type {
  HttpMaxRequestBodySizeFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  RequestBodyPipeFeature,
} from '../../../http/body-features.ts';
import type { ReadableHeaders } from '../../../http/headers.ts';
import type { HttpRequestFeature } from '../../../http/request-features.ts';
import type { Http1RequestBody } from './http1-request-body.ts';
import { toNodeStream, toWebStream } from '../request-streams.ts';

type Features = HttpRequestFeature &
  RequestBodyPipeFeature &
  HttpRequestBodyDetectionFeature &
  HttpRequestTrailersFeature &
  HttpMaxRequestBodySizeFeature;

const NO_TRAILERS = new HeaderBlock('', 0);

/** A request as its head was read; one object is all its features. What costs is made when it is asked for. */
export class Http1Request implements Features {
  readonly method: string;
  readonly rawTarget: string;
  readonly isHttp10: boolean;
  /** Undefined when the framing says that there is none. */
  readonly content: Http1RequestBody | undefined;
  isUpgraded = false;
  scheme = 'http';
  pathBase = '';
  /** What `maxRequestBodySize` shows when there is no body. */
  defaultMaxSize: number | null = null;
  path: string;
  queryString: string;
  /** The whole head. */
  readonly text: string;
  /** Where its field lines begin. */
  readonly headersStart: number;
  /** The head is ASCII alone: text and octets are the same. */
  readonly isAscii: boolean;
  #isChanged = false;
  #headers: ReadableHeaders | undefined;
  #stream: Readable | undefined;
  #reader: ReadableStream<Uint8Array> | undefined;
  #replacement: Readable | undefined;

  constructor(bytes: Buffer, scan: HeadScan, content: Http1RequestBody | undefined) {
    this.text = headText(bytes, scan);
    this.headersStart = scan.headersStart - scan.start;
    this.isAscii = (scan.flags & NON_ASCII) === 0;
    this.method = methodOf(bytes, scan);
    this.rawTarget = targetOf(this.text, scan);
    this.isHttp10 = (scan.flags & HTTP10) !== 0;
    this.content = content;
    if (scan.target) {
      this.path = scan.target.path;
      this.queryString = scan.target.queryString;
    } else if (scan.queryStart < 0) {
      this.path = this.rawTarget;
      this.queryString = '';
    } else {
      const query = scan.queryStart - scan.targetStart;
      this.path = this.rawTarget.slice(0, query);
      this.queryString = this.rawTarget.slice(query);
    }
  }

  get protocol(): string {
    return this.isHttp10 ? 'HTTP/1.0' : 'HTTP/1.1';
  }

  get headers(): ReadableHeaders {
    this.#headers ??= new HeaderBlock(this.text, this.headersStart);
    return this.#headers;
  }

  set headers(headers: ReadableHeaders) {
    this.#headers = headers;
    this.#isChanged = true;
  }

  /** Its headers and body are those that were received. */
  get isAsReceived(): boolean {
    return !this.#isChanged && this.#replacement === undefined && this.content?.isReading !== true;
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

  takeText(): string | undefined {
    return this.#replacement ? undefined : this.content?.takeText();
  }

  get available(): boolean {
    return this.content?.hasAllTrailers ?? true;
  }

  get trailers(): ReadableHeaders {
    if (!this.available) throw mewsError('trailersNotAvailable', {});
    return this.content?.trailers ?? NO_TRAILERS;
  }

  get isReadOnly(): boolean {
    return this.isUpgraded || this.content?.isReading === true;
  }

  get maxRequestBodySize(): number | null {
    return this.content ? this.content.maxSize : this.defaultMaxSize;
  }

  set maxRequestBodySize(size: number | null) {
    if (this.isUpgraded) throw mewsError('bodySizeUpgraded', {});
    if (this.isReadOnly) throw mewsError('bodySizeReadOnly', {});
    if (size !== null && !(size >= 0)) throw new RangeError(`Value must be null or a non-negative number, not ${size}.`);
    if (this.content) this.content.maxSize = size;
    else this.defaultMaxSize = size;
  }
}
