import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { WritableHeaders } from '../../http/headers.ts';
import type { HttpResponseBodyFeature, HttpResponseFeature, ResponseCallback } from '../../http/response-features.ts';
import { NodeResponseHeaders } from './node-headers.ts';

/** The response features over Node's ServerResponse. */
export class NodeResponse implements HttpResponseFeature, HttpResponseBodyFeature {
  readonly #response: ServerResponse;
  readonly #starting: ResponseCallback[] = [];
  readonly #completed: ResponseCallback[] = [];
  #headers: WritableHeaders | undefined;
  #stream: Writable | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get statusCode(): number {
    return this.#response.statusCode;
  }

  set statusCode(statusCode: number) {
    this.#mustNotHaveStarted('StatusCode');
    this.#response.statusCode = statusCode;
  }

  get reasonPhrase(): string {
    return this.#response.statusMessage ?? '';
  }

  set reasonPhrase(reasonPhrase: string) {
    this.#mustNotHaveStarted('ReasonPhrase');
    this.#response.statusMessage = reasonPhrase;
  }

  get headers(): WritableHeaders {
    this.#headers ??= new NodeResponseHeaders(this.#response);
    return this.#headers;
  }

  get hasStarted(): boolean {
    return this.#response.headersSent;
  }

  get stream(): Writable {
    this.#stream ??= new Writable({
      write: (chunk: Uint8Array, _encoding, done) => void this.write(chunk).then(() => done(), done),
      final: (done) => void this.complete().then(() => done(), done),
    });
    return this.#stream;
  }

  onStarting(callback: ResponseCallback): void {
    this.#mustNotHaveStarted('OnStarting');
    this.#starting.push(callback);
  }

  onCompleted(callback: ResponseCallback): void {
    this.#completed.push(callback);
  }

  async start(): Promise<void> {
    await this.#runStarting();
    if (!this.#response.headersSent) this.#response.flushHeaders();
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    await this.#runStarting();
    const hasRoom = this.#response.write(chunk);
    if (!hasRoom && !this.#response.destroyed) await drained(this.#response);
    if (this.#response.destroyed) throw new Error('The client has closed the connection.');
  }

  async complete(): Promise<void> {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    await this.#runStarting();
    this.#response.end();
  }

  /** Forgets what the app has prepared: the answer of an app that failed before it had said anything. */
  async fail(): Promise<void> {
    this.#starting.length = 0;
    for (const name of this.#response.getHeaderNames()) this.#response.removeHeader(name);
    this.#response.statusMessage = '';
    this.#response.statusCode = 500;
    await this.complete();
  }

  async runCompleted(logError: (error: unknown) => void): Promise<void> {
    for (let callback = this.#completed.pop(); callback; callback = this.#completed.pop()) {
      try {
        await callback();
      } catch (error) {
        logError(error);
      }
    }
  }

  async #runStarting(): Promise<void> {
    if (this.#response.headersSent) return;
    for (let callback = this.#starting.pop(); callback; callback = this.#starting.pop()) await callback();
  }

  #mustNotHaveStarted(what: string): void {
    if (this.#response.headersSent) throw mewsError('headersSent', { what });
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
