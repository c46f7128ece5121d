import { HeaderBlock } from '../http1/header-block.ts';
import { HttpRequestBodyDetectionFeature, HttpRequestTrailersFeature, HttpResponseTrailersFeature } from '../http/body-features.ts';
import { HttpConnectionFeature } from '../http/connection-features.ts';
import { DONE } from '../http/done.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import type { HttpOctetsFeature, OctetReceiver, OctetResponseHead, OctetsWatcher } from '../http/octets-feature.ts';
import { HttpRequestFeature, HttpRequestLifetimeFeature } from '../http/request-features.ts';
import { requiredFeature } from '../http/required-feature.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../http/response-features.ts';
import { toFieldLines } from './passed-lines.ts';

const LAST_HTTP2_STATUS = 599;
const DIGITS = /^\d{1,15}$/;

/** Any exchange (of HTTP/2, of another server, one that middleware has changed) as octets, over the features that every server has. */
export class FeatureClient implements HttpOctetsFeature {
  readonly head: string;
  readonly fieldsStart = 0;
  readonly remoteIpAddress: string;
  readonly remotePort: number;
  readonly bodyLength: number;
  readonly isHeldBack: boolean;
  watcher: OctetsWatcher | undefined = undefined;
  connectionMemo: unknown = undefined;
  readonly #features: FeatureCollection;
  readonly #body: HttpResponseBodyFeature;
  readonly #isHttp2: boolean;
  #hasBegun = false;
  /** Undefined: there is room. */
  #room: Promise<void> | undefined;

  /** Undefined when the request has fields that cannot be passed on. */
  static of(features: FeatureCollection): FeatureClient | undefined {
    const { headers, protocol } = requiredFeature(features, HttpRequestFeature);
    const lines = toFieldLines(headers, isHttp2(protocol));
    const length = headers.get('content-length');
    return lines === undefined || (length !== undefined && !DIGITS.test(length)) ? undefined : new FeatureClient(features, `${lines}\r\n`);
  }

  private constructor(features: FeatureCollection, head: string) {
    const { headers, protocol } = requiredFeature(features, HttpRequestFeature);
    const length = headers.get('content-length');
    const hasBody = features.get(HttpRequestBodyDetectionFeature)?.canHaveBody ?? (length !== undefined || headers.has('transfer-encoding'));
    this.#features = features;
    this.#body = requiredFeature(features, HttpResponseBodyFeature);
    this.#isHttp2 = isHttp2(protocol);
    this.head = head;
    this.remoteIpAddress = features.get(HttpConnectionFeature)?.remoteIpAddress ?? '';
    this.remotePort = features.get(HttpConnectionFeature)?.remotePort ?? 0;
    this.bodyLength = hasBody ? Number(length ?? -1) : 0;
    this.isHeldBack = hasBody && headers.get('expect')?.toLowerCase() === '100-continue';
    const { requestAborted } = requiredFeature(features, HttpRequestLifetimeFeature);
    requestAborted.addEventListener('abort', () => this.watcher?.clientGone(), { once: true });
  }

  readBody(receiver: OctetReceiver): void {
    const { body } = requiredFeature(this.#features, HttpRequestFeature);
    body.on('data', (chunk: Buffer) => {
      receiver.data(chunk, 0, chunk.length);
      receiver.caughtUp();
    });
    body.once('end', () => receiver.ended(this.#trailers));
    body.once('error', (error) => receiver.failed(error));
    body.once('close', () => {
      if (!body.readableEnded) receiver.failed(new Error('The client has closed the connection.'));
    });
  }

  pauseBody(): void {
    requiredFeature(this.#features, HttpRequestFeature).body.pause();
  }

  resumeBody(): void {
    requiredFeature(this.#features, HttpRequestFeature).body.resume();
  }

  /** Servers tell the client to go on when somebody reads. */
  sendContinue(): void {}

  begin({ status, statusLine, fields, length }: OctetResponseHead): void {
    if (this.#isHttp2 && status > LAST_HTTP2_STATUS) throw new RangeError(`HTTP/2 has no status ${status}`);
    const response = requiredFeature(this.#features, HttpResponseFeature);
    response.statusCode = status;
    response.reasonPhrase = statusLine.slice('HTTP/1.1 200 '.length, -2);
    for (const [name, value] of new HeaderBlock(fields, 0)) response.headers.append(name, value);
    if (length !== undefined) response.headers.set('Content-Length', length);
    this.#hasBegun = true;
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    const written = this.#body.write(Buffer.from(bytes.subarray(start, end)));
    if (written === DONE) return this.#room === undefined;
    // A client that has gone is told of by the lifetime feature.
    const room = written.catch(() => {});
    this.#room = room;
    void room.then(() => {
      if (this.#room === room) this.#room = undefined;
    });
    return false;
  }

  flush(): void {
    if (this.#hasBegun) this.#body.start().catch(() => {});
  }

  whenRoom(callback: () => void): void {
    void (this.#room ?? DONE).then(callback);
  }

  end(trailers: string): void {
    const feature = trailers === '' ? undefined : this.#features.get(HttpResponseTrailersFeature);
    if (feature) for (const [name, value] of new HeaderBlock(trailers, 0)) feature.trailers.append(name, value);
  }

  abandon(): void {
    requiredFeature(this.#features, HttpRequestLifetimeFeature).abort();
  }

  get #trailers(): Iterable<readonly [string, string]> | undefined {
    const feature = this.#features.get(HttpRequestTrailersFeature);
    return feature?.available ? feature.trailers : undefined;
  }
}

function isHttp2(protocol: string): boolean {
  return protocol.startsWith('HTTP/2');
}
