import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { guardNodeServer } from '../../../../src/hosting/application/iis-integration/guard-node-server.ts';
import { iisMiddleware } from '../../../../src/hosting/application/iis-integration/iis-middleware.ts';
import { NodeGuard } from '../../../../src/hosting/application/iis-integration/node-guard.ts';
import { TlsConnectionFeature } from '../../../../src/hosting/http/connection-features.ts';
import type { ModuleEnvironment } from '../../../../src/foundation/events/module-environment.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { makeCertificate, toDer } from '../../../support/certificates.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';

const ENVIRONMENT: ModuleEnvironment = { endpoint: { port: 1 }, applicationPath: '/PathBase', token: 'TestToken', httpAuth: [], supportsWebSockets: true, physicalPath: undefined, httpsPort: undefined };
const PAIRED = { 'MS-ASPNETCORE-TOKEN': 'TestToken' };

let stops = 0;
const warnings: string[] = [];
const host = { stop: () => void stops++, warn: (text: string) => void warnings.push(text), debug: () => {} };
beforeEach(() => {
  stops = 0;
  warnings.length = 0;
});
afterEach(() => expect(warnings.join()).not.toContain('TestToken'));

async function serve(app: (context: HttpContext) => unknown): Promise<string> {
  const answer = iisMiddleware(ENVIRONMENT, host)(async (context) => context.response.text(JSON.stringify(await app(context))));
  return startServer(new KestrelServer(serverOptions()), toApplication(answer));
}

const get = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
  const response = await fetch(url, { method, headers: { Connection: 'close', ...headers } });
  return { status: response.status, text: await response.text() };
};

