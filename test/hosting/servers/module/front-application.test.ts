import { once } from 'node:events';
import { connect } from 'node:http2';
import { request, type IncomingMessage } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FrontSettings } from '../../../../src/foundation/events/module-settings.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { FrontApplication } from '../../../../src/hosting/servers/module/front-application.ts';
import { answerAll, ok, startRawBackend, type RawRequest } from '../../../support/raw-backend.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';

const SETTINGS: Omit<FrontSettings, 'upstreams'> = { role: 'front', applicationPath: '/', token: 'secret', requestTimeout: 120_000, isDetailed: true, isWatched: false };

/** A backend that answers with its name, and what it has been asked. */
async function backend(name: string): Promise<{ readonly port: number; readonly asked: RawRequest[] }> {
  const asked: RawRequest[] = [];
  const { address } = await startRawBackend((peer) => void answerAll(peer, (request) => {
    asked.push(request);
    return ok(name);
  }));
  return { port: 'port' in address ? address.port : 0, asked };
}

async function serve(settings: Partial<FrontSettings>): Promise<{ readonly url: string; readonly front: FrontApplication }> {
  const front = new FrontApplication({ ...SETTINGS, upstreams: [], ...settings }, '/app');
  const url = await startServer(new KestrelServer(serverOptions()), front.application);
  onTestFinished(() => front.lead([]));
  return { url, front };
}

const to = (port: number) => ({ place: { port }, isStarting: false });
const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
};

const raw = async (url: string, request: string): Promise<RawHttp1Client> => {
  const client = await RawHttp1Client.connect(Number(new URL(url).port));
  client.send(request);
  return client;
};

