import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { ServerAddressesFeature } from '../../../../src/hosting/application/server-addresses-feature.ts';
import type { WebSocketOptions } from '../../../../src/hosting/application/web-sockets/web-socket-options.ts';
import { WebApplication } from '../../../../src/hosting/application/web-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, type TestServerOptions } from '../../../support/start-server.ts';

interface Served {
  readonly url: string;
  readonly app: WebApplication;
  readonly options: TestServerOptions;
}

/** An application that takes WebSockets, and its address. */
async function serve(delegate: RequestDelegate, webSockets: WebSocketOptions = {}, more: Partial<TestServerOptions> = {}): Promise<Served> {
  const options = { ...serverOptions(), ...more };
  const app = WebApplication.create({ server: new KestrelServer(options) });
  app.useWebSockets(webSockets).use((context, next) => (context.webSockets.isWebSocketRequest ? delegate(context) : next())).fallback(() => 'plain');
  await app.start();
  onTestFinished(async () => void (await app.stop(0)));
  return { app, options, url: app.serverFeatures.get(ServerAddressesFeature)?.addresses[0] ?? '' };
}

const echo: RequestDelegate = async ({ webSockets }) => {
  const socket = await webSockets.accept();
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
};

function connectTo(url: string, protocols: string[] = [], options = {}): WebSocket {
  const client = new WebSocket(url.replace('http', 'ws'), protocols, options);
  onTestFinished(() => client.terminate());
  return client;
}

async function open(url: string, protocols: string[] = [], options = {}): Promise<WebSocket> {
  const client = connectTo(url, protocols, options);
  await once(client, 'open');
  return client;
}

