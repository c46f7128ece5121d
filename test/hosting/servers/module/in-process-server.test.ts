import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:http2';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KestrelOptions } from '../../../../src/hosting/application/kestrel-options.ts';
import { nodeListenerApplication } from '../../../../src/hosting/application/node-listener-application.ts';
import { IisEnvironmentFeature } from '../../../../src/hosting/application/iis-environment-feature.ts';
import type { Successor } from '../../../../src/hosting/application/activation/successor.ts';
import type { Server } from '../../../../src/hosting/application/server.ts';
import { ServerVariablesFeature } from '../../../../src/hosting/http/server-variables-feature.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { inProcessFeatures, inProcessServer } from '../../../../src/hosting/servers/module/in-process-server.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { askHttps } from '../../../support/https-client.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';

const SETTINGS = { role: 'worker', applicationPath: '/shop', physicalPath: '/srv/shop' } as const;

async function serve(app: (context: HttpContext) => unknown, applicationPath = '/shop'): Promise<string> {
  const settings = { ...SETTINGS, applicationPath };
  const server = inProcessServer(new KestrelServer({ ...serverOptions(), supplyFeature: inProcessFeatures(settings) }), settings);
  return startServer(server, toApplication((context) => context.response.text(JSON.stringify(app(context) ?? null))));
}

const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
};