describe('the front', () => {
  test('keeps the Host that the client names, and adds to what proxies before it say', async () => {
    const { port, asked } = await backend('app');
    const { url } = await serve({ upstreams: [to(port)] });
    const client = await raw(url, 'GET /a HTTP/1.1\r\nHost: shop.example:8443\r\nConnection: close\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: outer.example\r\n\r\n');
    expect((await client.answer()).body).toBe('app');
    const { headers = {} } = asked[0] ?? {};
    expect(headers).toMatchObject({ host: 'shop.example:8443', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'outer.example, shop.example:8443' });
    expect(headers['x-forwarded-for']).toBe(`203.0.113.7, 127.0.0.1:${client.socket.localPort}`);
  });

  test('passes on what comes over HTTP/2 as HTTP/1.1, without what clients forge there', async () => {
    const { port, asked } = await backend('app');
    const { url } = await serve({ upstreams: [to(port)] });
    const session = connect(url);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/a', ':authority': 'shop.example', 'ms-aspnetcore-token': 'forged', 'ms-aspnetcore-clientcert': 'forged' });
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect(text).toBe('app');
    const { line, head = '', headers } = asked[0] ?? {};
    expect(line).toBe('GET /a HTTP/1.1');
    expect(headers).toMatchObject({ host: 'shop.example', 'x-forwarded-host': 'shop.example', 'ms-aspnetcore-token': 'secret' });
    expect(head).not.toContain('forged');
  });

  test('strips what clients forge from an upgrade, too', async () => {
    const { address, peer } = await startRawBackend();
    const { url } = await serve({ upstreams: [to('port' in address ? address.port : 0)] });
    const client = await raw(url, 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nMs-AspNetCore-Token: forged\r\nMS-ASPNETCORE-EVENT: shutdown\r\n\r\n');
    const app = await peer();
    const { head, headers } = await app.head();
    expect(headers).toMatchObject({ upgrade: 'websocket', 'ms-aspnetcore-token': 'secret' });
    expect([head.includes('forged'), head.toLowerCase().includes('ms-aspnetcore-event')]).toEqual([false, false]);
    app.send('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello');
    await client.waitFor(() => client.received.endsWith('hello'));
    expect(client.received).toMatch(/^HTTP\/1\.1 101 /);
  });

  test.each(['/a%00b', '/a%1fb', '/a%7Fb', '/a\x01b'])('lets no control characters in paths through: %j', async (path) => {
    const { port, asked } = await backend('app');
    const { url } = await serve({ upstreams: [to(port)] });
    const client = await raw(url, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
    expect(asked).toEqual([]);
  });

  test.each(['/shop/../admin', '/shop/%2e%2E/admin', '/shop/./%2e./admin'])('is not left by dots: %s', async (path) => {
    const { port, asked } = await backend('shop');
    const { url } = await serve({ applicationPath: '/shop', upstreams: [to(port)] });
    const client = await raw(url, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 404 /);
    expect(asked).toEqual([]);
  });
  test('passes requests on with the token, client, scheme and host, and without what clients forge', async () => {
    const { port, asked } = await backend('app');
    const { url } = await serve({ upstreams: [to(port)] });
    expect((await get(`${url}/a?b=c`, { 'MS-ASPNETCORE-TOKEN': 'forged', 'MS-ASPNETCORE-EVENT': 'shutdown', 'ms-aspnetcore-anything': 'x' })).text).toBe('app');
    const { line, headers = {} } = asked[0] ?? {};
    expect(line).toBe('GET /a?b=c HTTP/1.1');
    expect(headers).toMatchObject({ host: new URL(url).host, 'x-forwarded-host': new URL(url).host, 'x-forwarded-proto': 'http', 'ms-aspnetcore-token': 'secret' });
    expect(headers['x-forwarded-for']).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(Object.keys(headers).filter((name) => name.startsWith('ms-aspnetcore'))).toEqual(['ms-aspnetcore-token']);
  });

  test('goes where it is led', async () => {
    const [one, other] = [await backend('one'), await backend('other')];
    const { url, front } = await serve({ upstreams: [to(one.port)] });
    expect((await get(url)).text).toBe('one');
    front.lead([to(other.port)]);
    expect((await get(url)).text).toBe('other');
    front.lead([]);
    expect((await get(url)).status).toBe(503);
  });

  test('answers 404 for what lies outside the app, whose path stays as it is', async () => {
    const { port, asked } = await backend('shop');
    const { url } = await serve({ applicationPath: '/shop', upstreams: [to(port)] });
    expect((await get(`${url}/shop/cart`)).text).toBe('shop');
    expect((await get(`${url}/Shop`)).text).toBe('shop');
    expect((await get(`${url}/shopping`)).status).toBe(404);
    expect((await get(url)).status).toBe(404);
    expect(asked.map(({ line }) => line)).toEqual(['GET /shop/cart HTTP/1.1', 'GET /Shop HTTP/1.1']);
  });

  test('tells of an app that cannot be reached with 502.3 and the module\'s code; in Production with the status alone', async () => {
    const closed = { place: { path: '/no/such.sock' }, isStarting: false };
    const { url } = await serve({ upstreams: [closed] });
    const answer = await get(url, { Accept: 'application/json' });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 502, subStatus: '502.3', code: 'MEWS4201' });
    expect(answer.text).toContain('0x80072efd');
    const { url: bare } = await serve({ upstreams: [closed], isDetailed: false });
    expect(await get(bare, { Accept: 'text/html' })).toEqual({ status: 502, text: '' });
  });

  test('passes on no method that would show the token, and says which it does', async () => {
    const { port, asked } = await backend('app');
    const { url } = await serve({ upstreams: [to(port)] });
    const [response] = (await once(request(url, { method: 'TRACE', agent: false }).end(), 'response')) as [IncomingMessage];
    response.resume();
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']);
    expect(asked).toEqual([]);
  });

  test('tells of an app that aborts the connection with 0x80072f78', async () => {
    const { address } = await startRawBackend((peer) => void peer.head().then(() => peer.reset()));
    const { url } = await serve({ upstreams: [to('port' in address ? address.port : 0)] });
    const response = await fetch(url, { method: 'POST', body: 'x' });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('0x80072f78');
  });
});