async function refusalOf(client: WebSocket): Promise<IncomingMessage> {
  client.on('error', () => {});
  const [, answer] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
  return answer;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HANDSHAKE = { Host: 'x', Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': KEY, 'Sec-WebSocket-Version': '13' };

/** The head of the answer to a handshake sent by hand. */
async function shake(url: string, changes: Record<string, string | undefined> = {}, line = 'GET / HTTP/1.1'): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const fields = Object.entries({ ...HANDSHAKE, ...changes }).filter(([, value]) => value !== undefined);
  socket.write(`${line}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  const [head] = (await once(socket, 'data')) as [Buffer];
  return String(head);
}

describe('a WebSocket', () => {
  test('carries text and bytes both ways', async () => {
    const { url } = await serve(echo);
    const client = await open(url);
    client.send('text');
    expect(await once(client, 'message')).toEqual([Buffer.from('text'), false]);
    const bytes = Buffer.alloc(300_000, 7);
    client.send(bytes);
    expect(await once(client, 'message')).toEqual([bytes, true]);
    client.close(3000, 'done');
    expect(await once(client, 'close')).toEqual([3000, Buffer.from('done')]);
  });

  test('is answered with the accept key of RFC 6455 section 1.3, and one head', async () => {
    const { url } = await serve(echo);
    const head = await shake(url);
    expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(head.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(head.toLowerCase()).toContain('\r\nconnection: upgrade\r\n');
    expect(head.toLowerCase()).toContain('\r\nupgrade: websocket\r\n');
    expect(head).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  test('what was sent along with the handshake is not lost', async () => {
    const { url } = await serve(echo);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const head = Object.entries(HANDSHAKE).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    // A masked text frame: 'hi' under a mask of noughts.
    socket.write(Buffer.concat([Buffer.from(`GET / HTTP/1.1\r\n${head}\r\n`), Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69])]));
    let answer = Buffer.alloc(0);
    while (!answer.includes(Buffer.from([0x81, 0x02, 0x68, 0x69]))) answer = Buffer.concat([answer, ((await once(socket, 'data')) as [Buffer])[0]]);
    expect(answer.subarray(-4)).toEqual(Buffer.from([0x81, 0x02, 0x68, 0x69]));
  });

  test('has the sub-protocol that the app chose of those asked for', async () => {
    const { url } = await serve(async ({ webSockets }) => void (await webSockets.accept(webSockets.requestedProtocols.find((name) => name === 'chat.v2') ?? '')));
    expect((await open(url, ['chat.v1', 'chat.v2'])).protocol).toBe('chat.v2');
    expect((await open(url)).protocol).toBe('');
  });

  test('cannot have one that nobody asked for', async () => {
    const { url, options } = await serve(async ({ webSockets }) => void (await webSockets.accept({ subProtocol: 'mine' })));
    const answer = await refusalOf(connectTo(url, ['theirs']));
    expect([answer.statusCode, String(options.errors[0])]).toEqual([500, expect.stringContaining("'subProtocol' cannot be 'mine'")]);
  });

  test('sends the headers that were set before', async () => {
    const { url } = await serve(async (context) => {
      context.response.headers.set('X-Before', 'yes');
      await context.webSockets.accept();
    });
    expect(await shake(url)).toMatch(/\r\nx-before: yes\r\n/i);
  });

  test('that breaks the protocol is closed, and nothing else happens', async () => {
    const { url, options } = await serve(echo);
    const client = await open(url);
    const closed = once(client, 'close');
    // A frame of a reserved opcode.
    Reflect.get(client, '_socket').write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]));
    expect((await closed)[0]).toBe(1002);
    expect(options.errors).toEqual([]);
  });

  test('keeps its request going: middleware goes on when it has closed', async () => {
    const order: string[] = [];
    let finished = (): void => {};
    const end = new Promise<void>((resolve) => (finished = resolve));
    const app = WebApplication.create({ server: new KestrelServer(serverOptions()) });
    app.use(async (_context, next) => {
      await next();
      order.push('over');
      finished();
    });
    app.useWebSockets().fallback(async ({ webSockets }) => {
      const socket = await webSockets.accept();
      socket.on('message', () => order.push('message'));
      order.push('returned');
    });
    await app.start();
    onTestFinished(async () => void (await app.stop(0)));
    const client = await open(app.serverFeatures.get(ServerAddressesFeature)?.addresses[0] ?? '');
    client.send('x');
    client.close();
    await end;
    expect(order).toEqual(['returned', 'message', 'over']);
  });

  test('is told that the application stops', async () => {
    const { url, app } = await serve(echo);
    const client = await open(url);
    const closed = once(client, 'close');
    await Promise.all([app.stop(20_000), closed]);
    expect((await closed)[0]).toBe(1001);
  });

  test('is cut when the app fails', async () => {
    const { url, options } = await serve(async ({ webSockets }) => {
      await webSockets.accept();
      throw new Error('oh no');
    });
    const client = connectTo(url);
    client.on('error', () => {});
    await once(client, 'close');
    expect(options.errors).toEqual([new Error('oh no')]);
  });

  test('can be accepted once', async () => {
    let second: unknown;
    const { url } = await serve(async ({ webSockets }) => {
      await webSockets.accept();
      second = await webSockets.accept().catch((error: unknown) => error);
    });
    await open(url);
    expect(String(second)).toMatch(/already|only be called once|non-upgradable/);
  });
});

describe('messages', () => {
  test('are as large as the app says, and no larger', async () => {
    const { url } = await serve(echo, { maxMessageSize: 10 });
    const client = await open(url);
    client.send('0123456789');
    expect(String((await once(client, 'message'))[0])).toBe('0123456789');
    client.send('0123456789a');
    expect((await once(client, 'close'))[0]).toBe(1009);
  });

  test('are at most 1 MiB where nobody says anything', async () => {
    const { url } = await serve(echo);
    const client = await open(url);
    client.send('a'.repeat(1_048_576));
    expect((await once(client, 'message'))[0]).toHaveLength(1_048_576);
    client.send('a'.repeat(1_048_577));
    expect((await once(client, 'close'))[0]).toBe(1009);
  });

  test.each([0, -1, 1.5, Number.NaN])('cannot be limited to %s octets', (maxMessageSize) => {
    expect(() => WebApplication.create().useWebSockets({ maxMessageSize })).toThrow(expect.objectContaining({ code: 'MEWS4031' }));
  });
});

describe('signs of life', () => {
  test('are pongs that nobody need answer', async () => {
    const { url } = await serve(echo, { keepAliveInterval: 5 });
    const client = await open(url);
    await once(client, 'pong');
    expect(client.readyState).toBe(WebSocket.OPEN);
  });

  test('with a time-out are pings, and cut off who does not answer', async () => {
    const { url } = await serve(echo, { keepAliveInterval: 5, keepAliveTimeout: 20 });
    const silent = await open(url, [], { autoPong: false });
    const [code] = await once(silent, 'close');
    expect(code).toBe(1006);
  });

  test('with a time-out leave alone who answers', async () => {
    const { url } = await serve(async ({ webSockets }) => void (await webSockets.accept({ keepAliveInterval: 5, keepAliveTimeout: 10_000 })));
    const client = await open(url);
    for (let beats = 0; beats < 3; beats++) await once(client, 'ping');
    expect(client.readyState).toBe(WebSocket.OPEN);
  });

  test('may be left out', async () => {
    const { url } = await serve(async ({ webSockets }) => void (await webSockets.accept({ keepAliveInterval: 0 })), { keepAliveInterval: 5 });
    const client = await open(url);
    let pongs = 0;
    client.on('pong', () => pongs++);
    const other = await open(await serve(echo, { keepAliveInterval: 5 }).then((served) => served.url));
    for (let beats = 0; beats < 3; beats++) await once(other, 'pong');
    expect(pongs).toBe(0);
  });
});

describe('a handshake that is wrong', () => {
  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['another version', { 'Sec-WebSocket-Version': '8' }, /^HTTP\/1\.1 426 .*sec-websocket-version: 13\r\n/is],
    ['no version', { 'Sec-WebSocket-Version': undefined }, /^HTTP\/1\.1 400 /],
    ['no key', { 'Sec-WebSocket-Key': undefined }, /^HTTP\/1\.1 400 /],
    ['a short key', { 'Sec-WebSocket-Key': 'YWJj' }, /^HTTP\/1\.1 400 /],
    ['a key that is no base64', { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ!!' }, /^HTTP\/1\.1 400 /],
    ['a bad sub-protocol', { 'Sec-WebSocket-Protocol': 'a b' }, /^HTTP\/1\.1 400 /],
    ['an empty sub-protocol', { 'Sec-WebSocket-Protocol': 'a,,b' }, /^HTTP\/1\.1 400 /],
  ])('%s', async (_what, changes, expected) => {
    const { url } = await serve(echo);
    expect(await shake(url, changes)).toMatch(expected);
  });

  test('another method', async () => {
    const { url } = await serve(echo);
    expect(await shake(url, {}, 'PUT / HTTP/1.1')).toMatch(/^HTTP\/1\.1 405 .*allow: GET\r\n/is);
  });
});

describe('what is no handshake', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['an ordinary request', { Upgrade: undefined, Connection: undefined }, 'GET / HTTP/1.1'],
    ['no word of it in Connection', { Connection: 'keep-alive' }, 'GET / HTTP/1.1'],
    ['another protocol', { Upgrade: 'h2c' }, 'GET / HTTP/1.1'],
    ['HTTP/1.0', {}, 'GET / HTTP/1.0'],
  ])('%s goes its way', async (_what, changes, line) => {
    const { url } = await serve(echo);
    expect(await shake(url, changes, line)).toMatch(/^HTTP\/1\.1 200 [\s\S]*plain$/);
  });

  test('cannot be accepted', async () => {
    const app = WebApplication.create({ server: new KestrelServer(serverOptions()) });
    app.useWebSockets().fallback(async ({ webSockets }) => webSockets.accept().catch((error: { code: string }) => error.code));
    await app.start();
    onTestFinished(async () => void (await app.stop(0)));
    expect(await (await fetch(app.serverFeatures.get(ServerAddressesFeature)?.addresses[0] ?? '')).text()).toBe('MEWS4033');
  });
});

describe('origins', () => {
  const allowedOrigins = ['https://good.example'];

  test.each([['https://good.example', 101], ['HTTPS://GOOD.example', 101], ['https://bad.example', 403], ['null', 403], [undefined, 101]])('%s with a list: %i', async (origin, status) => {
    const { url } = await serve(echo, { allowedOrigins });
    expect(await shake(url, { Origin: origin })).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test.each([[[]], [['*']]])('any with %o', async (allowedOrigins) => {
    const { url } = await serve(echo, { allowedOrigins });
    expect(await shake(url, { Origin: 'https://any.example' })).toMatch(/^HTTP\/1\.1 101 /);
  });
});
