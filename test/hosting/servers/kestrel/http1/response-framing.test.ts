import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpResponseTrailersFeature } from '../../../../../src/hosting/http/body-features.ts';
import { HttpResponseFeature } from '../../../../../src/hosting/http/response-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { gate, startHttp1, turns, until, type TestHttp1Server } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';

/** Asks twice on one connection: the second answer, or undefined when the connection had ended. */
async function askTwice(server: TestHttp1Server, request = GET) {
  const client = await server.connect();
  client.send(request);
  const method = request.slice(0, request.indexOf(' '));
  const first = await client.answer(method);
  if (first.headers['connection'] !== 'close') client.send(request);
  const second = await client.answer(method).catch(() => undefined);
  return { first, second };
}

describe('a response', () => {
  test('of an app that does nothing is a bare 200 with Kestrel’s headers in their order', async () => {
    const server = await startHttp1(() => {}, { addServerHeader: true });
    expect((await server.ask(GET)).head).toMatch(/^HTTP\/1\.1 200 OK\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\nServer: Kestrel\r\nContent-Length: 0\r\n\r\n$/);
  });

  test('of unknown length is chunked, and the connection is kept', async () => {
    const server = await startHttp1(async ({ response }) => {
      await response.write('hello ');
      await response.write(Buffer.from('world'));
      await response.write('');
    });
    const { first, second } = await askTwice(server);
    expect(first).toMatchObject({ status: 200, body: 'hello world', headers: { 'transfer-encoding': 'chunked' } });
    expect(first.headers).not.toHaveProperty('connection');
    expect(second).toMatchObject({ body: 'hello world' });
  });

  test('of unknown length ends with the connection for HTTP/1.0, and says HTTP/1.1', async () => {
    const server = await startHttp1(({ response }) => response.write('hello'));
    const { first, second } = await askTwice(server, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect(first).toMatchObject({ status: 200, body: 'hello', headers: { connection: 'close' } });
    expect(first.headers).not.toHaveProperty('transfer-encoding');
    expect(second).toBeUndefined();
  });

  test.each([
    ['GET / HTTP/1.1\r\nHost:\r\n\r\n', undefined],
    ['GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 'close'],
    ['GET / HTTP/1.1\r\nHost:\r\nConnection: x, CLOSE\r\n\r\n', 'close'],
    ['GET / HTTP/1.0\r\n\r\n', 'close'],
    ['GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 'keep-alive'],
  ])('to %j of known length has the Connection header %s', async (request, connection) => {
    const server = await startHttp1(({ response }) => response.text('hello'));
    const { first, second } = await askTwice(server, request);
    expect(first.headers['connection']).toBe(connection);
    expect(second?.body).toBe(connection === 'close' ? undefined : 'hello');
  });

  test('for which the app says Connection: close is the last', async () => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('Connection', 'close');
      return response.text('hello');
    });
    const { first, second } = await askTwice(server);
    expect([first.headers['connection'], second]).toEqual(['close', undefined]);
  });

  test('to HEAD has the headers of GET, and no body', async () => {
    const server = await startHttp1(({ response }) => response.text('hello'));
    const { first, second } = await askTwice(server, 'HEAD / HTTP/1.1\r\nHost:\r\n\r\n');
    expect(first).toMatchObject({ status: 200, headers: { 'content-length': '5' } });
    expect(second?.status).toBe(200);
  });

  test.each([204, 304, 205])('of status %d has no body, and to write one is an error', async (statusCode) => {
    const empty = await startHttp1(({ response }) => void (response.statusCode = statusCode));
    const { first, second } = await askTwice(empty);
    expect(first.status).toBe(statusCode);
    expect(first.headers['content-length']).toBe(statusCode === 205 ? '0' : undefined);
    expect(first.headers).not.toHaveProperty('transfer-encoding');
    expect(second?.status).toBe(statusCode);
    const writing = await startHttp1(({ response }) => {
      response.statusCode = statusCode;
      return response.write('x');
    });
    expect((await writing.ask(GET)).status).toBe(500);
    expect(String(writing.errors[0])).toContain(`Writing to the response body is invalid for responses with status code ${statusCode}.`);
  });

  test.each([[204, undefined], [205, '0'], [304, '5']])('of status %d whose app sets Content-Length has %s', async (statusCode, length) => {
    const server = await startHttp1(({ response }) => {
      response.statusCode = statusCode;
      response.headers.set('Content-Length', 5);
    });
    const { first, second } = await askTwice(server);
    expect(first.headers['content-length']).toBe(length);
    expect(second?.status).toBe(statusCode);
  });

  test('of status 204 with Transfer-Encoding is an error of the app', async () => {
    const server = await startHttp1(({ response }) => {
      response.statusCode = 204;
      response.headers.set('Transfer-Encoding', 'chunked');
    });
    expect((await server.ask(GET)).status).toBe(500);
    expect(String(server.errors[0])).toContain('Setting the header Transfer-Encoding is not allowed on responses with status code 204.');
  });

  test.each(['gzip', 'chunked, gzip'])('whose app sets Transfer-Encoding: %s ends with the connection, its body as written', async (coding) => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('Transfer-Encoding', coding);
      return response.write('raw octets');
    });
    const { first, second } = await askTwice(server);
    expect(first).toMatchObject({ headers: { connection: 'close', 'transfer-encoding': coding }, body: 'raw octets' });
    expect(second).toBeUndefined();
  });

  test.each(['chunked', 'gzip, chunked', 'gzip, CHUNKED'])('whose app sets Transfer-Encoding: %s is framed by the app', async (coding) => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('Transfer-Encoding', coding);
      return response.write('5\r\nhello\r\n0\r\n\r\n');
    });
    const client = await server.connect();
    client.send(GET + GET);
    await client.waitFor(() => client.received.split('0\r\n\r\n').length === 3);
    expect(client.received.match(/\r\n\r\n5\r\nhello\r\n0\r\n\r\n/g)).toHaveLength(2);
    expect(client.received).not.toContain('Connection: close');
  });

  test('with more octets than its Content-Length is 500 when nothing was sent', async () => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('Content-Length', 3);
      return response.write('hello');
    });
    const { first, second } = await askTwice(server);
    expect(first).toMatchObject({ status: 500, headers: { 'content-length': '0' } });
    expect(second?.status).toBe(500);
    expect(String(server.errors[0])).toContain('Response Content-Length mismatch: too many bytes written (5 of 3).');
  });

  test('with more octets than its Content-Length is cut before them once it has begun', async () => {
    const server = await startHttp1(async ({ response }) => {
      response.headers.set('Content-Length', 5);
      await response.write('hello');
      await response.write('!');
    });
    const client = await server.connect();
    client.send(GET);
    expect(await client.closed()).not.toContain('!');
    expect(String(server.errors[0])).toContain('too many bytes written (6 of 5).');
  });

  test('with fewer octets than its Content-Length is cut behind them, and logged', async () => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('Content-Length', 13);
      return response.write('hello,');
    });
    const client = await server.connect();
    client.send(GET);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Content-Length: 13\r\n\r\nhello,$/s);
    expect(String(server.errors[0])).toContain('Response Content-Length mismatch: too few bytes written (6 of 13).');
  });

  test('with fewer octets than its Content-Length is cut also when more were refused before', async () => {
    const server = await startHttp1(async ({ response }) => {
      response.headers.set('Content-Length', 10);
      await response.write('few');
      await response.write('far too many').catch(() => {});
    });
    const client = await server.connect();
    client.send(GET + GET);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Content-Length: 10\r\n\r\nfew$/s);
    expect(String(server.errors[0])).toContain('too few bytes written (3 of 10).');
  });

  test('with none of the octets of its Content-Length is 500, and the connection is kept', async () => {
    const server = await startHttp1(({ response }) => response.headers.set('Content-Length', 13));
    const { first, second } = await askTwice(server);
    expect(first).toMatchObject({ status: 500, headers: { 'content-length': '0' } });
    expect(second?.status).toBe(500);
    expect(String(server.errors[0])).toContain('too few bytes written (0 of 13).');
  });

  test('has Date and Server of the app where it sets them', async () => {
    const server = await startHttp1(({ response }) => {
      response.headers.set('server', 'mine');
      return response.text('x');
    }, { addServerHeader: true });
    const { head } = await server.ask(GET);
    expect(head.match(/server:/gi)).toHaveLength(1);
    expect(head).toContain('server: mine');
    expect(head).toContain('Date: ');
  });

  test('has its trailers behind a chunked body', async () => {
    const server = await startHttp1(async ({ response, features }) => {
      const { trailers } = requiredFeature(features, HttpResponseTrailersFeature);
      await response.write('hello');
      trailers.set('X-Sum', '1');
      trailers.append('X-Sum', '2');
    });
    const { first, second } = await askTwice(server);
    expect(first).toMatchObject({ body: 'hello', trailers: 'X-Sum: 1\r\nX-Sum: 2\r\n' });
    expect(second?.body).toBe('hello');
  });

  test('that the app completes early goes out at once; the next request waits for the app', async () => {
    const { passed, open } = gate();
    const late: unknown[] = [];
    const server = await startHttp1(async ({ response, request }) => {
      await response.text(request.path);
      await response.complete();
      await response.write('more').catch((error: Error) => late.push(error.message));
      if (request.path === '/1') await passed;
    });
    const client = await server.connect();
    client.send('GET /1 HTTP/1.1\r\nHost:\r\n\r\nGET /2 HTTP/1.1\r\nHost:\r\n\r\n');
    expect((await client.answer()).body).toBe('/1');
    await turns();
    expect(server.begun).toBe(1);
    open();
    expect((await client.answer()).body).toBe('/2');
    expect(late[0]).toContain('the response has completed');
  });

  test('has the reason phrase of the app, and refuses one that would split the response', async () => {
    const server = await startHttp1(({ features, request }) => {
      const feature = requiredFeature(features, HttpResponseFeature);
      feature.reasonPhrase = request.path === '/bad' ? 'OK\r\nInjected: yes' : 'Fine';
    });
    expect((await server.ask(GET)).reason).toBe('Fine');
    const bad = await server.ask('GET /bad HTTP/1.1\r\nHost:\r\n\r\n');
    expect(bad).toMatchObject({ status: 500, reason: 'Internal Server Error' });
    expect(bad.head).not.toContain('Injected');
  });
});

