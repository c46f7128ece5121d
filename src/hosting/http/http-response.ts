import type { Writable } from 'node:stream';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { HttpResponseTrailersFeature } from './body-features.ts';
import { DONE } from './done.ts';
import type { FeatureCollection } from './feature-collection.ts';
import type { WritableHeaders } from './headers.ts';
import { requiredFeature } from './required-feature.ts';
import { HttpResponseBodyFeature, HttpResponseFeature, type ResponseCallback } from './response-features.ts';

/** The response as an app writes it (ASP.NET Core `HttpResponse`). The server ends it when the app is done. */
export class HttpResponse {
  readonly #features: FeatureCollection;

  constructor(features: FeatureCollection) {
    this.#features = features;
  }

  get #feature(): HttpResponseFeature {
    return requiredFeature(this.#features, HttpResponseFeature);
  }

  get #body(): HttpResponseBodyFeature {
    return requiredFeature(this.#features, HttpResponseBodyFeature);
  }

  /** 200 unless set. Setting it after the response has started throws `headersSent`; so do headers and onStarting. */
  get statusCode(): number {
    return this.#feature.statusCode;
  }

  set statusCode(statusCode: number) {
    this.#feature.statusCode = statusCode;
  }

  /** Empty unless set: the usual one of the status code. HTTP/2 has none. Throws `headersSent` after the response has started. */
  get reasonPhrase(): string {
    return this.#feature.reasonPhrase;
  }

  set reasonPhrase(reasonPhrase: string) {
    this.#feature.reasonPhrase = reasonPhrase;
  }

  get headers(): WritableHeaders {
    return this.#feature.headers;
  }

  /** Fields that are sent after the body, where protocol and framing allow it. Throws `noTrailers` on a server without them. */
  get trailers(): WritableHeaders {
    const feature = this.#features.get(HttpResponseTrailersFeature);
    if (!feature) throw mewsError('noTrailers', { of: 'response' });
    return feature.trailers;
  }

  get hasStarted(): boolean {
    return this.#feature.hasStarted;
  }

  /** The body as a Node stream. */
  get body(): Writable {
    return this.#body.stream;
  }

  /** The body as a web stream. */
  get bodyWriter(): WritableStream<Uint8Array> {
    return this.#body.writer;
  }

  /** Resolves when there is room for more. */
  write(chunk: string | Uint8Array): Promise<void> {
    return this.#body.write(chunk);
  }

  /** Sends `text` as the whole body. The content type is `text/plain; charset=utf-8` unless one is set or given. */
  text(text: string, contentType?: string): Promise<void> {
    return this.#send(text, contentType, 'text/plain; charset=utf-8');
  }

  /** Sends `value` as JSON, as the whole body. */
  json(value: unknown): Promise<void> {
    return this.#send(JSON.stringify(value) ?? 'null', undefined, 'application/json; charset=utf-8');
  }

  /** Answers 302, or with `permanent` 301. */
  redirect(location: string, permanent = false): void {
    this.statusCode = permanent ? 301 : 302;
    this.headers.set('Location', location);
  }

  /** Runs just before the headers go out, last registered first. */
  onStarting(callback: ResponseCallback): void {
    this.#feature.onStarting(callback);
  }

  /** Runs after the end of the response, last registered first. */
  onCompleted(callback: ResponseCallback): void {
    this.#feature.onCompleted(callback);
  }

  /** Ends the response before the app is done. */
  complete(): Promise<void> {
    return this.#body.complete();
  }

  #send(text: string, contentType: string | undefined, otherwise: string): Promise<void> {
    const { headers } = this.#feature;
    if (contentType !== undefined) headers.set('Content-Type', contentType);
    else if (!headers.has('Content-Type')) headers.set('Content-Type', otherwise);
    headers.set('Content-Length', Buffer.byteLength(text));
    return text === '' ? DONE : this.#body.write(text);
  }
}
