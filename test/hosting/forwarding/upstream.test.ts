import { describe, expect, test } from 'vitest';
import { Upstream } from '../../../src/hosting/forwarding/upstream.ts';
import { startForwarding, type TestForwarding } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { answerAll, ok, type RawPeer } from '../../support/raw-backend.ts';
import { failureOf } from '../../support/failure-of.ts';

const request = (method: string, body = ''): string => `${method} / HTTP/1.1\r\nHost: a\r\n${body === '' ? '' : `Content-Length: ${body.length}\r\n`}\r\n${body}`;
const GET = request('GET');

const answering = (peer: RawPeer): void => void answerAll(peer, ({ line, body }) => ok(line + body));

/** Closes its first connection, without an answer, with the second request on it; answers everything else. */
async function startStale(): Promise<TestForwarding> {
  const server = await startForwarding({
    onPeer: async (peer) => {
      const isFirst = server.backend.peers.length === 1;
      if (!isFirst) return answering(peer);
      await peer.request();
      peer.send(ok('first'));
      await peer.head();
      peer.destroy();
    },
  });
  return server;
}

describe('connections to an app', () => {
  test('are used again, the last one first', async () => {
    const server = await startForwarding({ onPeer: answering });
    const clients = await Promise.all(Array.from({ length: 3 }, () => server.connect()));
    await Promise.all(clients.map((client) => (client.send(GET), client.answer())));
    const opened = server.backend.peers.length;
    for (let round = 0; round < 10; round++) {
      clients[round % 3]?.send(GET);
      await clients[round % 3]?.answer();
    }
    expect([server.backend.peers.length, server.upstream.idle, server.upstream.busy]).toEqual([opened, opened, 0]);
  });

  test('that are idle are closed in time, before the app would', async () => {
    const server = await startForwarding({ onPeer: answering });
    await server.ask(GET);
    server.passUpstream(3000);
    expect(server.upstream.idle).toBe(1);
    server.passUpstream(1000);
    await (await server.backend.peer()).closed();
    await until(() => server.upstream.idle === 0);
    await server.ask(GET);
    expect(server.backend.peers).toHaveLength(2);
  });

  test('are kept up to a number', async () => {
    const server = await startForwarding({ upstream: { maxIdle: 2 } });
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect()));
    for (const client of clients) client.send(GET);
    await until(() => server.backend.peers.length === 5);
    for (const peer of server.backend.peers) {
      await peer.request();
      peer.send(ok('x'));
    }
    for (const client of clients) await client.answer();
    await until(() => server.backend.peers.filter(({ hasEnded, isClosed }) => hasEnded || isClosed).length === 3);
    expect(server.upstream.idle).toBe(2);
  });

  test('are not trusted long with a request that cannot be repeated', async () => {
    const server = await startForwarding({ onPeer: answering });
    await server.ask(GET);
    server.passUpstream(1000);
    await server.ask(request('POST', 'x'));
    expect(server.backend.peers).toHaveLength(1);
    server.passUpstream(2000);
    await server.ask(request('POST', 'x'));
    expect(server.backend.peers).toHaveLength(2);
    await server.ask(GET);
    expect(server.backend.peers).toHaveLength(2);
  });

  test('that the app closes while they are idle are forgotten', async () => {
    const server = await startForwarding({ onPeer: answering });
    await server.ask(GET);
    (await server.backend.peer()).end();
    await until(() => server.upstream.idle === 0);
    expect((await server.ask(GET)).status).toBe(200);
  });

  test('of an app that says close are closed', async () => {
    for (const answer of ['HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx']) {
      const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, () => answer) });
      expect((await server.ask(GET)).body).toBe('x');
      await (await server.backend.peer()).closed();
      expect(server.upstream.idle).toBe(0);
    }
  });

  test('end when the process is to go: idle ones now, busy ones with their answer', async () => {
    const server = await startForwarding();
    await server.connect().then((client) => client.send(GET));
    const client = await server.connect();
    client.send(GET);
    const [one, other] = [await server.backend.peer(0), await server.backend.peer(1)];
    await one.request();
    one.send(ok('x'));
    await until(() => server.upstream.idle === 1);
    server.upstream.close();
    await one.closed();
    await other.request();
    other.send(ok('busy'));
    expect((await client.answer()).body).toBe('busy');
    await other.closed();
  });

  test('are cut when they must be', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    server.upstream.abort();
    expect((await client.answer()).status).toBe(502);
    await peer.closed();
  });

  test('of options that are wrong are refused', () => {
    for (const wrong of [{ requestTimeout: 0 }, { connectTimeout: -1 }, { idleTimeout: Number.NaN }, { fields: { 'A b': 'x' } }, { fields: { A: 'x\r\nB: y' } }]) {
      expect(failureOf(() => new Upstream({ address: { port: 1 }, ...wrong })).code).toBe('MEWS4031');
    }
  });
});

