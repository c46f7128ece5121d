import { getConnInfo } from '@hono/node-server/conninfo';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useLightGlobals } from '../../../../src/hosting/application/fetch/light-globals.ts';
import { fetchApplication, type FetchApp } from '../../../../src/hosting/application/fetch/fetch-application.ts';
import { NodeHttpFeature } from '../../../../src/hosting/http/node-http-feature.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { fakeContext } from '../../../support/fake-context.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';

const serve = (handle: FetchApp['fetch'], options = serverOptions()): Promise<string> =>
  startServer(new KestrelServer(options), fetchApplication({ fetch: handle }));

async function raw(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(request);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('a fetch app', () => {
  test('gets a real Request, and its real Response is sent', async () => {
    const url = await serve(async (request) => {
      const headers = new Headers([['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']]);
      return Response.json({ url: request.url, method: request.method, x: request.headers.get('x'), body: await request.text() }, { status: 203, headers });
    });
    const answer = await fetch(`${url}/p?q=1`, { method: 'PUT', body: 'data', headers: { x: 'y' } });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([203, ['a=1', 'b=2']]);
    expect(await answer.json()).toEqual({ url: `${url}/p?q=1`, method: 'PUT', x: 'y', body: 'data' });
  });

  test('streams both ways at once', async () => {
    const url = await serve((request) => new Response(request.body));
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const answering = fetch(url, { method: 'POST', body: readable, duplex: 'half' });
    void writer.write(Buffer.from('one'));
    const reader = (await answering).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('one');
    void writer.write(Buffer.from('two'));
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('two');
    await writer.close();
    expect((await reader?.read())?.done).toBe(true);
  });

  test('learns that the client has gone: the signal fires, the stream is cancelled', async () => {
    let cancelled = (): void => {};
    const cancellation = new Promise<void>((resolve) => (cancelled = resolve));
    let aborted = false;
    const url = await serve((request) => {
      request.signal.addEventListener('abort', () => (aborted = true));
      return new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('x')), cancel: cancelled }));
    });
    const client = new AbortController();
    const answer = await fetch(url, { signal: client.signal });
    await answer.body?.getReader().read();
    client.abort();
    await cancellation;
    expect(aborted).toBe(true);
  });

  test('answers HEAD without a body', async () => {
    const url = await serve(() => new Response('body', { headers: { 'content-length': '4' } }));
    const answer = await fetch(url, { method: 'HEAD' });
    expect([answer.headers.get('content-length'), await answer.text()]).toEqual(['4', '']);
  });

  test('that returns no Response is an error that says so', async () => {
    const options = serverOptions();
    const url = await serve((() => 'text') as unknown as FetchApp['fetch'], options);
    expect((await fetch(url)).status).toBe(500);
    expect(String(options.errors[0])).toContain('returned text instead of a Response');
  });

  test('never sees a method or host of which no Request can be made', async () => {
    const url = await serve(() => new Response('seen'));
    expect(await raw(url, 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 501/);
    expect(await raw(url, 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  });

  test('gets the method and the escapes as they were sent', async () => {
    const url = await serve((request) => new Response(`${request.method} ${request.url}`));
    const { host } = new URL(url);
    expect(await raw(url, `PURGE /a%2Fb%20c?d=%20 HTTP/1.1\r\nHost: ${host.toUpperCase()}\r\nConnection: close\r\n\r\n`)).toContain(`PURGE ${url}/a%2Fb%20c?d=%20`);
  });

  test('may pass on what it fetched, although fetch has decoded it', async () => {
    const back = await serve(() => new Response(gzipSync('plain'), { headers: { 'content-encoding': 'gzip', 'x-back': 'yes', 'content-length': '25' } }));
    const url = await serve(() => fetch(back));
    const answer = await fetch(url);
    expect([answer.headers.get('x-back'), answer.headers.get('content-encoding'), await answer.text()]).toEqual(['yes', null, 'plain']);
  });
});

describe.each([['Node’s Response', false], ['the light Response', true]])('with %s', (_name, isLight) => {
  const serveAs = (handle: FetchApp['fetch']): Promise<string> => {
    if (isLight) onTestFinished(useLightGlobals());
    return serve(handle);
  };

  test.each<[string, () => Response, unknown[]]>([
    ['text', () => new Response('grüße', { status: 201 }), [201, 'text/plain;charset=UTF-8', 'grüße']],
    ['empty text', () => new Response(''), [200, 'text/plain;charset=UTF-8', '']],
    ['bytes', () => new Response(Buffer.from('bytes')), [200, null, 'bytes']],
    ['a Blob', () => new Response(new Blob(['blob'], { type: 'text/x' })), [200, 'text/x', 'blob']],
    ['a large Blob', () => new Response(new Blob(['x'.repeat(300_000)])), [200, null, 'x'.repeat(300_000)]],
    ['JSON', () => Response.json({ a: 1 }), [200, 'application/json', '{"a":1}']],
    ['nothing', () => new Response(null, { status: 204 }), [204, null, '']],
    ['a stream', () => new Response(new Blob(['streamed']).stream()), [200, null, 'streamed']],
    ['a body somebody has looked at', () => { const response = new Response('seen'); void response.body; return response; }, [200, 'text/plain;charset=UTF-8', 'seen']],
    ['a clone', () => new Response('cloned').clone(), [200, 'text/plain;charset=UTF-8', 'cloned']],
  ])('%s is sent', async (_what, make, expected) => {
    const url = await serveAs(make);
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual(expected);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(expected[0]);
  });

  test('headers are sent as the app set them', async () => {
    const url = await serveAs(() => {
      const response = new Response('x', { headers: [['set-cookie', 'a=1'], ['vary', 'a']] });
      response.headers.append('set-cookie', 'b=2');
      response.headers.append('vary', 'b');
      response.headers.delete('content-type');
      return response;
    });
    const { headers } = await fetch(url);
    expect([headers.getSetCookie(), headers.get('vary'), headers.get('content-type'), headers.get('x')]).toEqual([['a=1', 'b=2'], 'a, b', null, null]);
  });

  test('Hono works: routes, middleware, bodies, errors, the client’s address', async () => {
    const app = new Hono();
    app.use(async (context, next) => {
      await next();
      context.res.headers.set('x-after', 'yes');
    });
    app.get('/users/:id', (context) => context.json({ id: context.req.param('id'), q: context.req.query('q') }));
    app.post('/echo', async (context) => context.text(await context.req.text()));
    app.post('/form', async (context) => context.json(await context.req.parseBody()));
    app.get('/who', (context) => context.text(getConnInfo(context).remote.address ?? 'nobody'));
    app.get('/away', (context) => context.redirect('/who'));
    app.onError((error, context) => context.text(error.message, 500));
    app.get('/broken', () => { throw new Error('broken'); });
    const url = await serveAs((request, env) => app.fetch(request, env as object));
    const answer = await fetch(`${url}/users/a%20b?q=1`);
    expect([answer.headers.get('x-after'), await answer.json()]).toEqual(['yes', { id: 'a b', q: '1' }]);
    expect(await (await fetch(`${url}/echo`, { method: 'POST', body: 'echoed' })).text()).toBe('echoed');
    expect(await (await fetch(`${url}/form`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) })).json()).toEqual({ a: 'b' });
    expect(await (await fetch(`${url}/who`)).text()).toMatch(/127\.0\.0\.1$/);
    expect((await fetch(`${url}/away`)).url).toBe(`${url}/who`);
    expect([(await fetch(`${url}/broken`)).status, (await fetch(`${url}/nowhere`)).status]).toEqual([500, 404]);
  });
});

test('a Hono app may answer through Node’s response, now or later, where the server has one', async () => {
  const context = fakeContext();
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  context.features.set(NodeHttpFeature, { request: response.req, response });
  let isDone = false;
  const app = fetchApplication({
    fetch: (_request, env) => {
      expect((env as { outgoing: unknown }).outgoing).toBe(response);
      return RESPONSE_ALREADY_SENT;
    },
  });
  const processing = Promise.resolve(app.processRequest(context)).then(() => (isDone = true));
  await Promise.resolve();
  expect(isDone).toBe(false);
  response.emit('close');
  await processing;
  expect([context.response.statusCode, context.sent]).toEqual([200, []]);
});
