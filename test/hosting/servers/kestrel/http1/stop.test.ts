import { describe, expect, test } from 'vitest';
import { gate, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';
const FOREVER = 60_000;

describe('a server that stops', () => {
  test('closes idle and silent connections at once', async () => {
    const server = await startHttp1(({ response }) => response.text('x'));
    const [idle, silent] = [await server.connect(), await server.connect()];
    idle.send(GET);
    await idle.answer();
    await until(() => server.sockets.length === 2);
    expect(await server.services.connections.drain(FOREVER)).toEqual({ drained: 0, cut: 0 });
    expect([await idle.closed(), await silent.closed()]).toEqual(['', '']);
  });

  test('answers what is in flight with Connection: close, and counts it', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      await passed;
      await response.text('done');
    });
    const clients = [await server.connect(), await server.connect()];
    for (const client of clients) client.send(GET);
    await until(() => server.begun === 2);
    const stopped = server.services.connections.drain(FOREVER);
    await turns();
    open();
    for (const client of clients) {
      expect(await client.answer()).toMatchObject({ body: 'done', headers: { connection: 'close' } });
      expect(await client.closed()).toBe('');
    }
    expect(await stopped).toEqual({ drained: 2, cut: 0 });
  });

  test('closes behind an answer that had begun before', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      await response.write('begun');
      await passed;
      await response.write(' and done');
    });
    const client = await server.connect();
    client.send(GET);
    await client.waitFor(() => client.received.includes('begun'));
    const stopped = server.services.connections.drain(FOREVER);
    open();
    expect((await client.answer()).body).toBe('begun and done');
    await client.closed();
    expect(await stopped).toEqual({ drained: 1, cut: 0 });
  });

  test('cuts at the deadline what is left, and fires its signal', async () => {
    const signals: AbortSignal[] = [];
    const server = await startHttp1(async ({ requestAborted, request }) => {
      signals.push(requestAborted);
      if (request.path === '/never') await new Promise(() => {});
    });
    const client = await server.connect();
    client.send('GET /never HTTP/1.1\r\nHost:\r\n\r\n');
    await until(() => server.begun === 1);
    expect(await server.services.connections.drain(1)).toEqual({ drained: 0, cut: 1 });
    expect(signals[0]?.aborted).toBe(true);
    await client.closed();
  });

  test('answers a request whose head was half there, as the last one', async () => {
    const server = await startHttp1(({ response }) => response.text('done'));
    const client = await server.connect();
    client.send('GET / HT');
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > 0);
    const stopped = server.services.connections.drain(FOREVER);
    client.send('TP/1.1\r\nHost:\r\n\r\n');
    expect(await client.answer()).toMatchObject({ body: 'done', headers: { connection: 'close' } });
    expect((await stopped).cut).toBe(0);
  });

  test('does not count less than nothing when a half-sent request becomes one that is cut', async () => {
    const server = await startHttp1(() => new Promise<void>(() => {}));
    const client = await server.connect();
    client.send('GET / HT');
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > 0);
    const stopped = server.services.connections.drain(50);
    client.send('TP/1.1\r\nHost:\r\n\r\n');
    expect(await stopped).toEqual({ drained: 0, cut: 1 });
  });

  test('does not begin what is pipelined behind the request in flight', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      await passed;
      await response.text('done');
    });
    const client = await server.connect();
    client.send(GET + GET);
    await until(() => server.begun === 1);
    const stopped = server.services.connections.drain(FOREVER);
    open();
    expect(await client.answer()).toMatchObject({ headers: { connection: 'close' } });
    await client.closed();
    client.end();
    expect([await stopped, server.begun]).toEqual([{ drained: 1, cut: 0 }, 1]);
  });

  test('with a body that nobody reads still under way closes without waiting for it', async () => {
    const server = await startHttp1(({ response }) => response.text('x'));
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhe');
    await client.answer();
    const stopped = server.services.connections.drain(FOREVER);
    expect(await client.closed()).toBe('');
    client.end();
    expect(await stopped).toEqual({ drained: 0, cut: 0 });
  });
});

describe('an endpoint that goes away', () => {
  test('ends its connections with their answers while the server stays', async () => {
    const server = await startHttp1(({ response }) => response.text('done'));
    const [half, busy] = [await server.connect(), await server.connect()];
    half.send(GET);
    await half.answer();
    half.send('GET / HT');
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > GET.length);
    const gone = server.services.connections.drainEndpoint('test', FOREVER);
    half.send('TP/1.1\r\nHost:\r\n\r\n');
    expect(await half.answer()).toMatchObject({ headers: { connection: 'close' } });
    busy.send(GET);
    await busy.answer().catch(() => {});
    busy.destroy();
    await gone;
    expect(server.services.connections.isDraining).toBe(false);
  });
});
