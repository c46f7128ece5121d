import { describe, expect, test } from 'vitest';
import { startForwarding } from '../../support/forwarding-server.ts';
import { until } from '../../support/http1-server.ts';

const GET = 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n';

describe('a client that goes away', () => {
  test.each([
    ['before the answer', GET, '', (client: { destroy(): void }) => client.destroy()],
    ['orderly', GET, '', (client: { end(): void }) => client.end()],
    ['within its request', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nabc', '', (client: { reset(): void }) => client.reset()],
    ['within the answer', GET, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc', (client: { reset(): void }) => client.reset()],
  ])('%s ends the request to the app', async (_, request, answer, leave) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(request);
    const peer = await server.backend.peer();
    await peer.head();
    if (answer !== '') {
      peer.send(answer);
      await client.waitFor(() => client.received.includes('abc'));
    }
    leave(client);
    await peer.closed();
    await until(() => server.sockets[0]?.destroyed === true);
    expect([server.failures, server.errors, server.upstream.idle]).toEqual([[], [], 0]);
  });

  test.each([
    ['too large', 'Content-Length: 11\r\n\r\n', 413],
    ['too large in chunks', 'Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n8\r\nabcdefgh\r\n0\r\n\r\n', 413],
    ['malformed', 'Transfer-Encoding: chunked\r\n\r\n4\r\nabcdX', 400],
  ])('or whose body is %s is told so, and the app\'s connection is closed', async (_, rest, status) => {
    const server = await startForwarding({ http1: { limits: { maxRequestBodySize: 10 } } });
    expect((await server.ask(`POST / HTTP/1.1\r\nHost: a\r\n${rest}`)).status).toBe(status);
    for (const peer of server.backend.peers) {
      await peer.closed();
      expect(peer.whole).not.toMatch(/0\r\n\r\n$/);
    }
    expect([server.errors, server.upstream.idle]).toEqual([[], 0]);
  });

  test('whose body comes too slowly is told so', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc');
    const peer = await server.backend.peer();
    await peer.waitFor(() => peer.received.endsWith('abc'));
    server.pass(10_000);
    expect((await client.answer()).status).toBe(408);
    await peer.closed();
  });
});
