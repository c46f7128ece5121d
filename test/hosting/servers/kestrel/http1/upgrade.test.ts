import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpMaxRequestBodySizeFeature } from '../../../../../src/hosting/http/body-features.ts';
import { HttpUpgradeFeature } from '../../../../../src/hosting/http/protocol-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import type { RawHttp1Client } from '../../../../support/raw-http1-client.ts';
import { gate, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const UPGRADE = 'GET / HTTP/1.1\r\nHost:\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
type Context = Parameters<RequestDelegate>[0];
const upgradeOf = (context: Context): HttpUpgradeFeature => requiredFeature(context.features, HttpUpgradeFeature);

/** Sends back what comes, until the client ends. */
const echo: RequestDelegate = async (context) => {
  context.response.headers.set('Upgrade', 'echo');
  const stream = await upgradeOf(context).upgrade();
  stream.pipe(stream);
};

async function take(client: RawHttp1Client, text: string): Promise<void> {
  await client.waitFor(() => client.received.length >= text.length);
  expect(client.received.slice(0, text.length)).toBe(text);
  client.received = client.received.slice(text.length);
}

describe('an upgrade', () => {
  test('is answered with 101, and gives the connection away, with what came behind the head', async () => {
    const server = await startHttp1(echo);
    const client = await server.connect();
    client.send(`${UPGRADE}behind the head`);
    const { head } = await client.answer();
    expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(head).toMatch(/^Connection: Upgrade\r$/m);
    expect(head).toMatch(/^Upgrade: echo\r$/m);
    expect(head).not.toMatch(/content-length|transfer-encoding/i);
    await take(client, 'behind the head');
    client.send('GET / HTTP/1.1\r\n\r\n');
    await take(client, 'GET / HTTP/1.1\r\n\r\n');
    client.end();
    expect(await client.closed()).toBe('');
    await until(() => server.sockets[0]?.destroyed === true);
    expect([server.begun, server.errors]).toEqual([1, []]);
  });

  test('late gets what came in the meantime', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async (context) => {
      await passed;
      await echo(context);
    });
    const client = await server.connect();
    const sent = 'x'.repeat(300_000);
    client.send(UPGRADE + sent);
    await until(() => server.begun === 1);
    await turns(50);
    expect(server.sockets[0]?.bytesRead).toBeLessThan(200_000);
    open();
    await client.answer();
    await take(client, sent);
  });

  test('has back-pressure both ways', async () => {
    const { passed, open } = gate<Duplex>();
    const server = await startHttp1(async (context) => open(await upgradeOf(context).upgrade()));
    const client = await server.connect();
    client.send(UPGRADE);
    await client.answer();
    const stream = await passed;
    client.send(Buffer.alloc(30_000_000));
    let before = -1;
    while (before !== server.sockets[0]?.bytesRead) {
      before = server.sockets[0]?.bytesRead ?? 0;
      await turns(50);
    }
    expect(before).toBeLessThan(300_000);
    let received = 0;
    stream.on('data', (chunk: Buffer) => (received += chunk.length));
    await until(() => received === 30_000_000);
    client.pause();
    let written = 0;
    while (stream.write(Buffer.alloc(65_536)) && written < 1000) {
      written++;
      await turns(1);
    }
    expect(written).toBeLessThan(1000);
    client.resume();
    await once(stream, 'drain');
  });

  test.each([
    ['without an Upgrade header', 'GET / HTTP/1.1\r\nHost:\r\nConnection: Upgrade\r\n\r\n'],
    ['without Connection: Upgrade', 'GET / HTTP/1.1\r\nHost:\r\nUpgrade: echo\r\n\r\n'],
    ['of HTTP/1.0', 'GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'],
    ['with a body', 'POST / HTTP/1.1\r\nHost:\r\nConnection: Upgrade\r\nUpgrade: echo\r\nContent-Length: 2\r\n\r\nab'],
  ])('of a request %s is refused', async (_, request) => {
    const server = await startHttp1(async (context) => {
      const feature = upgradeOf(context);
      expect(feature.isUpgradableRequest).toBe(false);
      await feature.upgrade();
    });
    expect((await server.ask(request)).status).toBe(500);
    expect(String(server.errors[0])).toContain('Cannot upgrade a non-upgradable request.');
  });

  test('can be had only once', async () => {
    const { passed, open } = gate<unknown>();
    const server = await startHttp1(async (context) => {
      await upgradeOf(context).upgrade();
      open(await upgradeOf(context).upgrade().catch((error: Error) => error.message));
    });
    const client = await server.connect();
    client.send(UPGRADE);
    expect((await client.answer()).status).toBe(101);
    expect(await passed).toContain('already called and can only be called once per connection');
  });

  test('is not had once the response has started', async () => {
    const { passed, open } = gate<unknown>();
    const server = await startHttp1(async (context) => {
      await context.response.write('begun');
      open(await upgradeOf(context).upgrade().catch((error: Error) => error.message));
    });
    expect((await server.ask(UPGRADE)).body).toBe('begun');
    expect(await passed).toContain('response has already started');
  });

  test('leaves the response alone: writes to it fail, and its limits cannot be set', async () => {
    const { passed, open } = gate<unknown[]>();
    const server = await startHttp1(async (context) => {
      await upgradeOf(context).upgrade();
      const size = requiredFeature(context.features, HttpMaxRequestBodySizeFeature);
      const failure: unknown = await context.response.write('x').catch((error: Error) => error.message);
      expect(() => (size.maxRequestBodySize = 5)).toThrow('cannot be modified after the request has been upgraded');
      open([failure, size.isReadOnly, (await context.request.bytes()).length]);
    });
    const client = await server.connect();
    client.send(UPGRADE);
    expect((await client.answer()).status).toBe(101);
    expect(await passed).toEqual(['Cannot write to response body after connection has been upgraded.', true, 0]);
    await turns();
    expect(client.hasEnded).toBe(false);
  });

  test('runs the callbacks before the start', async () => {
    const server = await startHttp1(async (context) => {
      context.response.onStarting(async () => {
        await new Promise(setImmediate);
        context.response.headers.set('X-Late', 'yes');
      });
      await echo(context);
    });
    const client = await server.connect();
    client.send(`${UPGRADE}more`);
    expect((await client.answer()).headers).toMatchObject({ 'x-late': 'yes' });
    await take(client, 'more');
  });

  test('over the limit is refused, and the slot of one that ended is free again', async () => {
    const server = await startHttp1(async (context) => {
      const refused = await upgradeOf(context).upgrade().then((stream) => void stream.pipe(stream), (error: Error) => error.message);
      if (typeof refused === 'string') await context.response.text(refused);
    }, { limits: { maxConcurrentUpgradedConnections: 1 } });
    const first = await server.connect();
    first.send(UPGRADE);
    expect((await first.answer()).status).toBe(101);
    expect((await server.ask(UPGRADE)).body).toContain('Request cannot be upgraded because the server has already opened the maximum number of upgraded connections');
    first.reset();
    await until(() => server.services.connections.upgraded === 0);
    const third = await server.connect();
    third.send(UPGRADE);
    expect((await third.answer()).status).toBe(101);
  });

  test('gives its place among the connections back', async () => {
    const server = await startHttp1(echo, { limits: { maxConcurrentConnections: 1 } });
    const first = await server.connect();
    first.send(UPGRADE);
    expect((await first.answer()).status).toBe(101);
    expect((await server.ask('GET / HTTP/1.1\r\nHost:\r\n\r\n')).status).toBe(500);
  });

  test('ends all time-outs', async () => {
    const server = await startHttp1(echo);
    const client = await server.connect();
    client.send(UPGRADE);
    await client.answer();
    server.pass(1_000_000);
    client.send('still here');
    await take(client, 'still here');
  });

  test('fires requestAborted when the client has gone', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async (context) => {
      const stream = await upgradeOf(context).upgrade();
      stream.on('error', () => {}).resume();
      await once(context.requestAborted, 'abort');
      open();
    });
    const client = await server.connect();
    client.send(UPGRADE);
    await client.answer();
    client.reset();
    await passed;
  });

  test('is no error of the app when its client goes away while it writes', async () => {
    const { passed, open } = gate<Duplex>();
    const server = await startHttp1(async (context) => {
      const stream = await upgradeOf(context).upgrade();
      stream.pipe(stream);
      open(stream);
    });
    const client = await server.connect();
    client.send(UPGRADE);
    await client.answer();
    const stream = await passed;
    const closed = once(stream, 'close');
    client.reset();
    // Before the server has heard of it.
    stream.write('x');
    stream.write('y');
    await closed;
    expect([stream.errored, stream.destroyed, server.errors]).toEqual([null, true, []]);
  });

  test('is cut when the server stops and the app does not end it', async () => {
    const server = await startHttp1(echo);
    const client = await server.connect();
    client.send(UPGRADE);
    await client.answer();
    const summary = await server.services.connections.drain(1);
    expect(summary.cut).toBe(1);
    await client.closed();
  });
});
