import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpProtocols } from '../../../../src/hosting/application/kestrel-options.ts';
import { DEFAULT_LIMITS } from '../../../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { makeServices } from '../../../../src/hosting/servers/kestrel/make-services.ts';
import { serveConnection } from '../../../../src/hosting/servers/kestrel/serve-connection.ts';
import type { ServiceContext } from '../../../../src/hosting/servers/kestrel/service-context.ts';
import { request } from '../../../support/http2-server.ts';
import { FRAME, PREFACE, encodeFrame } from '../../../support/raw-http2-client.ts';
import { serverOptions, toApplication } from '../../../support/start-server.ts';
import { overTcp, overUnixSocket } from '../../../support/contract-client/transports.ts';

interface Accepting {
  readonly services: ServiceContext;
  /** A client, and the server's end of it, which nobody serves yet. */
  accept(): Promise<{ readonly client: Socket; readonly socket: Socket; serve(protocols: HttpProtocols): void }>;
}

async function startAccepting({ address, maxConcurrentConnections = null }: { readonly address?: string; readonly maxConcurrentConnections?: number | null } = {}): Promise<Accepting> {
  const application = toApplication(async ({ request, response }) => response.text(String((await request.bytes()).length)));
  const services = makeServices({
    application: application as Parameters<typeof makeServices>[0]['application'],
    limits: { ...DEFAULT_LIMITS, maxConcurrentConnections },
    addServerHeader: true,
    options: serverOptions(),
    clock: { now: () => 1000, everySecond: () => () => {} },
  });
  const server = createServer({ allowHalfOpen: true });
  const path = address?.replace(/^http:\/\/unix:/, '');
  await once(path === undefined ? server.listen(0, '127.0.0.1') : server.listen(path), 'listening');
  onTestFinished(() => void server.close());
  return {
    services,
    async accept() {
      const bound = server.address();
      const connecting = once(server, 'connection');
      const client = bound !== null && typeof bound === 'object' ? connect(bound.port, '127.0.0.1') : connect(bound ?? '');
      client.on('error', () => {});
      const [socket] = (await connecting) as [Socket];
      onTestFinished(() => {
        client.destroy();
        socket.destroy();
      });
      return { client, socket, serve: (protocols) => serveConnection({ socket, scheme: 'http', protocols, endpoint: 'test' }, services) };
    },
  };
}

function sessionOn(socket: Socket): ClientHttp2Session {
  const session = connectHttp2('http://localhost', { createConnection: () => socket });
  session.on('error', () => {});
  return session;
}

describe('a connection', () => {
  test.each([
    ['the end of a handshake', 'Http1AndHttp2'],
    ['being accepted', 'Http2'],
    ['being accepted', 'Http1'],
  ] as const)('that comes after the stop, by %s, is closed (%s)', async (_how, protocols) => {
    const { services, accept } = await startAccepting();
    expect(await services.connections.drain(1000)).toEqual({ drained: 0, cut: 0 });
    const { client, socket, serve } = await accept();
    client.resume();
    serve(protocols);
    await Promise.all([once(client, 'close'), once(socket, 'close')]);
    expect(await services.connections.drain(1000)).toEqual({ drained: 0, cut: 0 });
  });

  test('that waits for HTTP/2 to be loaded is one of those that a stop ends', async () => {
    const { services, accept } = await startAccepting();
    const { client, socket, serve } = await accept();
    client.resume();
    client.write(PREFACE);
    serve('Http2');
    const closed = once(client, 'close');
    expect(await services.connections.drain(60_000)).toEqual({ drained: 0, cut: 0 });
    expect(socket.destroyed).toBe(true);
    await closed;
  });

  test('that turns out to be HTTP/2 during a stop is closed', async () => {
    const { services, accept } = await startAccepting();
    const { client, socket, serve } = await accept();
    client.resume();
    serve('Http1AndHttp2');
    client.write(PREFACE.slice(0, 10));
    while (socket.bytesRead < 10) await new Promise(setImmediate);
    const stopped = services.connections.drain(60_000);
    client.write(PREFACE.slice(10));
    expect(await stopped).toEqual({ drained: 0, cut: 0 });
    expect(socket.destroyed).toBe(true);
  });

  test('that waits for HTTP/2 to be loaded counts as one that is open', async () => {
    const { services, accept } = await startAccepting({ maxConcurrentConnections: 1 });
    const { serve, socket } = await accept();
    serve('Http2');
    expect(services.connections.isFull).toBe(true);
    const another = await accept();
    another.serve('Http1');
    expect(another.socket.destroyed).toBe(true);
    socket.destroy();
    await once(socket, 'close');
    expect(services.connections.isFull).toBe(false);
  });

  test('that HTTP/2 is loaded for counts once', async () => {
    const { services, accept } = await startAccepting({ maxConcurrentConnections: 2 });
    const { client, serve } = await accept();
    const session = sessionOn(client);
    serve('Http2');
    expect((await request(session)).body).toBe('0');
    expect(services.connections.isFull).toBe(false);
  });

  test('whose client leaves while HTTP/2 is loaded is forgotten', async () => {
    const { services, accept } = await startAccepting();
    const { client, socket, serve } = await accept();
    serve('Http2');
    client.resetAndDestroy();
    socket.destroy();
    await once(socket, 'close');
    expect(await services.connections.drain(60_000)).toEqual({ drained: 0, cut: 0 });
  });
});

describe.each([
  ['TCP', overTcp],
  ['unix sockets', overUnixSocket],
])('prior knowledge of HTTP/2 on %s', (_name, transport) => {
  const start = async (): Promise<Accepting> => startAccepting(transport === overTcp ? {} : { address: await transport.freeAddress() });

  test.each(['Http1AndHttp2', 'Http2'] as const)('is served where the endpoint speaks %s, whatever has come with the preface', async (protocols) => {
    const { accept } = await start();
    const { client, serve } = await accept();
    const session = sessionOn(client);
    const body = Buffer.alloc(300_000, 'b');
    const answers = Promise.all([1, 2, 3].map(() => request(session, { ':method': 'POST' }, body)));
    serve(protocols);
    expect((await answers).map((answer) => answer.body)).toEqual(['300000', '300000', '300000']);
    expect((await request(session, { ':method': 'POST' }, body)).body).toBe('300000');
  });

  test.each([1, 3, 14, 18, 23])('is known when the preface comes in pieces (%i octets first)', async (split) => {
    const { accept } = await start();
    const { client, socket, serve } = await accept();
    serve('Http1AndHttp2');
    const bytes = Buffer.concat([Buffer.from(PREFACE), encodeFrame({ type: FRAME.settings }), encodeFrame({ type: FRAME.ping, payload: Buffer.alloc(8, 7) })]);
    client.write(bytes.subarray(0, split));
    while (socket.bytesRead < split) await new Promise(setImmediate);
    client.write(bytes.subarray(split));
    let received = Buffer.alloc(0);
    while (!received.includes(Buffer.alloc(8, 7))) received = Buffer.concat([received, ((await once(client, 'data')) as [Buffer])[0]]);
    expect(received[3]).toBe(FRAME.settings);
  });
});
