import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { gate, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const echo: RequestDelegate = async ({ request, response }) => response.text(await request.text());

describe('Expect: 100-continue', () => {
  const head = 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n';

  test('is met when the app reads, and not before', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request, response }) => {
      await passed;
      await response.text(await request.text());
    });
    const client = await server.connect();
    client.send(head);
    await until(() => server.begun === 1);
    await turns();
    expect(client.received).toBe('');
    open();
    expect((await client.answer()).head).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.send('hello');
    expect(await client.answer()).toMatchObject({ status: 200, body: 'hello' });
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\n');
    expect((await client.answer()).status).toBe(200);
  });

  test.each([
    ['a client of HTTP/1.0', 'POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello'],
    ['a client that did not wait', `${head}hello`],
    ['a request without a body', 'GET / HTTP/1.1\r\nHost:\r\nExpect: 100-continue\r\n\r\n'],
  ])('is passed over for %s', async (_, request) => {
    const server = await startHttp1(echo);
    expect((await server.ask(request)).status).toBe(200);
  });

  test('of a body that is too large is answered with 413 at once', async () => {
    const server = await startHttp1(echo, { limits: { maxRequestBodySize: 4 } });
    expect(await server.ask(head)).toMatchObject({ status: 413, headers: { connection: 'close' } });
  });

  test('that the app does not meet ends the connection with its answer: 417, or any', async () => {
    const server = await startHttp1(({ response }) => void (response.statusCode = 417));
    const client = await server.connect();
    client.send(head);
    expect(await client.answer()).toMatchObject({ status: 417, reason: 'Expectation Failed', headers: { connection: 'close' } });
    expect(await client.closed()).toBe('');
  });

  test('whose body comes without waiting, unread, keeps the connection', async () => {
    const server = await startHttp1(({ response }) => response.text('x'));
    const client = await server.connect();
    client.send(`${head}helloGET / HTTP/1.1\r\nHost:\r\n\r\n`);
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([200, 200]);
  });

  test('is not met behind the answer, by an app that reads late', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const server = await startHttp1(async ({ request, response }) => {
      late = () => request.bytes().catch(() => {});
      await new Promise(setImmediate);
      await response.text('x');
    });
    const client = await server.connect();
    client.send(head);
    await client.answer();
    await late?.();
    await turns();
    expect(client.received).toBe('');
    expect(server.sockets[0]?.errored).toBeNull();
  });

  test('is not met in the middle of another answer, by an app that reads late', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const server = await startHttp1(async ({ request, response }) => {
      late ??= () => request.bytes().catch(() => {});
      await response.write('first');
      await late();
    });
    const client = await server.connect();
    client.send(head);
    await client.waitFor(() => client.received.includes('first'));
    client.send('hello');
    expect(await client.closed()).not.toContain('100 Continue');
  });
});
