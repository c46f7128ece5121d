import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seal } from '../../src/foundation/events/envelope.ts';
import { moduleVariables } from '../../src/foundation/events/module-environment.ts';
import type { ModuleAnswer } from '../../src/foundation/events/module-settings.ts';
import { makeCertificate } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { hostSource } from '../support/host-source.ts';
import { plannedUrls } from '../support/hosted-app.ts';
import { askHttps } from '../support/https-client.ts';
import { answerAll, ok, startRawBackend } from '../support/raw-backend.ts';
import { RawHttp1Client } from '../support/raw-http1-client.ts';

const host = hostSource();
const NO_APP = { 'none.mjs': '' };
const LIBRARY = { resolveMews: true };
const TOKEN = { 'MS-ASPNETCORE-TOKEN': 'TestToken' };
const STOP = { ...TOKEN, 'MS-ASPNETCORE-EVENT': 'shutdown' };

async function ask(url: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { ...init, headers: { Connection: 'close', ...init.headers } });
  return { status: response.status, text: await response.text() };
}

function variables(port: number): Readonly<Record<string, string>> {
  return moduleVariables({ endpoint: { port }, applicationPath: '/', token: 'TestToken', httpAuth: [], supportsWebSockets: true, physicalPath: undefined, httpsPort: undefined });
}

/** Settings and variables of an app whom the module looks for at a port. */
async function behindModule(): Promise<{ readonly url: string; readonly options: { readonly env: Readonly<Record<string, string>>; readonly settings: object } }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return { url, options: { env: variables(port), settings: { ...LIBRARY, urls: plannedUrls(url) } } };
}

describe('a process without an app', () => {
  test('in front passes requests on, and goes where it was led before it listened', async () => {
    const { address } = await startRawBackend((peer) => void answerAll(peer, () => ok('app')));
    const app = await host(NO_APP, { settings: { module: { role: 'front', applicationPath: '/', token: 'secret', upstreams: [], requestTimeout: 120_000, isDetailed: true, isWatched: false } } });
    app.child.send(seal({ type: 'upstreams', upstreams: [{ place: address, isStarting: false }] }));
    expect(await ask(await app.address())).toEqual({ status: 200, text: 'app' });
    app.shutdown('SIGTERM');
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  test('answers in the place of one, with what it was told last', async () => {
    const offline = (text: string): ModuleAnswer => ({ kind: 'offline', content: Buffer.from(text).toString('base64') });
    const app = await host(NO_APP, { settings: { module: { role: 'answers', answer: offline('first') } } });
    app.child.send(seal({ type: 'answer', answer: offline('second') }));
    expect(await ask(await app.address())).toEqual({ status: 503, text: 'second' });
  });

  test('has no endpoints of the app\'s settings', async () => {
    const port = await freePort();
    const files = { ...NO_APP, 'appsettings.json': JSON.stringify({ Kestrel: { Endpoints: { Http: { Url: `http://127.0.0.1:${port}` } } } }) };
    const app = await host(files, { settings: { module: { role: 'answers', answer: { kind: 'offline', content: '' } } } });
    expect(await app.address()).not.toContain(String(port));
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });

  test('has the certificate of the app\'s settings', async () => {
    const { cert, key } = await makeCertificate({ names: ['app.test'] });
    const files = { ...NO_APP, 'site.pem': cert, 'site.key': key, 'appsettings.json': JSON.stringify({ Kestrel: { Certificates: { Default: { Path: 'site.pem', KeyPath: 'site.key' } } } }) };
    const app = await host(files, { settings: { urls: plannedUrls('https://127.0.0.1:0'), module: { role: 'answers', answer: { kind: 'offline', content: '' } } } });
    expect((await askHttps(await app.address())).commonName).toBe('app.test');
  });
});

describe('an app out of process', () => {
  test('is left alone by others at the module\'s port, and has other servers for itself', async () => {
    const { url, options } = await behindModule();
    const app = await host({
      'app.mjs': `import { createServer } from 'node:http';
        createServer((request, response) => response.end('app ' + Object.keys(request.headers).filter((name) => name.startsWith('ms-')).length)).listen(process.env.PORT, '127.0.0.1');
        createServer((request, response) => response.end('metrics')).listen(0, '127.0.0.1');`,
    }, options);
    const other = await app.until(() => app.events.flatMap((event) => (event.type === 'listening' ? event.addresses : [])).find((address) => address !== url), 'the other server');
    expect((await ask(url)).status).toBe(400);
    expect(await ask(url, { headers: TOKEN })).toEqual({ status: 200, text: 'app 0' });
    expect(await ask(other)).toEqual({ status: 200, text: 'metrics' });
  });

  test('is left alone over HTTP/2, too', async () => {
    const { url, options } = await behindModule();
    const app = await host({ 'app.mjs': `import { createServer } from 'node:http2'; createServer((request, response) => response.end('app')).listen(process.env.PORT, '127.0.0.1');` }, options);
    await app.event('listening');
    const session = connectHttp2(url);
    onTestFinished(() => session.destroy());
    const statusFor = async (headers: Record<string, string>): Promise<unknown> => {
      const [head] = (await once(session.request({ ':path': '/', ...headers }).resume(), 'response')) as [Record<string, unknown>];
      return head[':status'];
    };
    expect(await statusFor({})).toBe(400);
    expect(await statusFor({ 'ms-aspnetcore-token': 'TestToken' })).toBe(200);
  });

  test.each([
    ['a WebApplication', `import { WebApplication } from 'mews'; export default WebApplication.create(); setInterval(() => {}, 1e6);`],
    ['a program that listens by itself', `import { createServer } from 'node:http'; createServer().listen(process.env.PORT, '127.0.0.1'); setInterval(() => {}, 1e6); process.on('SIGTERM', () => process.exit(0));`],
  ])('ends at the module\'s word whatever else it does: %s', async (_, source) => {
    const { url, options } = await behindModule();
    const app = await host({ 'app.mjs': source }, options);
    await app.event('listening');
    expect((await ask(`${url}/iisintegration`, { method: 'POST' })).status).toBe(400);
    const stopping = httpRequest(`${url}/iisintegration`, { method: 'POST', headers: STOP, agent: false }).on('error', () => {}).end();
    expect((await app.exit).code).toBe(0);
    stopping.destroy();
  });

  test('has its own limit of bodies behind our module, which has none', async () => {
    const { url, options } = await behindModule();
    const source = `import { WebApplication } from 'mews'; const app = WebApplication.create(); app.configureKestrel((kestrel) => { kestrel.limits.maxRequestBodySize = 10; });
      app.mapPost('/', async ({ request }) => { let size = 0; for await (const chunk of request.body) size += chunk.length; return String(size); }); export default app;`;
    const ours = await host({ 'app.mjs': source }, options);
    await ours.event('listening');
    expect(await ask(url, { method: 'POST', headers: TOKEN, body: '0123456789' })).toEqual({ status: 200, text: '10' });
    expect((await ask(url, { method: 'POST', headers: TOKEN, body: '0123456789+' })).status).toBe(413);
  });

  test('has none of its own behind IIS, which has one', async () => {
    const { url, options } = await behindModule();
    const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('MEWS_')));
    const source = `import { WebApplication } from 'mews'; const app = WebApplication.create(); app.configureKestrel((kestrel) => { kestrel.limits.maxRequestBodySize = 10; });
      app.mapPost('/', async ({ request }) => { let size = 0; for await (const chunk of request.body) size += chunk.length; return String(size); }); export default app;`;
    const app = await host({ 'app.mjs': source }, { ...options, env });
    await app.event('listening');
    expect(await ask(url, { method: 'POST', headers: TOKEN, body: '0123456789+' })).toEqual({ status: 200, text: '11' });
  });
});

