import { describe, expect, test } from 'vitest';
import { startForwarding, type TestForwarding } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { ok } from '../../support/raw-backend.ts';

const SIZE = 64 * 1024 * 1024;
const UNLIMITED = { http1: { limits: { maxRequestBodySize: null } } };

/** Waits until `count` does not change any more. */
async function standstill(count: () => number): Promise<number> {
  let before = -1;
  while (before !== count() || before === 0) {
    before = count();
    await turns(100);
  }
  return before;
}

/** Octets that wait in the process on the client's connection. */
const waiting = (server: TestForwarding): number => server.sockets[0]?.writableLength ?? 0;

describe('a client that does not read', () => {
  test.each([
    ['of known length', `HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n`, '', ''],
    ['in one chunk', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${SIZE.toString(16)}\r\n`, '\r\n0\r\n\r\n', ''],
    ['that ends with its connection', 'HTTP/1.1 200 OK\r\n\r\n', '', 'end'],
  ])('makes the app wait with an answer %s, and gets it whole when it reads on', async (_, head, tail, end) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.pause();
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(head);
    const body = Buffer.alloc(SIZE);
    for (let at = 0; at < SIZE; at++) body[at] = (at * 31 + (at >> 8)) & 0x7f;
    peer.send(body);
    peer.send(tail);
    if (end !== '') peer.end();
    await until(() => waiting(server) > 0);
    await standstill(() => peer.socket.writableLength);
    expect(peer.socket.writableLength).toBeGreaterThan(SIZE / 2);
    expect(waiting(server)).toBeLessThan(65_536 * 3);
    const received: Buffer[] = [];
    client.socket.removeAllListeners('data');
    client.socket.on('data', (piece: Buffer) => received.push(piece));
    client.resume();
    let sum = 0;
    let counted = 0;
    await until(() => {
      for (; counted < received.length; counted++) sum += received[counted]?.length ?? 0;
      return sum >= SIZE;
    });
    if (!head.includes('Content-Length')) return;
    const whole = Buffer.concat(received);
    expect(whole.subarray(whole.length - SIZE).equals(body)).toBe(true);
    await until(() => server.upstream.idle === 1);
  });
});

describe('an app that does not read', () => {
  test.each([
    ['of known length', `Content-Length: ${SIZE}\r\n\r\n`, ''],
    ['in one chunk', `Transfer-Encoding: chunked\r\n\r\n${SIZE.toString(16)}\r\n`, '\r\n0\r\n\r\n'],
  ])('makes the client wait with a body %s, and gets it whole when it reads on', async (_, framing, tail) => {
    const server = await startForwarding({ ...UNLIMITED, onPeer: (peer) => peer.pause() });
    const client = await server.connect();
    // Of what other tests have left some may be there still.
    const before = process.memoryUsage().arrayBuffers;
    client.send(`POST / HTTP/1.1\r\nHost: a\r\n${framing}`);
    client.send(Buffer.alloc(SIZE, 'x'));
    client.send(tail);
    await standstill(() => client.socket.writableLength);
    expect(client.socket.writableLength).toBeGreaterThan(SIZE / 2);
    // The client's own copy, and not as much again.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(SIZE * 1.5);
    const peer = await server.backend.peer();
    let received = 0;
    peer.socket.removeAllListeners('data');
    peer.socket.on('data', (piece: Buffer) => (received += piece.length));
    peer.resume();
    await until(() => received >= SIZE);
    peer.send(ok('all'));
    expect((await client.answer()).body).toBe('all');
  });
});

describe('an exchange that goes both ways at once', () => {
  test('goes on both ways', async () => {
    const server = await startForwarding(UNLIMITED);
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const peer = await server.backend.peer();
    await peer.head();
    peer.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (let round = 0; round < 20; round++) {
      const piece = String(round).padStart(4, '0');
      client.send(`4\r\n${piece}\r\n`);
      await peer.waitFor(() => peer.received.endsWith(`${piece}\r\n`));
      peer.send(`4\r\n${piece}\r\n`);
      await client.waitFor(() => client.received.endsWith(`${piece}\r\n`));
    }
    client.send('0\r\n\r\n');
    await peer.waitFor(() => peer.received.endsWith('0\r\n\r\n'));
    peer.send('0\r\n\r\n');
    expect((await client.answer()).body).toHaveLength(80);
    await until(() => server.upstream.idle === 1);
  });
});
