import { Readable } from 'node:stream';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { HttpRequestTrailersFeature, RequestBodyPipeFeature } from './body-features.ts';
import type { FeatureCollection } from './feature-collection.ts';
import type { ReadableHeaders } from './headers.ts';
import { HttpRequestFeature, RouteValuesFeature } from './request-features.ts';
import { requiredFeature } from './required-feature.ts';

/** The request as an app sees it (ASP.NET Core `HttpRequest`). Everything that costs is made when it is asked for. */
export class HttpRequest {
  readonly #features: FeatureCollection;
  #query: { readonly of: string; readonly parsed: URLSearchParams } | undefined;
  #bytes: Promise<Buffer> | undefined;
  #text: string | undefined;

  constructor(features: FeatureCollection) {
    this.#features = features;
  }

  get #feature(): HttpRequestFeature {
    return requiredFeature(this.#features, HttpRequestFeature);
  }

  get method(): string {
    return this.#feature.method;
  }

  get protocol(): string {
    return this.#feature.protocol;
  }

  get scheme(): string {
    return this.#feature.scheme;
  }

  /** The Host header, with its port; empty when there is none. */
  get host(): string {
    return this.headers.get('host') ?? '';
  }

  /** Percent-decoded, all but `%2F`. Middleware may set it: what comes after sees the new one. */
  get path(): string {
    return this.#feature.path;
  }

  set path(path: string) {
    this.#feature.path = path;
  }

  get pathBase(): string {
    return this.#feature.pathBase;
  }

  set pathBase(pathBase: string) {
    this.#feature.pathBase = pathBase;
  }

  /** With its `?`, or empty. */
  get queryString(): string {
    return this.#feature.queryString;
  }

  get query(): URLSearchParams {
    const of = this.queryString;
    if (this.#query?.of !== of) this.#query = { of, parsed: new URLSearchParams(of) };
    return this.#query.parsed;
  }

  get headers(): ReadableHeaders {
    return this.#feature.headers;
  }

  /**
   * Fields that came after the body, never merged into the headers. Throws `trailersNotAvailable` before the body was read to its
   * end, `noTrailers` on a server without them.
   */
  get trailers(): ReadableHeaders {
    const feature = this.#features.get(HttpRequestTrailersFeature);
    if (!feature) throw mewsError('noTrailers', { of: 'request' });
    return feature.trailers;
  }

  /** What the route took from the path: `/users/:id` gives `id`. Empty outside a route. */
  get params(): Readonly<Record<string, string>> {
    return this.#features.get(RouteValuesFeature)?.routeValues ?? {};
  }

  get contentType(): string | undefined {
    return this.headers.get('content-type');
  }

  /** The body, unread, as a Node stream. `bytes`, `text` and `json` read it to its end, once. */
  get body(): Readable {
    return this.#feature.body;
  }

  /** What middleware puts here (a decompressed body) is what the app reads. */
  set body(body: Readable) {
    this.#feature.body = body;
  }

  /** The body, unread, as a web stream. */
  get bodyReader(): ReadableStream<Uint8Array> {
    return this.#features.get(RequestBodyPipeFeature)?.reader ?? (Readable.toWeb(this.body) as ReadableStream<Uint8Array>);
  }

  bytes(): Promise<Buffer> {
    this.#bytes ??= this.#readAll();
    return this.#bytes;
  }

  text(): Promise<string> {
    const text = this.#textAtHand();
    return text === undefined ? this.bytes().then(decode) : Promise.resolve(text);
  }

  /** Rejects with a SyntaxError when the body is not JSON. */
  json(): Promise<unknown> {
    const text = this.#textAtHand();
    return text === undefined ? this.bytes().then(parse) : parsed(text);
  }

  /** Most bodies have arrived whole when the app asks: then there is nothing to wait for and nothing to copy. */
  #textAtHand(): string | undefined {
    if (this.#bytes === undefined) this.#text ??= this.#features.get(RequestBodyPipeFeature)?.takeText();
    return this.#text;
  }

  #readAll(): Promise<Buffer> {
    if (this.#text !== undefined) return Promise.resolve(Buffer.from(this.#text));
    return this.#features.get(RequestBodyPipeFeature)?.readAll() ?? readAll(this.body);
  }
}

function decode(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

async function parsed(text: string): Promise<unknown> {
  return JSON.parse(text);
}

async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
