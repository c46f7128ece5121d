import type { Writable } from 'node:stream';
import { DONE } from '../../http/done.ts';
import type { HttpRequestLifetimeFeature } from '../../http/request-features.ts';
import type { HttpResponseBodyFeature } from '../../http/response-features.ts';
import { toNodeWritable, toWebWritable, type StreamedResponse } from '../../http/response-streams.ts';
import { DecodingSink, injectingSink, serverSink, type BodySink } from './body-sinks.ts';
import type { HtmlInjector } from './html-injector.ts';

/** The body of an answer to a document request: goes to the server as it is, or through an injector. */
export class RefreshedBody implements HttpResponseBodyFeature, StreamedResponse {
  readonly #original: HttpResponseBodyFeature;
  readonly #lifetime: Pick<HttpRequestLifetimeFeature, 'requestAborted'>;
  #sink: BodySink;
  /** Resolves when the head has been sent, which may have to wait for callbacks. */
  #started: Promise<void> | undefined;
  /** Set while what is written waits: the last of it. */
  #waiting: Promise<void> | undefined;
  #isPlanned = false;
  #finishing: Promise<void> | undefined;
  #isComplete = false;
  #stream: Writable | undefined;
  #writer: WritableStream<Uint8Array> | undefined;

  constructor(original: HttpResponseBodyFeature, lifetime: Pick<HttpRequestLifetimeFeature, 'requestAborted'>) {
    this.#original = original;
    this.#lifetime = lifetime;
    this.#sink = serverSink(original);
  }

  /** The head is about to be sent, and the body is as it says. With an injector: without `encoding`, which may be empty. */
  plan(injector?: HtmlInjector, encoding = ''): void {
    this.#isPlanned = true;
    if (!injector) return;
    const injecting = injectingSink(injector, this.#sink);
    this.#sink = encoding === '' ? injecting : new DecodingSink(encoding, injecting);
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get isGone(): boolean {
    return this.#lifetime.requestAborted.aborted;
  }

  get stream(): Writable {
    if (this.#stream) return this.#stream;
    const stream = toNodeWritable(this);
    this.#lifetime.requestAborted.addEventListener('abort', () => stream.destroy(), { once: true });
    this.#stream = stream;
    return stream;
  }

  get writer(): WritableStream<Uint8Array> {
    this.#writer ??= toWebWritable(this);
    return this.#writer;
  }

  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  write(chunk: string | Uint8Array): Promise<void> {
    void this.start();
    if (this.#finishing) return this.#original.write(chunk);
    if (!this.#waiting) return handled(this.#sink.write(chunk));
    this.#waiting = handled(this.#waiting.then(() => this.#sink.write(chunk)));
    return this.#waiting;
  }

  /** Sends what is held back: the app is done. */
  finish(): Promise<void> {
    this.#finishing ??= this.#finish();
    return this.#finishing;
  }

  async complete(): Promise<void> {
    await this.finish();
    this.#isComplete = true;
    await this.#original.complete();
  }

  abandon(): void {
    this.#original.stream.destroy();
  }

  /** Where nobody has to be waited for, the plan is there at once, and so is the body's way. */
  #start(): Promise<void> {
    const started = handled(startOf(this.#original));
    if (!this.#isPlanned) this.#waiting = started;
    return started;
  }

  async #finish(): Promise<void> {
    if (!this.#started) return;
    await (this.#waiting ?? DONE);
    await this.#sink.finish();
  }
}

/** What is thrown at once is a rejection, too. */
async function startOf(body: HttpResponseBodyFeature): Promise<void> {
  await body.start();
}

/** An app need not wait for its writes: what fails is known to the server, and must not end the process. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => {});
  return promise;
}
