import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { HttpResponseTrailersFeature } from '../../../../../src/hosting/http/body-features.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../../../../../src/hosting/http/response-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';

const empty = (): void => {};

describe('a response', () => {
  test('without a body has Content-Length 0, Date and Server', async () => {
    const server = await startHttp2(empty);
    const { headers, body } = await request(await server.connect());
    expect([headers[':status'], headers['content-length'], headers['server'], body]).toEqual([200, '0', 'Kestrel', '']);
    expect(headers['date']).toMatch(/^[A-Z][a-z]{2}, \d{2} .* GMT$/);
  });

  test('has the Date and Server that the app sets', async () => {
    const server = await startHttp2(({ response }) => {
      response.headers.set('Date', 'yesterday');
      response.headers.set('Server', 'mine');
    });
    expect((await request(await server.connect())).headers).toMatchObject({ date: 'yesterday', server: 'mine' });
  });

  test('sends cookies one by one and joins other fields of one name', async () => {
    const server = await startHttp2(({ response }) => {
      for (const cookie of ['a=1', 'b=2']) response.headers.append('Set-Cookie', cookie);
      for (const one of ['x', 'y']) response.headers.append('Vary', one);
      for (const one of ['1', '2']) response.headers.append('ETag', one);
      response.headers.set('__proto__', 'safe');
      response.headers.set('constructor', 'safe');
    });
    const { headers } = await request(await server.connect());
    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], vary: 'x, y', etag: '1, 2', constructor: 'safe' });
  });

  test('leaves out fields of the connection, with one warning of the server', async () => {
    const server = await startHttp2(({ response }) => {
      for (const name of ['Connection', 'Transfer-Encoding', 'Keep-Alive', 'Upgrade', 'Proxy-Connection']) response.headers.set(name, 'x');
      response.headers.set('X-Left', 'yes');
    });
    const session = await server.connect();
    const { headers } = await request(session);
    expect(Object.keys(headers).sort()).toEqual([':status', 'content-length', 'date', 'server', 'x-left']);
    for (const again of [session, await server.connect()]) await request(again);
    expect(server.warnings).toEqual([expect.stringContaining('have been removed because they are invalid for HTTP/2 and HTTP/3 responses')]);
  });

  test('cannot be changed any more when it has started, by what is asked for first then neither', async () => {
    const refused: string[] = [];
    const server = await startHttp2(async ({ features, response }) => {
      await response.write('x');
      const feature = requiredFeature(features, HttpResponseFeature);
      for (const change of [() => response.headers.set('X-Late', 'yes'), () => (response.statusCode = 201), () => (feature.reasonPhrase = 'Late')]) {
        try {
          change();
        } catch (error) {
          refused.push(String(error));
        }
      }
    });
    const { headers } = await request(await server.connect());
    expect([headers[':status'], headers['x-late']]).toEqual([200, undefined]);
    expect(refused).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('already started')));
  });

  test('may come in pieces, and starts before its end', async () => {
    let goOn = empty;
    const server = await startHttp2(async ({ response }) => {
      await response.write('a');
      await new Promise<void>((resolve) => (goOn = resolve));
      await response.write('ü');
      await response.write(Buffer.from('c'));
    });
    const stream = (await server.connect()).request();
    const [chunk] = await once(stream, 'data');
    expect(String(chunk)).toBe('a');
    goOn();
    expect((await readAnswer(stream)).body).toBe('üc');
  });

  test('start() sends the head alone', async () => {
    let goOn = empty;
    const server = await startHttp2(async ({ features, response }) => {
      await requiredFeature(features, HttpResponseBodyFeature).start();
      expect(response.hasStarted).toBe(true);
      await new Promise<void>((resolve) => (goOn = resolve));
      await response.write('body');
    });
    const stream = (await server.connect()).request();
    expect((await once(stream, 'response'))[0]).toMatchObject({ ':status': 200 });
    goOn();
    expect((await readAnswer(stream)).body).toBe('body');
  });

  test.each([200_000, 16_384, 16_385])('of %i octets in one write arrives whole', async (octets) => {
    const server = await startHttp2(async ({ response }) => response.write(Buffer.alloc(octets, 'z')));
    expect((await request(await server.connect())).body).toBe('z'.repeat(octets));
  });

  test('a small chunk may be written over as soon as write has returned', async () => {
    const server = await startHttp2(async ({ response }) => {
      const chunk = Buffer.from('good');
      await response.write(chunk);
      chunk.fill('!');
    });
    expect((await request(await server.connect())).body).toBe('good');
  });

  test('its body is a Node stream and a web stream', async () => {
    const server = await startHttp2(async ({ request, response }) => {
      if (request.path === '/web') {
        const writer = response.bodyWriter.getWriter();
        await writer.write(Buffer.from('web'));
        await writer.close();
      } else response.body.end('node');
    });
    const session = await server.connect();
    expect((await request(session, { ':path': '/web' })).body).toBe('web');
    expect((await request(session, { ':path': '/node' })).body).toBe('node');
  });

  test('to HEAD has the length and no body', async () => {
    const server = await startHttp2(async ({ request, response }) => {
      if (request.path === '/late') await new Promise(setImmediate);
      await response.text('hello');
    });
    const session = await server.connect();
    for (const path of ['/', '/late']) {
      const { headers, body } = await request(session, { ':method': 'HEAD', ':path': path });
      expect([headers[':status'], headers['content-length'], body]).toEqual([200, '5', '']);
    }
    expect(server.connections[0]?.activeRequests).toBe(0);
  });

  test.each([
    [204, undefined],
    [205, '0'],
    [304, undefined],
  ])('with status %i has no body', async (status, length) => {
    let failure: unknown;
    const server = await startHttp2(async ({ response }) => {
      response.statusCode = status;
      failure = await response.write('x').catch((error: unknown) => error);
    });
    const { headers, body } = await request(await server.connect());
    expect([headers[':status'], headers['content-length'], body]).toEqual([status, length, '']);
    expect(String(failure)).toContain(`Writing to the response body is invalid for responses with status code ${status}.`);
  });

  test('trailers follow the body, set before it or after it', async () => {
    const server = await startHttp2(async ({ features, request, response }) => {
      const { trailers } = requiredFeature(features, HttpResponseTrailersFeature);
      if (request.path !== '/late') trailers.set('X-Sum', '1');
      if (request.path !== '/empty') await response.write('body');
      if (request.path !== '/late') return;
      await new Promise(setImmediate);
      await response.write(Buffer.alloc(20_000));
      trailers.set('X-Sum', '1');
    });
    const session = await server.connect();
    for (const path of ['/', '/late', '/empty']) expect((await request(session, { ':path': path })).trailers).toMatchObject({ 'x-sum': '1' });
  });

  test('trailers come through when the request was not read', async () => {
    const server = await startHttp2(async ({ features }) => void requiredFeature(features, HttpResponseTrailersFeature).trailers.set('grpc-status', '12'));
    const stream = (await server.connect()).request({ ':method': 'POST' }, { endStream: false });
    stream.write('never ended');
    expect((await readAnswer(stream)).trailers).toMatchObject({ 'grpc-status': '12' });
  });

  test('ends a request that nobody reads, without an error', async () => {
    const server = await startHttp2(async ({ response }) => response.text('no, thanks'));
    const stream = (await server.connect()).request({ ':method': 'POST' }, { endStream: false });
    stream.write(Buffer.alloc(100_000));
    expect((await readAnswer(stream)).body).toBe('no, thanks');
    expect(server.connections[0]?.activeRequests).toBe(0);
  });

  test.each([299, 418, 599])('may have the status %i', async (status) => {
    const server = await startHttp2(async ({ response }) => {
      response.statusCode = status;
      await response.write('x');
      await new Promise(setImmediate);
    });
    const { headers, body } = await request(await server.connect());
    expect([headers[':status'], body]).toEqual([status, 'x']);
  });

  test.each([101, 199, 600, 999])('cannot have the status %i', async (status) => {
    const server = await startHttp2(({ response }) => void (response.statusCode = status));
    expect((await request(await server.connect())).headers[':status']).toBe(500);
    expect(String(server.errors[0])).toContain(`The status code ${status} cannot end a request of HTTP/2`);
  });

  test('cannot be written to when it is complete', async () => {
    let failure: unknown;
    const server = await startHttp2(async ({ response }) => {
      await response.complete();
      failure = await response.write('x').catch((error: unknown) => error);
    });
    await request(await server.connect());
    expect(String(failure)).toContain('the response has completed');
  });
});

test.each([[{}], [5], [null], [new ArrayBuffer(20)]])('a response is not made of %o', async (chunk) => {
  const server = await startHttp2(({ response }) => response.write(chunk as unknown as Uint8Array));
  const session = await server.connect();
  expect((await request(session)).headers[':status']).toBe(500);
  expect(String(server.errors[0])).toContain('must be a string or a Uint8Array');
});