describe('an app in-process', () => {
  const module = { role: 'worker', applicationPath: '/shop', physicalPath: '/srv/shop' } as const;

  test.each([
    ['a WebApplication', `import { WebApplication } from 'mews'; const app = WebApplication.create(); app.mapGet('/a', () => 'app'); export default app;`],
    ['a Node listener', `export default (request, response) => response.end('app');`],
    ['a program that listens by itself', `import { createServer } from 'node:http'; createServer((request, response) => response.end('app')).listen(3000);`],
  ])('is reached below its path by everybody, whatever variables it has inherited: %s', async (_, source) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const app = await host({ 'app.mjs': source }, { env: variables(1), settings: { ...LIBRARY, module, urls: plannedUrls(url) } });
    expect(await app.address()).toBe(url);
    expect(await ask(`${url}/shop/a`)).toEqual({ status: 200, text: 'app' });
    expect((await ask(`${url}/a`)).status).toBe(404);
    expect((await ask(`${url}/shop/a%01`)).status).toBe(400);
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send('GET /shop/%2e%2e/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('has its other servers for itself', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const source = `import { createServer } from 'node:http';
      createServer((request, response) => response.end('app')).listen(3000); createServer((request, response) => response.end('metrics')).listen(0, '127.0.0.1');`;
    const app = await host({ 'app.mjs': source }, { settings: { module, urls: plannedUrls(url) } });
    const other = await app.until(() => app.events.flatMap((event) => (event.type === 'listening' ? event.addresses : [])).find((address) => address !== url), 'the other server');
    expect((await ask(`${url}/metrics`)).status).toBe(404);
    expect(await ask(`${other}/metrics`)).toEqual({ status: 200, text: 'metrics' });
  });
});
