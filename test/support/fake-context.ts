import { PassThrough, Readable, type Writable } from 'node:stream';
import { ChangedHeaders } from '../../src/hosting/http/changed-headers.ts';
import { HttpConnectionFeature } from '../../src/hosting/http/connection-features.ts';
import { FeatureCollection } from '../../src/hosting/http/feature-collection.ts';
import { HeaderCollection } from '../../src/hosting/http/header-collection.ts';
import type { ReadableHeaders } from '../../src/hosting/http/headers.ts';
import { HttpContext } from '../../src/hosting/http/http-context.ts';
import { HttpRequestFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from '../../src/hosting/http/request-features.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../../src/hosting/http/response-features.ts';

export interface FakeRequest {
  readonly method?: string;
  readonly path?: string;
  readonly queryString?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Empty, the default: unknown. */
  readonly remoteIp?: string;
  readonly remotePort?: number;
  readonly host?: string;
}

export interface FakeContext extends HttpContext {
  /** What the app has written. */
  readonly sent: string[];
}

const NONE: ReadableHeaders = { get: () => undefined, getAll: () => [], has: () => false, [Symbol.iterator]: () => [].values() };

/** A request without a server; its Host is `localhost`, its scheme `http`. */
export function fakeContext({ method = 'GET', path = '/', queryString = '', headers = {}, ...from }: FakeRequest = {}): FakeContext {
  const features = new FeatureCollection();
  const received = new ChangedHeaders(NONE);
  for (const [name, value] of Object.entries({ Host: from.host ?? 'localhost', ...headers })) received.set(name, value);
  const rawTarget = path + queryString;
  features.set(HttpRequestFeature, { method, path, queryString, rawTarget, protocol: 'HTTP/1.1', scheme: 'http', pathBase: '', headers: received, body: Readable.from([]) });
  features.set(HttpConnectionFeature, { connectionId: '0', remoteIpAddress: from.remoteIp ?? '', remotePort: from.remotePort ?? 0, localIpAddress: '', localPort: 0 });
  features.set(HttpRequestIdentifierFeature, { traceIdentifier: '0:00000001' });
  features.set(HttpRequestLifetimeFeature, { requestAborted: new AbortController().signal, abort: () => {} });
  const sent: string[] = [];
  const response = { statusCode: 200, reasonPhrase: '', headers: new HeaderCollection(), hasStarted: false, onStarting: () => {}, onCompleted: () => {} };
  features.set(HttpResponseFeature, response);
  features.set(HttpResponseBodyFeature, {
    stream: new PassThrough() as Writable,
    writer: new WritableStream<Uint8Array>(),
    start: async () => {},
    complete: async () => {},
    write: async (chunk) => {
      response.hasStarted = true;
      sent.push(Buffer.from(chunk as string).toString());
    },
  });
  return Object.assign(new HttpContext(features), { sent });
}
