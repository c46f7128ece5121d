import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpMaxRequestBodySizeFeature, RequestBodyPipeFeature } from '../../../../../src/hosting/http/body-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { sendInPieces, startHttp1, until } from '../../../../support/http1-server.ts';

const ok: RequestDelegate = () => {};
const echo: RequestDelegate = async ({ request, response }) => response.text(await request.text());
const sizeOf = (context: Parameters<RequestDelegate>[0]): HttpMaxRequestBodySizeFeature => requiredFeature(context.features, HttpMaxRequestBodySizeFeature);

describe('the request line', () => {
  test.each([
    ['GET / HTTP/1.1\r\n', 16],
    ['POST /abc/de HTTP/1.1\r\n', 23],
    ['PUT /abc/de?f=ghi HTTP/1.1\r\n', 28],
    ['DELETE /a%20b%20c/d%20e?f=ghi HTTP/1.1\r\n', 40],
  ])('%j may have as many octets as the limit, and not one more', async (line, length) => {
    const least = await startHttp1(ok, { limits: { maxRequestLineSize: length } });
    expect((await least.ask(`${line}Host:\r\n\r\n`)).status).toBe(200);
    const less = await startHttp1(ok, { limits: { maxRequestLineSize: length - 1 } });
    expect(await less.ask(`${line}Host:\r\n\r\n`)).toMatchObject({ status: 414, reason: 'URI Too Long', headers: { connection: 'close' } });
  });

  test('that never ends is refused when it is too long', async () => {
    const server = await startHttp1(ok);
    expect((await server.ask(`GET /${'a'.repeat(8192)}`)).status).toBe(414);
  });

  test('that comes octet by octet is refused all the same', async () => {
    const server = await startHttp1(ok, { limits: { maxRequestLineSize: 40 } });
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const text = `GET /${'a'.repeat(60)} HTTP/1.1\r\n`;
    const [serverSocket] = server.sockets;
    if (serverSocket) await sendInPieces(client, { serverSocket, text, splits: Array.from({ length: text.length }, (_, at) => at) });
    expect((await client.answer()).status).toBe(414);
  });
});

const headers = (count: number): string => ['Host:\r\n', ...Array.from({ length: Math.max(0, count - 1) }, (_, at) => `Header-${at + 1}: value${at + 1}\r\n`)].join('');

describe('header fields', () => {
  test.each([0, 1, 5, 100])('%d of them may be as large in total as the limit, and no larger', async (count) => {
    const total = headers(count).length;
    const least = await startHttp1(ok, { limits: { maxRequestHeadersTotalSize: total } });
    expect((await least.ask(`GET / HTTP/1.1\r\n${headers(count)}\r\n`)).status).toBe(200);
    const less = await startHttp1(ok, { limits: { maxRequestHeadersTotalSize: total - 1 } });
    expect(await less.ask(`GET / HTTP/1.1\r\n${headers(count)}\r\n`)).toMatchObject({ status: 431, reason: 'Request Header Fields Too Large', headers: { connection: 'close' } });
  });

  test.each([[0, 1, 200], [1, 1, 200], [1, 2, 200], [5, 5, 200], [5, 6, 200], [2, 1, 431], [5, 1, 431], [5, 4, 431]])('%d with a limit of %d are answered with %d', async (count, limit, status) => {
    const server = await startHttp1(ok, { limits: { maxRequestHeaderCount: limit } });
    expect((await server.ask(`GET / HTTP/1.1\r\n${headers(count)}\r\n`)).status).toBe(status);
  });

  test('trailers count too: one more than the limit of the count, or of the size, is refused', async () => {
    const request = (trailers: string): string => `POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n${trailers}\r\n`;
    const size = 'Host:\r\nTransfer-Encoding: chunked\r\n'.length;
    const counted = await startHttp1(echo, { limits: { maxRequestHeaderCount: 3 } });
    expect((await counted.ask(request('A: b\r\n'))).status).toBe(200);
    expect(await counted.ask(request('A: b\r\nC: d\r\n'))).toMatchObject({ status: 431, headers: { connection: 'close' } });
    const sized = await startHttp1(echo, { limits: { maxRequestHeadersTotalSize: size + 6 } });
    expect((await sized.ask(request('A: b\r\n'))).status).toBe(200);
    expect((await sized.ask(request('A: bc\r\n'))).status).toBe(431);
  });
});

