import { Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpRequestBodyDetectionFeature, HttpRequestTrailersFeature, RequestBodyPipeFeature } from '../../../../../src/hosting/http/body-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { BadHttpRequestError } from '../../../../../src/hosting/http1/bad-http-request-error.ts';
import { gate, sendInPieces, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const echo: RequestDelegate = async ({ request, response }) => response.text(await request.text());
const chunked = (body: string): string => `POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;

describe('a chunked body', () => {
  test.each([
    ['5\r\nHello\r\n6\r\n World\r\n0\r\n\r\n', 'Hello World'],
    ['C;hello\r\nHelloChunked\r\n0;hello=there\r\n\r\n', 'HelloChunked'],
    ['0\r\n\r\n', ''],
    ['00005\r\nHello\r\n000\r\n\r\n', 'Hello'],
    ['a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n', '0123456789abcdefghij'],
  ])('%j is %j, wherever it is cut', async (body, text) => {
    const server = await startHttp1(echo);
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const serverSocket = server.sockets[0] ?? new Socket();
    for (let cut = 1; cut < chunked(body).length; cut++) {
      await sendInPieces(client, { serverSocket, text: chunked(body), splits: [cut] });
      expect((await client.answer()).body).toBe(text);
    }
  });

  test.each([
    ['2;\nxx\r\nab\r\n0\r\n\r\n', 'Bad chunk extension.'],
    ['2;a\rb\r\nab\r\n0\r\n\r\n', 'Bad chunk extension.'],
    ['2 \r\nab\r\n0\r\n\r\n', 'Bad chunk size data.'],
    ['-2\r\nab\r\n0\r\n\r\n', 'Bad chunk size data.'],
    ['0x2\r\nab\r\n0\r\n\r\n', 'Bad chunk size data.'],
    ['2\nab\r\n0\r\n\r\n', 'Bad chunk size data.'],
    ['fffffffffffffffff\r\nab', 'Bad chunk size data.'],
    ['2\r\nabc\r\n0\r\n\r\n', 'Bad chunk suffix.'],
    ['2\r\nab\n0\r\n\r\n', 'Bad chunk suffix.'],
    ['0\r\nContent-Length: 5\r\n\r\n', "Invalid request header: 'Content-Length: 5'"],
    ['0\r\nA : b\r\n\r\n', "Invalid request header: 'A : b\\x0D\\x0A'"],
  ])('that is malformed, %j, is refused with 400: %s', async (body, message) => {
    const server = await startHttp1(echo);
    const answer = await server.ask(chunked(body));
    expect(answer).toMatchObject({ status: 400, headers: { connection: 'close', 'content-length': '0' } });
    expect(server.debugged).toEqual([expect.stringContaining(`bad request data: "${message}"`)]);
    expect(server.errors).toEqual([]);
  });

  test('that is malformed and swallowed by the app ends the connection with the app’s answer', async () => {
    const server = await startHttp1(async ({ request, response }) => {
      const error: unknown = await request.bytes().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(BadHttpRequestError);
      await response.text('mine');
    });
    expect(await server.ask(chunked('zz'))).toMatchObject({ status: 200, body: 'mine', headers: { connection: 'close' } });
  });

  test('that is malformed and that nobody reads ends the connection', async () => {
    const server = await startHttp1(({ response }) => response.text('mine'));
    const client = await server.connect();
    client.send(chunked('2\r\nab\r\n'));
    expect((await client.answer()).status).toBe(200);
    client.send('zzGET / HTTP/1.1\r\nHost:\r\n\r\n');
    expect(await client.closed()).toBe('');
    expect(server.begun).toBe(1);
  });

  test.each(['', '1', '5\r\nHel', '5\r\nHello\r\n', '5\r\nHello\r\n0\r\n'])('whose client ends behind %j makes the read fail, and is not answered', async (part) => {
    const messages: string[] = [];
    const server = await startHttp1(async ({ request }) => {
      await request.bytes().catch((error: Error) => {
        messages.push(error.message);
        throw error;
      });
    });
    const client = await server.connect();
    client.send(chunked(part));
    client.end();
    expect(await client.closed()).toBe('');
    expect(messages).toEqual(['Unexpected end of request content.']);
    expect(server.errors).toEqual([]);
  });

  test('has trailers when it was read, and not before; they are never headers', async () => {
    const server = await startHttp1(async ({ request, response, features }) => {
      const trailers = requiredFeature(features, HttpRequestTrailersFeature);
      expect(trailers.available).toBe(false);
      expect(() => trailers.trailers).toThrow('The request trailers are not available yet.');
      await request.text();
      expect(trailers.available).toBe(true);
      expect(request.headers.has('x-sum')).toBe(false);
      await response.text([...trailers.trailers].map(([name, value]) => `${name}=${value}`).join());
    });
    expect((await server.ask(chunked('2\r\nab\r\n0\r\nX-Sum: 1\r\nX-Other: e\r\n\r\n'))).body).toBe('X-Sum=1,X-Other=e');
    expect(server.errors).toEqual([]);
  });

  test('of one-octet chunks does not cost an object each', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ features, response }) => {
      await passed;
      const reader = requiredFeature(features, RequestBodyPipeFeature).reader.getReader();
      let [reads, octets] = [0, 0];
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        reads++;
        octets += read.value.length;
      }
      await response.text(`${octets} ${reads < octets / 20}`);
    });
    const client = await server.connect();
    client.send(chunked('1\r\na\r\n'.repeat(100_000)) + '0\r\n\r\n');
    await until(() => server.begun === 1);
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > 600_000);
    open();
    expect((await client.answer()).body).toBe('100000 true');
  });
});

describe('a body', () => {
  test('without one, what is read is empty, and known to be', async () => {
    const server = await startHttp1(async ({ request, response, features }) => {
      expect(requiredFeature(features, HttpRequestBodyDetectionFeature).canHaveBody).toBe(false);
      expect(requiredFeature(features, HttpRequestTrailersFeature).available).toBe(true);
      expect(await readText(request.body)).toBe('');
      expect(await request.bodyReader.getReader().read()).toEqual({ done: true, value: undefined });
      expect(await request.bytes()).toHaveLength(0);
      await response.text(await request.text());
    });
    expect(await server.ask('POST / HTTP/1.1\r\nHost:\r\n\r\n')).toMatchObject({ status: 200, body: '' });
    expect(server.errors).toEqual([]);
  });

  test.each(['node', 'web', 'bytes'])('of a large upload arrives whole as %s', async (how) => {
    const server = await startHttp1(async ({ request, response }) => {
      let octets = 0;
      let sum = 0;
      const take = (chunk: Uint8Array): void => {
        octets += chunk.length;
        for (const octet of chunk) sum = (sum * 31 + octet) % 1_000_003;
      };
      if (how === 'node') for await (const chunk of request.body) take(chunk as Buffer);
      else if (how === 'web') for await (const chunk of request.bodyReader as unknown as AsyncIterable<Uint8Array>) take(chunk);
      else take(await request.bytes());
      await response.text(`${octets} ${sum}`);
    });
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    let sum = 0;
    for (const octet of body) sum = (sum * 31 + octet) % 1_000_003;
    const client = await server.connect();
    client.send(`POST / HTTP/1.1\r\nHost:\r\nContent-Length: ${body.length}\r\n\r\n`);
    client.send(body);
    expect((await client.answer()).body).toBe(`${body.length} ${sum}`);
  });

  test('that nobody reads makes its client wait at the limit of the buffer', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request, response }) => {
      await passed;
      await response.text(String((await request.bytes()).length));
    }, { limits: { maxRequestBufferSize: 200_000 } });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 20000000\r\n\r\n');
    client.send(Buffer.alloc(20_000_000));
    await until(() => server.begun === 1);
    let before = -1;
    while (before !== (server.sockets[0]?.bytesRead ?? 0)) {
      before = server.sockets[0]?.bytesRead ?? 0;
      await turns(50);
    }
    expect(before).toBeLessThan(200_000 + 2 * 65_536);
    open();
    expect((await client.answer()).body).toBe('20000000');
  });

  test('cannot be read when the request has been answered: who waits for it is told', async () => {
    const outcomes: string[] = [];
    const note = (error: Error): void => void outcomes.push(error.message);
    let late: (() => Promise<unknown>) | undefined;
    const server = await startHttp1(async ({ request, response, features }) => {
      const body = requiredFeature(features, RequestBodyPipeFeature);
      if (request.path === '/waiting') void body.readAll().catch(note);
      late = () => body.readAll().catch(note);
      await response.text('done');
    });
    for (const path of ['/waiting', '/late']) {
      const client = await server.connect();
      client.send(`POST ${path} HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhe`);
      await client.answer();
      if (path === '/late') await late?.();
    }
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['The request has been answered: its body is gone.', 'The request has been answered: its body is gone.']);
  });

  test('whose stream nobody listens to for errors does not end the process when its client goes', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request }) => {
      request.body.on('data', () => {});
      request.body.on('close', () => open());
      await passed;
    });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhe');
    await until(() => server.begun === 1);
    client.reset();
    await passed;
  });

  test('is what middleware puts in its place', async () => {
    const server = await startHttp1(async ({ request, response }) => {
      const upper = (await request.text()).toUpperCase();
      request.body = Readable.from([Buffer.from(upper)]);
      const bytes = request.path === '/web' ? await readText(Readable.fromWeb(request.bodyReader as Parameters<typeof Readable.fromWeb>[0])) : await readText(request.body);
      await response.text(bytes);
    });
    for (const path of ['/node', '/web']) expect((await server.ask(`POST ${path} HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello`)).body).toBe('HELLO');
  });
});