describe('a request on a connection that the app has just closed', () => {
  test.each([
    ['GET', ''],
    ['HEAD', ''],
    ['OPTIONS', ''],
    ['DELETE', ''],
    ['PUT', 'hello'],
  ])('is sent again on another one: %s', async (method, body) => {
    const server = await startStale();
    await server.ask(GET);
    const { status, body: answered } = await server.ask(request(method, body));
    expect(status).toBe(200);
    if (method !== 'HEAD') expect(answered).toBe(`${method} / HTTP/1.1${body}`);
    expect([server.backend.peers.length, server.failures]).toEqual([2, []]);
  });

  test.each([
    ['POST', 'hello'],
    ['POST', ''],
    ['PATCH', 'hello'],
  ])('is not sent again if twice is not once: %s', async (method, body) => {
    const server = await startStale();
    await server.ask(GET);
    expect((await server.ask(request(method, body))).status).toBe(502);
    expect(server.backend.peers).toHaveLength(1);
    expect(server.failures).toMatchObject([{ reason: 'closed' }]);
  });

  test('is not sent again if it is an upgrade, which apps refuse that way', async () => {
    const server = await startStale();
    await server.ask(GET);
    expect((await server.ask('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')).status).toBe(502);
    expect(server.backend.peers).toHaveLength(1);
  });

  test('is not sent again when its body is gone', async () => {
    const server = await startStale();
    await server.ask(GET);
    expect((await server.ask(request('PUT', 'x'.repeat(100_000)))).status).toBe(502);
  });

  test('is not sent again when an answer has begun', async () => {
    const server = await startForwarding({
      onPeer: async (peer) => {
        await peer.request();
        peer.send(ok('first'));
        await peer.head();
        peer.send('H');
        peer.end();
      },
    });
    await server.ask(GET);
    expect((await server.ask(GET)).status).toBe(502);
    expect(server.backend.peers).toHaveLength(1);
  });

  test('is sent again once, not for ever', async () => {
    const server = await startForwarding({
      onPeer: async (peer) => {
        if (server.backend.peers.length > 1) return peer.destroy();
        await peer.request();
        peer.send(ok('first'));
        await peer.head();
        peer.destroy();
      },
    });
    await server.ask(GET);
    expect((await server.ask(GET)).status).toBe(502);
    expect(server.backend.peers).toHaveLength(2);
  });

  test('is not sent again on a connection that was new', async () => {
    const server = await startForwarding({ onPeer: (peer) => void peer.head().then(() => peer.destroy()) });
    expect((await server.ask(GET)).status).toBe(502);
    expect(server.backend.peers).toHaveLength(1);
  });

  test('does not fail under load, whenever the app closes its connections', async () => {
    let answers = 0;
    // Every third answer is the last on its connection, and nobody is told.
    const server = await startForwarding({
      onPeer: async (peer) => {
        try {
          for (;;) {
            await peer.request();
            peer.send(ok('x'));
            if (++answers % 3 === 0) return peer.end();
          }
        } catch {
          // The connection has ended.
        }
      },
    });
    const clients = await Promise.all(Array.from({ length: 16 }, () => server.connect()));
    const statuses = await Promise.all(
      clients.map(async (client) => {
        const got: number[] = [];
        for (let count = 0; count < 60; count++) {
          client.send(GET);
          got.push((await client.answer()).status);
          if (count % 7 === 0) await turns(1);
        }
        return got;
      }),
    );
    expect(statuses.flat().filter((status) => status !== 200)).toEqual([]);
    expect(server.failures).toEqual([]);
    expect(server.backend.peers.length).toBeGreaterThan(100);
  });
});