describe('an app in-process', () => {
  test('has its path base, and nothing of what lies outside', async () => {
    const url = await serve(({ request }) => [request.pathBase, request.path]);
    expect(JSON.parse((await get(`${url}/shop/cart`)).text)).toEqual(['/shop', '/cart']);
    expect(JSON.parse((await get(`${url}/SHOP`)).text)).toEqual(['/SHOP', '/']);
    expect((await get(`${url}/shopping`)).status).toBe(404);
  });

  test('has no request with control characters in its path', async () => {
    const url = await serve(() => 'seen', '/');
    expect((await get(`${url}/a%00b`)).status).toBe(400);
    expect((await get(`${url}/a%20b?c=%00`)).text).toBe('"seen"');
  });

  test.each(['/shop/a\x01b', '/shop/a\x7fb', '/shop/a%1Fb', '/shop/a%7fb'])('has none with them as they are either: %j', async (path) => {
    const url = await serve(() => 'seen');
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each([
    ['/a/b/../c', '/a/c'],
    ['/a/b/./c', '/a/b/c'],
    ['/a/b/%2E%2E/c', '/a/c'],
    ['/a/b/%2e/c', '/a/b/c'],
  ])('has %s as %s', async (sent, seen) => {
    const url = await serve(({ request }) => request.path, '/');
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send(`GET ${sent} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect((await client.answer()).body).toBe(JSON.stringify(seen));
  });

  test('is not left by dots, however they are written', async () => {
    const url = await serve(() => 'seen');
    for (const path of ['/shop/../admin', '/shop/%2e%2E/admin', '/shop/./../admin']) {
      const client = await RawHttp1Client.connect(Number(new URL(url).port));
      client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(await client.closed()).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  test('has the server variables, each request its own', async () => {
    const url = await serve(({ features }) => {
      const variables = features.get(ServerVariablesFeature);
      const before = variables?.get('MARK');
      variables?.set('mark', 'set');
      return [before, features.get(ServerVariablesFeature)?.get('MARK'), variables?.get('QUERY_STRING'), variables?.get('HTTP_USER_AGENT'), variables?.get('PATH_TRANSLATED'), variables?.get('toString')];
    });
    for (let request = 0; request < 2; request++) {
      expect(JSON.parse((await get(`${url}/shop/cart?a=b`, { 'User-Agent': 'test' })).text)).toEqual([null, 'set', 'a=b', 'test', '/srv/shop/cart', null]);
    }
  });

  test('knows its place in the site', () => {
    const server = inProcessServer(new KestrelServer(serverOptions()), SETTINGS);
    expect(server.features.get(IisEnvironmentFeature)).toMatchObject({ applicationVirtualPath: '/shop', applicationPhysicalPath: '/srv/shop', applicationId: '/LM/W3SVC/1/ROOT/shop', siteId: 1 });
  });

  test('is stopped, retired and asked how busy it is as the server is that it has', async () => {
    const calls: string[] = [];
    const made: Server = {
      features: new KestrelServer(serverOptions()).features,
      start: async () => void calls.push('start'),
      stop: async (deadline) => void calls.push(`stop ${deadline}`),
      retire: async (_, deadline) => void calls.push(`retire ${deadline}`),
      activity: () => ({ inFlight: 3, received: 7 }),
    };
    const server = inProcessServer(made, SETTINGS);
    await server.start(toApplication(() => {}));
    await server.retire?.({ isThere: true } as Successor, 5);
    await server.stop(9);
    expect(calls).toEqual(['start', 'retire 5', 'stop 9']);
    expect(server.activity?.()).toEqual({ inFlight: 3, received: 7 });
    const { start, stop, features } = made;
    const plain = inProcessServer({ start, stop, features }, SETTINGS);
    expect([plain.retire, plain.activity]).toEqual([undefined, undefined]);
  });
});

describe('the server variables of a request', () => {
  const NAMES = ['APPL_MD_PATH', 'APPL_PHYSICAL_PATH', 'CONTENT_LENGTH', 'CONTENT_TYPE', 'HTTPS', 'HTTP_X_MARK', 'INSTANCE_ID', 'LOCAL_ADDR', 'PATH_INFO', 'PATH_TRANSLATED', 'QUERY_STRING', 'REMOTE_ADDR', 'REQUEST_METHOD', 'SCRIPT_NAME', 'SERVER_NAME', 'SERVER_PROTOCOL', 'UNENCODED_URL'];
  const told = ({ features }: HttpContext): Record<string, string | undefined> => {
    const variables = features.get(ServerVariablesFeature);
    return Object.fromEntries([...NAMES, 'SERVER_PORT', 'REMOTE_PORT'].map((name) => [name, variables?.get(name)]));
  };

  test('say what came', async () => {
    const url = await serve(told);
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send('POST /shop/a%20b/./c?d=%20e HTTP/1.1\r\nHost: app.test:81\r\nX-Mark: m\r\nContent-Type: text/x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi');
    const variables = JSON.parse((await client.answer()).body) as Record<string, string>;
    expect(variables).toEqual({
      APPL_MD_PATH: '/LM/W3SVC/1/ROOT/shop',
      APPL_PHYSICAL_PATH: '/srv/shop',
      CONTENT_LENGTH: '2',
      CONTENT_TYPE: 'text/x',
      HTTPS: 'off',
      HTTP_X_MARK: 'm',
      INSTANCE_ID: '1',
      LOCAL_ADDR: '127.0.0.1',
      PATH_INFO: '/shop/a b/c',
      PATH_TRANSLATED: '/srv/shop/a b/c',
      QUERY_STRING: 'd=%20e',
      REMOTE_ADDR: '127.0.0.1',
      REMOTE_PORT: String(client.socket.localPort),
      REQUEST_METHOD: 'POST',
      SCRIPT_NAME: '/shop/a b/c',
      SERVER_NAME: 'app.test',
      SERVER_PORT: new URL(url).port,
      SERVER_PROTOCOL: 'HTTP/1.1',
      UNENCODED_URL: '/shop/a%20b/./c?d=%20e',
    });
  });

  test('say it over https and HTTP/2, too', async () => {
    const certificate = await makeCertificate();
    const kestrel = new KestrelOptions();
    kestrel.httpsDefaults = { certificate };
    const made = new KestrelServer({ ...serverOptions('https://127.0.0.1:0'), kestrel, supplyFeature: inProcessFeatures(SETTINGS) });
    const url = await startServer(inProcessServer(made, SETTINGS), toApplication((context) => context.response.text(JSON.stringify(told(context)))));
    const over1 = await askHttps(`${url}/shop/a`, { ca: certificate.cert });
    expect(JSON.parse(over1.text)).toMatchObject({ HTTPS: 'on', SERVER_PROTOCOL: 'HTTP/1.1', SERVER_NAME: '127.0.0.1', SERVER_PORT: new URL(url).port });
    const session = connect(url, { ca: certificate.cert });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/shop/a?b=c', 'x-mark': 'm' });
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect(JSON.parse(text)).toMatchObject({ HTTPS: 'on', SERVER_PROTOCOL: 'HTTP/2', SERVER_NAME: '127.0.0.1', HTTP_X_MARK: 'm', QUERY_STRING: 'b=c', UNENCODED_URL: '/shop/a?b=c' });
  });

  test('may be hidden', async () => {
    const url = await serve(({ features }) => {
      features.get(ServerVariablesFeature)?.set('https', undefined);
      return [features.get(ServerVariablesFeature)?.get('HTTPS') ?? 'hidden', features.get(ServerVariablesFeature)?.get('NO_SUCH') ?? 'none'];
    });
    expect(JSON.parse((await get(`${url}/shop`)).text)).toEqual(['hidden', 'none']);
  });
});

describe('an app of Node\'s kind in-process', () => {
  async function serveNode(listener: (request: IncomingMessage, response: ServerResponse) => unknown, upgrades?: ReturnType<typeof createServer>): Promise<string> {
    return startServer(inProcessServer(new KestrelServer(serverOptions()), SETTINGS), nodeListenerApplication(listener, upgrades));
  }
  const upgrade = async (url: string, path: string): Promise<string> => {
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n`);
    return client.closed();
  };

  test('has its requests as they came, and nothing of what lies outside', async () => {
    const url = await serveNode((request, response) => response.end(request.url));
    expect(await get(`${url}/shop/cart?a=b`)).toEqual({ status: 200, text: '/shop/cart?a=b' });
    expect((await get(`${url}/shopping`)).status).toBe(404);
    expect((await get(`${url}/shop/a%01`)).status).toBe(400);
  });

  test('has no upgrade of what lies outside either', async () => {
    const upgraded: string[] = [];
    const upgrades = createServer().on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      upgraded.push(request.url ?? '');
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    const url = await serveNode((_, response) => response.end('plain'), upgrades);
    expect(await upgrade(url, '/admin')).toMatch(/^HTTP\/1\.1 404 /);
    expect(await upgrade(url, '/shop/a%01')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await upgrade(url, '/shop/chat')).toMatch(/^HTTP\/1\.1 101 /);
    expect(upgraded).toEqual(['/shop/chat']);
  });
});
