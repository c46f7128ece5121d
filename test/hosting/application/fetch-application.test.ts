import { describe, expect, test } from 'vitest';
import { connect } from 'node:net';
import { fetchApplication, type FetchApp } from '../../../src/hosting/application/fetch-application.ts';
import { KestrelServer } from '../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer } from '../../support/start-server.ts';

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
});
