import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startForwarding } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { ok } from '../../support/raw-backend.ts';

const UPGRADE = 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: echo/1, other\r\nSec-WebSocket-Key: k\r\n\r\n';
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\nSec-WebSocket-Accept: s\r\n\r\n';

async function upgraded() {
  const server = await startForwarding();
  const client = await server.connect();
  client.send(UPGRADE);
  const peer = await server.backend.peer();
  await peer.request();
  peer.send(SWITCH);
  const answer = await client.answer();
  return { server, client, peer, answer };
}

describe('an upgrade', () => {
  test('goes through to the app, and its 101 back, with the fields of both', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(UPGRADE);
    const peer = await server.backend.peer();
    const { headers } = await peer.request();
    expect(headers).toMatchObject({ connection: 'Upgrade', upgrade: 'echo/1, other', 'sec-websocket-key': 'k' });
    peer.send(SWITCH);
    const answer = await client.answer();
    expect(answer.status).toBe(101);
    expect(answer.headers).toMatchObject({ connection: 'Upgrade', upgrade: 'echo/1', 'sec-websocket-accept': 's' });
    expect(answer.headers).not.toHaveProperty('content-length');
  });

  test('makes the connections one: octets go both ways as they are, those, too, that came before and with the 101', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(`${UPGRADE}early from the client`);
    const peer = await server.backend.peer();
    await peer.head();
    await turns();
    peer.send(`${SWITCH}early from the app`);
    await client.answer();
    await client.waitFor(() => client.received === 'early from the app');
    await peer.waitFor(() => peer.received === 'early from the client');
    client.received = peer.received = '';
    client.send('GET / HTTP/1.1\r\n\r\n\0\xff');
    await peer.waitFor(() => peer.received === 'GET / HTTP/1.1\r\n\r\n\0\xff');
    peer.send('HTTP/1.1 200 OK\r\n\r\n\0\xff');
    await client.waitFor(() => client.received === 'HTTP/1.1 200 OK\r\n\r\n\0\xff');
  });

  test('lets each side end its direction alone', async () => {
    const { client, peer } = await upgraded();
    client.send('last words');
    client.end();
    expect(await peer.closed()).toBe('last words');
    peer.send('an answer all the same');
    await client.waitFor(() => client.received === 'an answer all the same');
    expect(client.hasEnded).toBe(false);
    peer.end();
    await client.closed();
    await until(() => client.isClosed && peer.isClosed);
  });

  test('lets the app end its direction first', async () => {
    const { client, peer } = await upgraded();
    peer.send('last words');
    peer.end();
    expect(await client.closed()).toBe('last words');
    client.send('an answer all the same');
    await peer.waitFor(() => peer.received === 'an answer all the same');
    client.end();
    await until(() => client.isClosed && peer.isClosed);
  });

  test('ends with either side: a reset of the client is one for the app, and the other way round', async () => {
    const one = await upgraded();
    one.client.reset();
    await one.peer.closed();
    await until(() => one.server.upstream.busy === 0);
    const other = await upgraded();
    other.peer.reset();
    await other.client.closed();
    await until(() => other.server.services.connections.upgraded === 0);
    expect([one.server.errors, other.server.errors]).toEqual([[], []]);
  });

  test('has back-pressure both ways', async () => {
    const { server, client, peer } = await upgraded();
    const size = 30_000_000;
    for (const [from, to] of [[client, peer], [peer, client]] as const) {
      to.pause();
      from.send(Buffer.alloc(size, 'x'));
      let before = -1;
      while (before !== from.socket.bytesWritten - from.socket.writableLength) {
        before = from.socket.bytesWritten - from.socket.writableLength;
        await turns(100);
      }
      expect(before).toBeLessThan(size);
      to.resume();
      await to.waitFor(() => to.received.length === size);
    }
    expect(server.upstream.busy).toBe(1);
  });

  test('has no time-out', async () => {
    const { server, client, peer } = await upgraded();
    server.passUpstream(10_000_000);
    server.pass(1_000_000);
    client.send('still here');
    await peer.waitFor(() => peer.received === 'still here');
  });

  test('that the app does not take is answered as any request, and the connections go on', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(UPGRADE);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(`HTTP/1.1 426 Upgrade Required\r\nContent-Length: 3\r\n\r\nno!`);
    expect(await client.answer()).toMatchObject({ status: 426, body: 'no!' });
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await peer.request();
    peer.send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test.each([
    ['h2c', 'Upgrade: h2c\r\nHTTP2-Settings: AAA\r\nConnection: Upgrade, HTTP2-Settings\r\n', undefined],
    ['h2c beside others', 'Upgrade: h2c, websocket, HTTP/2.0\r\nConnection: Upgrade\r\n', 'websocket'],
    ['TLS', 'Upgrade: TLS/1.2\r\nConnection: Upgrade\r\n', undefined],
    ['no token', 'Upgrade: web socket, a/b/c\r\nConnection: Upgrade\r\n', undefined],
  ])('to another HTTP is not offered to the app: %s', async (_, fields, offered) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(`GET / HTTP/1.1\r\nHost: a\r\n${fields}\r\n`);
    const { headers } = await (await server.backend.peer()).request();
    expect([headers['upgrade'], headers['http2-settings']]).toEqual([offered, undefined]);
  });

  test('over the server\'s limit is 503', async () => {
    const server = await startForwarding({ http1: { limits: { maxConcurrentUpgradedConnections: 0 } } });
    const client = await server.connect();
    client.send(UPGRADE);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(SWITCH);
    expect((await client.answer()).status).toBe(503);
    await peer.closed();
  });
});

describe('a WebSocket', () => {
  test('of ws goes through to ws', async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    sockets.on('connection', (socket, request) => {
      socket.send(`hello ${request.headers['x-forwarded-proto']}`);
      socket.on('message', (message, isBinary) => socket.send(message, { binary: isBinary }));
    });
    await once(http.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void http.close());
    const server = await startForwarding({ upstream: { address: { port: (http.address() as AddressInfo).port } } });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`);
    const [hello] = (await once(socket, 'message')) as [Buffer];
    expect(String(hello)).toBe('hello http');
    for (const size of [0, 1, 125, 70_000, 1_000_000]) {
      const message = Buffer.alloc(size, size % 251);
      socket.send(message);
      const [echo] = (await once(socket, 'message')) as [Buffer];
      expect(echo.equals(message)).toBe(true);
    }
    socket.close(4000, 'done');
    expect(await once(socket, 'close')).toEqual([4000, Buffer.from('done')]);
    await until(() => server.upstream.busy === 0);
  });
});
