import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchApplication } from '../../../../src/hosting/application/fetch/fetch-application.ts';
import { useLightGlobals } from '../../../../src/hosting/application/fetch/light-globals.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';

const Real = globalThis.Request;

interface Case {
  readonly path?: string;
  readonly init?: RequestInit;
  readonly check: (request: Request) => unknown;
}

const post = (body: RequestInit['body'], headers: Record<string, string> = {}): RequestInit => ({ method: 'POST', body: body ?? null, headers });
const own = (headers: Iterable<[string, string]>): [string, string][] => [...headers].filter(([name]) => name.startsWith('x-') || name === 'content-type');

const cases: Record<string, Case> = {
  'method, url': { path: '/a%20b?c=d', check: ({ method, url }) => [method, new URL(url).pathname + new URL(url).search] },
  'what a client never says': {
    check: ({ cache, credentials, destination, integrity, keepalive, mode, redirect, referrer, referrerPolicy }) =>
      [cache, credentials, destination, integrity, keepalive, mode, redirect, referrer, referrerPolicy],
  },
  'duplex': { check: (request) => Reflect.get(request, 'duplex') },
  'headers': { init: { headers: { 'X-A': '1', 'x-b': '2' } }, check: ({ headers }) => [headers.get('x-a'), headers.get('none'), headers.has('X-B'), own(headers)] },
  'headers can be changed, and a copy has them': {
    init: { headers: { 'X-A': '1' } },
    check: (request) => {
      request.headers.set('x-a', '2');
      request.headers.append('x-b', '3');
      return [own(request.headers), own(request.clone().headers), own(new Request(request).headers)];
    },
  },
  'headers changed after a copy': {
    init: { headers: { 'X-A': '1' } },
    check: (request) => {
      const before = request.clone();
      request.headers.set('x-a', '2');
      return [own(before.headers), own(request.clone().headers)];
    },
  },
  'headers are one object': { check: (request) => [request.headers === request.headers, request.headers instanceof Headers, own(new Headers(request.headers))] },
  'no body with GET': { check: async (request) => [request.body, request.bodyUsed, await request.text(), request.bodyUsed, await request.text()] },
  'no body with GET, as bytes': { check: async (request) => (await request.arrayBuffer()).byteLength },
  'no body with GET, as JSON': { check: (request) => request.json() },
  'text': { init: post('grüße'), check: async (request) => [request.bodyUsed, await request.text(), request.bodyUsed] },
  'text with a byte order mark': { init: post('\ufeffa'), check: (request) => request.text() },
  'text that is no UTF-8': { init: post(Buffer.from([0x61, 0xff, 0x62])), check: (request) => request.text() },
  'empty text': { init: post(''), check: (request) => request.text() },
  'JSON': { init: post('{"a":[1]}'), check: (request) => request.json() },
  'JSON with a byte order mark': { init: post('\ufeff{}'), check: (request) => request.json() },
  'no JSON': { init: post('{'), check: (request) => request.json() },
  'arrayBuffer': { init: post('abc'), check: async (request) => [...new Uint8Array(await request.arrayBuffer())] },
  'arrayBuffer is one, and of its size': { init: post('abc'), check: async (request) => [String(await request.clone().arrayBuffer()), (await request.arrayBuffer()).byteLength] },
  'blob': { init: post('abc', { 'content-type': 'text/x' }), check: async (request) => { const blob = await request.blob(); return [blob.type, blob.size, await blob.text()]; } },
  'formData, url-encoded': { init: post(new URLSearchParams({ a: 'b c' })), check: async (request) => [...(await request.formData())] },
  'formData, multipart': {
    init: post('--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', { 'content-type': 'multipart/form-data; boundary=x' }),
    check: async (request) => [...(await request.formData())],
  },
  'body as a stream': {
    init: post('streamed'),
    check: async (request) => {
      let text = '';
      for await (const chunk of request.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
      return [text, request.bodyUsed, request.body === request.body];
    },
  },
  'body taken, text wanted': { init: post('x'), check: async (request) => { request.body?.getReader(); return request.text(); } },
  'text twice': { init: post('x'), check: async (request) => { await request.text(); return request.text(); } },
  'text, then JSON': { init: post('1'), check: async (request) => { await request.text(); return request.json(); } },
  'JSON, then arrayBuffer': { init: post('1'), check: async (request) => { await request.json(); return request.arrayBuffer(); } },
  'arrayBuffer, then blob': { init: post('1'), check: async (request) => { await request.arrayBuffer(); return request.blob(); } },
  'text, then clone': { init: post('1'), check: async (request) => { await request.text(); return request.clone(); } },
  'text, then body': { init: post('1'), check: async (request) => { await request.text(); return [request.bodyUsed, request.body === null]; } },
  'text of two at once': { init: post('1'), check: (request) => Promise.allSettled([request.text(), request.text()]).then((all) => all.map(({ status }) => status)) },
  'clone': { init: post('x'), check: async (request) => { const other = request.clone(); return [await request.text(), await other.text(), other.method]; } },
  'new Request of it': { init: post('x'), check: async (request) => { const other = new Request(request); return [await other.text(), request.bodyUsed, other.method]; } },
  'new Request of it with another method': { init: post('x'), check: async (request) => { const other = new Request(request, { method: 'PUT' }); return [await other.text(), other.method]; } },
  'new Request of a used one': { init: post('x'), check: async (request) => { await request.text(); return new Request(request); } },
  'new Request with it as init': { init: { method: 'DELETE', headers: { 'x-a': '1' } }, check: (request) => { const other = new Request('http://localhost/other', request); return [other.method, own(other.headers)]; } },
  'instanceof': { check: (request) => [request instanceof Request, request instanceof Real, new Real('http://x') instanceof Request, ({}) instanceof Request] },
  'a class of the app': { check: () => { class Mine extends Request {} return [new Mine('http://x') instanceof Mine, new Request('http://x') instanceof Mine]; } },
  'its tag': { check: (request) => [String(request), Request.name] },
  'inspection': { check: (request) => inspect(request).includes(`method: 'GET'`) },
  'what cannot be set': { check: (request) => { (request as { method: string }).method = 'PUT'; } },
  'the signal': { check: ({ signal }) => [signal instanceof AbortSignal, signal.aborted] },
};

async function outcome(check: Case['check'], request: Request): Promise<unknown> {
  try {
    return await check(request);
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
}

async function compare({ path = '/', init = {}, check }: Case): Promise<void> {
  onTestFinished(useLightGlobals());
  let seen: unknown;
  const app = {
    fetch: async (request: Request) => {
      seen = await outcome(check, request);
      return new Response('seen');
    },
  };
  const url = await startServer(new KestrelServer(serverOptions()), fetchApplication(app));
  expect(await (await fetch(url + path, init)).text()).toBe('seen');
  expect(seen).toEqual(await outcome(check, new Real(url + path, init)));
}

describe('a light request is like a real one', () => {
  test.each(Object.entries(cases))('%s', (_name, one) => compare(one));

  // Newer Nodes keep what is in a Request where no other class can show it.
  const showsItself = Object.getOwnPropertySymbols(new Real('http://localhost')).length > 0;
  test.skipIf(!showsItself)('also to Node’s own class, kept from before the app was served', () =>
    compare({ init: post('x'), check: async (request) => new Real(request).text() }));
});

test('fetch takes a light request', async () => {
  onTestFinished(useLightGlobals());
  const back = await startServer(new KestrelServer(serverOptions()), fetchApplication({ fetch: async (request) => new Response(`${request.method} ${await request.text()}`) }));
  const front = await startServer(new KestrelServer(serverOptions()), fetchApplication({ fetch: (request) => fetch(new Request(back, request)) }));
  const direct = await startServer(new KestrelServer(serverOptions()), fetchApplication({ fetch: (request) => fetch(back, request) }));
  expect(await (await fetch(front, { method: 'PUT', body: 'x' })).text()).toBe('PUT x');
  expect(await (await fetch(direct, { method: 'DELETE' })).text()).toBe('DELETE ');
});

test('the globals are Node’s own again when the last app has stopped', () => {
  const before = [globalThis.Request, globalThis.Response, globalThis.fetch];
  const restore = [useLightGlobals(), useLightGlobals()];
  expect(globalThis.Response).not.toBe(before[1]);
  restore[0]?.();
  restore[0]?.();
  expect(globalThis.Response).not.toBe(before[1]);
  restore[1]?.();
  expect([globalThis.Request, globalThis.Response, globalThis.fetch]).toEqual(before);
});