describe('an app that fails', () => {
  const failing: Record<string, RequestDelegate> = {
    'at once': () => {
      throw new Error('boom');
    },
    later: async () => {
      await new Promise(setImmediate);
      throw new Error('boom');
    },
    'after it has prepared its response': ({ response }) => {
      response.statusCode = 201;
      response.headers.set('X-Mine', 'yes');
      response.headers.set('Content-Length', 5);
      throw new Error('boom');
    },
  };
  test.each(Object.entries(failing))('%s, before it has written, is answered for with 500, and the connection is kept', async (_, delegate) => {
    const server = await startHttp1(delegate);
    const { first, second } = await askTwice(server);
    expect(first.head).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\nDate: [^\r]*\r\nContent-Length: 0\r\n\r\n$/);
    expect(second?.status).toBe(500);
    expect(server.errors.map(String)).toEqual(['Error: boom', 'Error: boom']);
  });

  test('after it has written has its connection cut, so that nobody takes a part for the whole', async () => {
    const server = await startHttp1(async ({ response }) => {
      await response.write('part');
      throw new Error('boom');
    });
    const client = await server.connect();
    client.send(GET);
    const received = await client.closed();
    expect(received).toContain('4\r\npart\r\n');
    expect(received).not.toContain('0\r\n\r\n');
    expect(server.errors.map(String)).toEqual(['Error: boom']);
  });

  test('within a body that ends with its connection makes the end a reset', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      await response.write('part');
      await passed;
      throw new Error('boom');
    });
    const client = await server.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    await client.waitFor(() => client.received.endsWith('part'));
    open();
    await until(() => client.isClosed);
    expect(client.error?.code).toBe('ECONNRESET');
  });
});