describe('the body size', () => {
  test('as large as the limit is read, one octet more is 413 for whoever reads', async () => {
    const server = await startHttp1(echo, { limits: { maxRequestBodySize: 5 } });
    expect(await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello')).toMatchObject({ status: 200, body: 'hello' });
    expect(await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 6\r\n\r\nhello!')).toMatchObject({ status: 413, headers: { connection: 'close', 'content-length': '0' } });
    expect(server.debugged.join()).toContain('Request body too large. The max request body size is 5 bytes.');
    expect(server.errors).toEqual([]);
  });

  test('is refused before the octets come, and each read again', async () => {
    const messages: string[] = [];
    const server = await startHttp1(async ({ features, response }) => {
      const body = requiredFeature(features, RequestBodyPipeFeature);
      for (let time = 0; time < 2; time++) await body.readAll().catch((error: Error) => messages.push(error.message));
      await response.text('mine');
    }, { limits: { maxRequestBodySize: 5 } });
    const answer = await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 6\r\n\r\n');
    expect(answer).toMatchObject({ status: 200, body: 'mine', headers: { connection: 'close' } });
    expect(messages.filter((text) => text.startsWith('Request body too large'))).toHaveLength(2);
  });

  test('a body that is too large and came whole ends its connection though the app swallows it', async () => {
    const server = await startHttp1(async ({ request, response }) => {
      await request.bytes().catch(() => {});
      await response.text('mine');
    }, { limits: { maxRequestBodySize: 5 } });
    expect(await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 6\r\n\r\nhello!')).toMatchObject({ status: 200, headers: { connection: 'close' } });
  });

  test('counts the framing of a chunked body, and not its trailers', async () => {
    const body = '5\r\nHello\r\n6\r\n World\r\n0\r\n';
    const request = `POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n${body}Some: trailer\r\n\r\n`;
    const least = await startHttp1(echo, { limits: { maxRequestBodySize: body.length } });
    expect(await least.ask(request)).toMatchObject({ status: 200, body: 'Hello World' });
    const less = await startHttp1(echo, { limits: { maxRequestBodySize: body.length - 1 } });
    expect((await less.ask(request)).status).toBe(413);
  });

  test('of 0 lets requests without a body pass', async () => {
    const server = await startHttp1(echo, { limits: { maxRequestBodySize: 0 } });
    expect((await server.ask('GET / HTTP/1.1\r\nHost:\r\n\r\n')).status).toBe(200);
    expect((await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1\r\n\r\n')).status).toBe(413);
  });

  test('can be raised, or lifted, for a request, and is the old one for the next', async () => {
    const seen: unknown[] = [];
    const server = await startHttp1(async (context) => {
      const size = sizeOf(context);
      seen.push(size.maxRequestBodySize, size.isReadOnly);
      if (context.request.path === '/lifted') size.maxRequestBodySize = null;
      await echo(context);
    }, { limits: { maxRequestBodySize: 2 } });
    const client = await server.connect();
    client.send('POST /lifted HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello');
    expect((await client.answer()).status).toBe(200);
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello');
    expect((await client.answer()).status).toBe(413);
    expect(seen).toEqual([2, false, 2, false]);
  });

  test('cannot be set after the first read, nor to less than nothing', async () => {
    const server = await startHttp1(async (context) => {
      const size = sizeOf(context);
      expect(() => (size.maxRequestBodySize = -1)).toThrow('Value must be null or a non-negative number');
      await context.request.text();
      expect(size.isReadOnly).toBe(true);
      size.maxRequestBodySize = 1;
    });
    expect(await server.ask('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello')).toMatchObject({ status: 500, headers: { 'content-length': '0' } });
    expect(String(server.errors[0])).toContain('The maximum request body size cannot be modified after the app has already started reading from the request body.');
  });

  test('what is set where there is no body can be read back', async () => {
    let read: number | null = 0;
    const server = await startHttp1((context) => {
      sizeOf(context).maxRequestBodySize = 7;
      read = sizeOf(context).maxRequestBodySize;
    });
    await server.ask('GET / HTTP/1.1\r\nHost:\r\n\r\n');
    expect(read).toBe(7);
  });

  test('an upload that is too large gets its 413 though the client is still sending', async () => {
    const server = await startHttp1(echo, { limits: { maxRequestBodySize: 1000 } });
    const client = await server.connect();
    client.pause();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 30000000\r\n\r\n');
    for (let piece = 0; piece < 400; piece++) client.send(Buffer.alloc(65_536));
    await until(() => client.socket.writableLength === 0 || client.isClosed);
    client.resume();
    expect(await client.answer()).toMatchObject({ status: 413, headers: { connection: 'close' } });
    expect(client.error).toBeUndefined();
  });

  test('holds for a body that nobody reads: what is sent beyond is not taken', async () => {
    const server = await startHttp1(ok, { limits: { maxRequestBodySize: 10 } });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 1000\r\n\r\nabc');
    expect((await client.answer()).status).toBe(200);
    await client.closed();
    expect(client.hasEnded).toBe(true);
  });
});

describe('connections', () => {
  test('over the limit are closed without an answer, with a warning', async () => {
    const server = await startHttp1(ok, { limits: { maxConcurrentConnections: 2 } });
    const [one] = [await server.connect(), await server.connect()];
    await until(() => server.sockets.length === 2);
    const third = await server.connect();
    expect(await third.closed()).toBe('');
    expect(server.warnings[0]).toMatch(/^Connection id "\w+" rejected because the maximum number of concurrent connections has been reached\.$/);
    one.destroy();
    await until(() => !server.services.connections.isFull);
    expect((await server.ask('GET / HTTP/1.1\r\nHost:\r\n\r\n')).status).toBe(200);
  });
});
