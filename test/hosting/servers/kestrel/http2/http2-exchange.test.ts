import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { HttpMaxRequestBodySizeFeature } from '../../../../../src/hosting/http/body-features.ts';
import type { HttpContext } from '../../../../../src/hosting/http/http-context.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { FLAG, FRAME, GET, RawHttp2Client } from '../../../../support/raw-http2-client.ts';
import { request, startHttp2 } from '../../../../support/http2-server.ts';

const empty = (): void => {};

describe('callbacks', () => {
  test('onStarting and onCompleted run last registered first, around the response', async () => {
    const order: string[] = [];
    let completed: (value?: unknown) => void = empty;
    const done = new Promise((resolve) => (completed = resolve));
    const server = await startHttp2(async ({ response }) => {
      response.onCompleted(completed);
      response.onCompleted(() => void order.push('completed'));
      response.onStarting(() => void order.push('first'));
      response.onStarting(async () => {
        await new Promise(setImmediate);
        response.headers.set('X-Late', 'yes');
        order.push('last');
      });
      await response.write('x');
      order.push('written');
      expect(() => response.onStarting(empty)).toThrow('already started');
      expect(() => (response.statusCode = 500)).toThrow('already started');
      expect(() => response.headers.set('X', 'y')).toThrow('already started');
    });
    const { headers, body } = await request(await server.connect());
    await done;
    expect([headers['x-late'], body, order]).toEqual(['yes', 'x', ['last', 'first', 'written', 'completed']]);
    expect(server.errors).toEqual([]);
  });

  test('an onStarting that fails is answered for with 500, also when the app catches it', async () => {
    const server = await startHttp2(async ({ response }) => {
      response.headers.set('X-Secret', 'half');
      response.onStarting(() => Promise.reject(new Error('starting')));
      await response.write('never sent').catch(empty);
    });
    const { headers, body } = await request(await server.connect());
    expect([headers[':status'], headers['x-secret'], body]).toEqual([500, undefined, '']);
    expect(server.errors).toEqual([new Error('starting')]);
  });
});

describe('an app that fails', () => {
  test('before the start is answered for with an empty 500, and logged', async () => {
    const server = await startHttp2(({ response }) => {
      response.headers.set('X-Secret', 'half done');
      throw new Error('oh no');
    });
    const { headers } = await request(await server.connect());
    expect([headers[':status'], headers['content-length'], headers['x-secret']]).toEqual([500, '0', undefined]);
    expect(server.errors).toEqual([new Error('oh no')]);
  });

  test('after the start has its stream reset, and no other', async () => {
    const server = await startHttp2(async ({ request, response }) => {
      await response.write('half');
      if (request.path === '/bad') throw new Error('oh no');
    });
    const session = await server.connect();
    await expect(request(session, { ':path': '/bad' })).rejects.toMatchObject({ rstCode: 2 });
    expect((await request(session)).body).toBe('half');
    expect(server.errors).toEqual([new Error('oh no')]);
  });

  test('with a BadHttpRequestError is answered for with its status, and not logged as an error', async () => {
    const server = await startHttp2(async ({ features, request }) => {
      requiredFeature(features, HttpMaxRequestBodySizeFeature).maxRequestBodySize = 10;
      await request.text();
    });
    const session = await server.connect();
    expect((await request(session, { ':method': 'POST' }, 'x'.repeat(11))).headers[':status']).toBe(413);
    expect((await request(session, { ':method': 'POST' }, 'x'.repeat(10))).headers[':status']).toBe(200);
    expect(server.errors).toEqual([]);
    expect(server.debugged.join()).toContain('bad request data: "Request body too large. The max request body size is 10 bytes."');
  });

  test.each([
    ['too many', 'Content-Length mismatch: too many bytes written (5 of 2)', async ({ response }: HttpContext) => response.write('12345')],
    ['none', 'Content-Length mismatch: too few bytes written (0 of 2)', empty],
  ])('by writing %s of the octets it has promised gets 500', async (_what, message, write) => {
    const server = await startHttp2(async (context) => {
      context.response.headers.set('Content-Length', 2);
      await write(context);
    });
    expect((await request(await server.connect())).headers[':status']).toBe(500);
    expect(String(server.errors[0])).toContain(message);
  });

  test('by writing too few octets has its stream reset', async () => {
    const server = await startHttp2(async ({ response }) => {
      response.headers.set('Content-Length', 20);
      await response.write('few');
    });
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 2 });
    expect(server.debugged.join()).toContain('too few bytes written (3 of 20)');
  });

  test('tells disposeContext once', async () => {
    const disposed: unknown[] = [];
    const application = {
      createContext: () => 'context',
      processRequest: () => Promise.reject(new Error('oh no')),
      disposeContext: (context: unknown, error?: unknown) => void disposed.push(context, error),
    };
    const server = await startHttp2(empty, { application });
    await request(await server.connect());
    expect(disposed).toEqual(['context', new Error('oh no')]);
  });
});

describe('a client that goes away', () => {
  test.each(['resets the stream', 'cuts the connection', 'ends the connection'])('%s: that fires requestAborted, and ends reads and writes', async (how) => {
    let aborted: (value?: unknown) => void = empty;
    const whenAborted = new Promise((resolve) => (aborted = resolve));
    const seen: unknown[] = [];
    const server = await startHttp2(async (context) => {
      context.requestAborted.addEventListener('abort', aborted);
      await context.response.write('begun');
      await whenAborted;
      seen.push(context.requestAborted.aborted);
      seen.push(await context.request.text().catch((error: Error) => error.message));
      seen.push(await context.response.write('x').catch((error: Error) => error.message));
      await done(context);
    });
    let finished: (value?: unknown) => void = empty;
    const whenFinished = new Promise((resolve) => (finished = resolve));
    const done = async (context: HttpContext): Promise<void> => context.response.onCompleted(() => finished());
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, [[':method', 'POST'], ...GET.slice(1)], FLAG.endHeaders);
    await client.next(({ type }) => type === FRAME.data);
    if (how === 'resets the stream') client.send({ type: FRAME.reset, stream: 1, payload: Buffer.from([0, 0, 0, 8]) });
    else if (how === 'cuts the connection') client.socket.resetAndDestroy();
    else client.socket.end();
    await whenAborted;
    await whenFinished;
    expect(seen).toEqual([true, 'The client has closed the connection.', 'The client has closed the connection.']);
    expect(server.connections[0]?.activeRequests).toBe(0);
  });

  test('is not told of by requestAborted once the response was sent whole', async () => {
    let signal: AbortSignal | undefined;
    const server = await startHttp2(async (context) => {
      signal = context.requestAborted;
      await context.response.text('whole');
    });
    const session = await server.connect();
    await request(session);
    session.destroy();
    await once(session, 'close');
    await request(await server.connect());
    expect(signal?.aborted).toBe(false);
  });

  test('abort() resets the stream and fires requestAborted', async () => {
    let signal: AbortSignal | undefined;
    const server = await startHttp2((context) => {
      signal = context.requestAborted;
      context.abort();
    });
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 2 });
    expect(signal?.aborted).toBe(true);
  });
});