describe('an app that mews serves', () => {
  test('has no request that does not come through the module', async () => {
    let seen = 0;
    const url = await serve(() => ++seen);
    for (const headers of [{}, { 'MS-ASPNETCORE-TOKEN': 'testtoken' }, { 'MS-ASPNETCORE-TOKEN': 'TestToken, TestToken' }, { 'MS-ASPNETCORE-TOKEN': '' }]) {
      expect(await get(url, headers)).toEqual({ status: 400, text: '' });
    }
    expect(seen).toBe(0);
    expect(warnings).toHaveLength(4);
    expect((await get(url, PAIRED)).status).toBe(200);
  });

  test('of two tokens none counts', async () => {
    const url = await serve(() => 'seen');
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nMS-ASPNETCORE-TOKEN: TestToken\r\nMS-ASPNETCORE-TOKEN: x\r\n\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('sees the client, the scheme and its path base, and nothing of the module', async () => {
    const url = await serve(({ request, connection }) => ({ names: [...request.headers].map(([name]) => name.toLowerCase()), token: request.headers.get('ms-aspnetcore-token') ?? null, scheme: request.scheme, pathBase: request.pathBase, path: request.path, client: `${connection.remoteIpAddress} ${connection.remotePort}` }));
    const { text } = await get(`${url}/PathBase/Path`, { ...PAIRED, 'X-Forwarded-For': '[2001:db8::7]:51123', 'X-Forwarded-Proto': 'https', 'MS-ASPNETCORE-WINAUTHTOKEN': '1' });
    const seen = JSON.parse(text) as { names: string[] };
    expect(seen).toMatchObject({ token: null, scheme: 'https', pathBase: '/PathBase', path: '/Path', client: '2001:db8::7 51123' });
    expect(seen.names.filter((name) => name.startsWith('ms-aspnetcore'))).toEqual([]);
  });

  test('is stopped by the module\'s word, and by nobody else\'s', async () => {
    const url = await serve(() => 'seen');
    const event = { 'MS-ASPNETCORE-EVENT': 'Shutdown' };
    expect((await get(`${url}/PathBase/iisintegration`, event, 'POST')).status).toBe(400);
    expect((await get(`${url}/PathBase/iisintegration`, { ...PAIRED, ...event }, 'GET')).text).toBe('"seen"');
    expect((await get(`${url}/PathBase/iisintegration`, { ...PAIRED, 'MS-ASPNETCORE-EVENT': 'start' }, 'POST')).text).toBe('"seen"');
    expect(stops).toBe(0);
    expect((await get(`${url}/PathBase/iisintegration`, { ...PAIRED, ...event }, 'POST')).status).toBe(202);
    expect(stops).toBe(1);
  });

  test('has the client\'s certificate that the module tells of; what is none is ignored', async () => {
    const url = await serve(({ features }) => features.get(TlsConnectionFeature)?.clientCertificate?.subject.CN ?? 'none');
    const der = toDer(await makeCertificate()).toString('base64');
    expect((await get(url, { ...PAIRED, 'MS-ASPNETCORE-CLIENTCERT': der })).text).not.toBe('"none"');
    expect((await get(url, { ...PAIRED, 'MS-ASPNETCORE-CLIENTCERT': 'bm9uZQ==' })).text).toBe('"none"');
  });
});

describe('an app\'s own server', () => {
  async function own(): Promise<{ url: string; server: Server; seen: string[] }> {
    const seen: string[] = [];
    const server = createServer();
    guardNodeServer(server, new NodeGuard(ENVIRONMENT, host));
    guardNodeServer(server, new NodeGuard(ENVIRONMENT, host));
    server.on('request', (request, response) => {
      seen.push(request.url ?? '');
      response.end(JSON.stringify(Object.keys(request.headers)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen };
  }

  test('has no request that does not come through the module, and none of its headers', async () => {
    const { url, seen } = await own();
    expect(await get(url)).toEqual({ status: 400, text: '' });
    expect(await get(url, { 'MS-ASPNETCORE-TOKEN': 'guessed' })).toEqual({ status: 400, text: '' });
    expect(seen).toEqual([]);
    const { text } = await get(`${url}/path`, { ...PAIRED, 'MS-ASPNETCORE-CLIENTCERT': 'x' });
    expect((JSON.parse(text) as string[]).filter((name) => name.startsWith('ms-'))).toEqual([]);
    expect(seen).toEqual(['/path']);
  });

  test('has no upgrade either', async () => {
    const { url, server } = await own();
    const upgraded: string[] = [];
    server.on('upgrade', (request, socket) => {
      upgraded.push(request.url ?? '');
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    const upgrade = (path: string, token: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n${token}\r\n`;
    const refused = await RawHttp1Client.connect(Number(new URL(url).port));
    refused.send(upgrade('/a', ''));
    expect(await refused.closed()).toMatch(/^HTTP\/1\.1 400 /);
    const admitted = await RawHttp1Client.connect(Number(new URL(url).port));
    admitted.send(upgrade('/b', 'MS-ASPNETCORE-TOKEN: TestToken\r\n'));
    expect(await admitted.closed()).toMatch(/^HTTP\/1\.1 101 /);
    expect(upgraded).toEqual(['/b']);
  });

  test('is stopped by the module\'s word, below its path or not', async () => {
    const { url } = await own();
    const headers = { ...PAIRED, 'MS-ASPNETCORE-EVENT': 'shutdown' };
    expect((await get(`${url}/PathBase/iisintegration`, headers, 'POST')).status).toBe(202);
    expect((await get(`${url}/iisintegration`, headers, 'POST')).status).toBe(202);
    expect(stops).toBe(2);
  });

  test('has none of its headers in any of Node\'s forms', async () => {
    const { url, server } = await own();
    let forms: string[][] = [];
    server.prependListener('request', ({ headers, headersDistinct, rawHeaders }) => {
      forms = [Object.keys(headers), Object.keys(headersDistinct), rawHeaders.map((text) => text.toLowerCase())];
    });
    expect((await get(url, { ...PAIRED, 'MS-ASPNETCORE-CLIENTCERT': 'x' })).status).toBe(200);
    expect(forms.map((names) => names.includes('host'))).toEqual([true, true, true]);
    expect(forms.flat().filter((name) => name.startsWith('ms-aspnetcore') || name === 'testtoken')).toEqual([]);
  });

  test('has nothing that did not come through the module for listeners that come later, nor where it asks to go on', async () => {
    const { url, server } = await own();
    const late: string[] = [];
    server.on('request', (request) => void late.push(request.url ?? ''));
    server.on('checkContinue', (request, response) => {
      late.push(`continue ${request.url}`);
      response.end('went on');
    });
    const ask = async (path: string, token: string): Promise<string> => {
      const client = await RawHttp1Client.connect(Number(new URL(url).port));
      client.send(`POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n${token}\r\n`);
      return (await client.answer()).head.slice(0, 12);
    };
    expect((await get(`${url}/a`)).status).toBe(400);
    expect(await ask('/b', '')).toBe('HTTP/1.1 400');
    expect(late).toEqual([]);
    expect((await get(`${url}/c`, PAIRED)).status).toBe(200);
    expect(await ask('/d', 'MS-ASPNETCORE-TOKEN: TestToken\r\n')).toBe('HTTP/1.1 200');
    expect(late).toEqual(['/c', 'continue /d']);
  });

  test('of two tokens none counts, for requests and upgrades', async () => {
    const { url, server, seen } = await own();
    server.on('upgrade', (request) => void seen.push(`upgraded ${request.url}`));
    for (const fields of ['Connection: close\r\n', 'Connection: Upgrade\r\nUpgrade: x\r\n']) {
      const client = await RawHttp1Client.connect(Number(new URL(url).port));
      client.send(`GET / HTTP/1.1\r\nHost: a\r\n${fields}MS-ASPNETCORE-TOKEN: TestToken\r\nms-aspnetcore-token: TestToken\r\n\r\n`);
      expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(seen).toEqual([]);
  });
});
