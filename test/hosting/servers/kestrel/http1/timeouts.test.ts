import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpMinRequestBodyDataRateFeature } from '../../../../../src/hosting/http/body-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { gate, sendInPieces, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const ok: RequestDelegate = () => {};
const echo: RequestDelegate = async ({ request, response }) => response.text(await request.text());

describe('time', () => {
  test.each(['GET / HTTP/1.1\r\nHost:\r\n', 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n', 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n\r', 'P', 'POST / HTTP/1.1\r', 'PRI * HTT'])(
    'a head of which only %j comes is answered with 408 after the header time-out',
    async (part) => {
      const server = await startHttp1(ok, { limits: { requestHeadersTimeout: 10_000 }, protocols: 'Http1AndHttp2' });
      const client = await server.connect();
      client.send(part);
      await until(() => (server.sockets[0]?.bytesRead ?? 0) === part.length);
      server.pass(10_000);
      await turns();
      expect(client.received).toBe('');
      server.pass(1000);
      expect(await client.closed()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\nDate: [^\r]*\r\nContent-Length: 0\r\n\r\n$/);
      expect(server.debugged[0]).toContain('Reading the request headers timed out.');
    },
  );

  test('octets that trickle in do not extend it', async () => {
    const server = await startHttp1(ok, { limits: { requestHeadersTimeout: 10_000 } });
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const [serverSocket] = server.sockets;
    if (!serverSocket) return;
    for (const char of 'GET / HTTP/1.1\r\nHos') {
      await sendInPieces(client, { serverSocket, text: char, splits: [] });
      server.pass(1000);
    }
    expect((await client.answer()).status).toBe(408);
  });

  test('of the next request it begins with its first octet, not with the answer before', async () => {
    const server = await startHttp1(ok, { limits: { requestHeadersTimeout: 10_000 } });
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\n');
    await client.answer();
    server.pass(60_000);
    client.send('GET / HT');
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > 30);
    server.pass(9000);
    client.send('TP/1.1\r\nHost:\r\n\r\n');
    expect((await client.answer()).status).toBe(200);
  });

  test('a half-sent head that came with the request before it is timed too', async () => {
    const server = await startHttp1(ok, { limits: { requestHeadersTimeout: 10_000 } });
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\nGET / H');
    await client.answer();
    server.pass(11_000);
    expect((await client.answer()).status).toBe(408);
  });

  test.each(['', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'])('a connection that is silent after %j is closed without a word at the keep-alive time-out', async (before) => {
    const server = await startHttp1(ok, { limits: { keepAliveTimeout: 20_000 } });
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    if (before !== '') {
      client.send(before);
      await client.answer();
    }
    server.pass(20_000);
    await turns();
    expect(client.hasEnded).toBe(false);
    server.pass(1000);
    expect(await client.closed()).toBe('');
  });

  test('nothing is timed while the app works, or while a body is being sent', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request, response }) => {
      await passed;
      await response.text(await request.text());
    });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhel');
    await until(() => server.begun === 1);
    server.pass(500_000);
    open();
    await turns();
    client.send('lo');
    expect((await client.answer()).body).toBe('hello');
  });

  test('a body that does not come is 408 after the grace period, and not before', async () => {
    const server = await startHttp1(echo);
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n\r\n');
    await until(() => server.begun === 1);
    server.pass(5000);
    await turns();
    expect(client.received).toBe('');
    server.pass(1000);
    expect(await client.answer()).toMatchObject({ status: 408, reason: 'Request Timeout', headers: { connection: 'close' } });
    expect(server.debugged.join()).toContain('Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate.');
    expect(server.errors).toEqual([]);
  });

  test('a body that comes too slowly is 408, one that keeps the rate is not', async () => {
    const server = await startHttp1(echo, { limits: { minRequestBodyDataRate: { bytesPerSecond: 100, gracePeriod: 2000 } } });
    const [fast, slow] = [await server.connect(), await server.connect()];
    for (const client of [fast, slow]) client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 2000\r\n\r\n');
    await until(() => server.begun === 2);
    for (let second = 0; second < 19; second++) {
      fast.send('x'.repeat(100));
      if (!slow.hasEnded) slow.send('x'.repeat(50));
      const [serverFast] = server.sockets;
      await until(() => (serverFast?.bytesRead ?? 0) >= 48 + 100 * (second + 1));
      server.pass(1000);
      await turns(2);
    }
    fast.send('x'.repeat(100));
    expect((await fast.answer()).body).toHaveLength(2000);
    expect((await slow.answer()).status).toBe(408);
  });

  test('the time in which the app does not read does not count', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request, response }) => {
      const body = request.body[Symbol.asyncIterator]();
      await body.next();
      await passed;
      let octets = 3;
      for (;;) {
        const { done, value } = await body.next();
        if (done) break;
        octets += value.length;
      }
      await response.text(String(octets));
    });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhel');
    await until(() => server.begun === 1);
    await turns();
    client.send('l');
    await turns();
    server.pass(100_000);
    open();
    await turns();
    server.pass(4000);
    client.send('o');
    expect((await client.answer()).body).toBe('5');
  });

  test('the rate can be changed for a request', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async (context) => {
      requiredFeature(context.features, HttpMinRequestBodyDataRateFeature).minDataRate = null;
      open();
      await echo(context);
    });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n\r\n');
    await passed;
    server.pass(100_000);
    client.send('x');
    expect((await client.answer()).body).toBe('x');
  });

  test('a body that nobody reads is read to its end for five seconds', async () => {
    const server = await startHttp1(ok);
    const [ends, stays] = [await server.connect(), await server.connect()];
    for (const client of [ends, stays]) {
      client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhe');
      expect((await client.answer()).headers).not.toHaveProperty('connection');
    }
    server.pass(4000);
    ends.send('lloGET / HTTP/1.1\r\nHost:\r\n\r\n');
    expect((await ends.answer()).status).toBe(200);
    server.pass(2000);
    expect(await stays.closed()).toBe('');
    expect(ends.hasEnded).toBe(false);
  });
});
