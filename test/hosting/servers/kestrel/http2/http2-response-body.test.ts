import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { HttpContext } from '../../../../../src/hosting/http/http-context.ts';
import { gate, turns } from '../../../../support/http1-server.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';
import { FLAG, FRAME, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

const CANCEL = Buffer.from([0, 0, 0, 8]);

describe('a response whose app gives it up', () => {
  const ways: Record<string, (context: HttpContext) => unknown> = {
    'destroys its body': ({ response }) => response.body.destroy(),
    'destroys its body with an error': ({ response }) => response.body.on('error', () => {}).destroy(new Error('no more')),
    'aborts its writer': ({ response }) => response.bodyWriter.abort(),
  };
  const cases = Object.keys(ways).flatMap((way) => ['begun', 'not begun'].map((when) => [way, when] as const));

  test.each(cases)('is reset, not ended as if it were whole: the app %s (%s)', async (way, when) => {
    const server = await startHttp2(async (context) => {
      if (when === 'begun') await context.response.write('half');
      await ways[way]?.(context);
    });
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 2 });
    expect(server.errors).toEqual([]);
  });

  test('is reset when what is piped into it fails', async () => {
    const server = await startHttp2(async ({ response }) => {
      const source = new Readable({ read: () => {} });
      const { pipeline } = await import('node:stream/promises');
      source.push('half');
      setImmediate(() => setImmediate(() => source.destroy(new Error('broken'))));
      await pipeline(source, response.body);
    });
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 2 });
    expect(server.errors).toEqual([new Error('broken')]);
  });
});

describe('a response whose client has gone', () => {
  const ways: Record<string, (context: HttpContext) => unknown> = {
    'writes without waiting': ({ response }) => void response.write('y'),
    'writes without waiting, with a callback to come': ({ response }) => void response.write('y'),
    'writes to its body': ({ response }) => void response.body.write('y'),
    'ends its body': ({ response }) => void response.body.end('y'),
    'pipes into its body': ({ response }) => void new PassThrough().end('y').pipe(response.body),
  };

  test.each(Object.keys(ways))('harms nobody when the app %s', async (way) => {
    const done = gate();
    const aborted = gate();
    const server = await startHttp2(async (context) => {
      if (context.request.path === '/alive') return;
      if (way.endsWith('to come')) {
        context.response.onStarting(async () => {
          await aborted.passed;
          throw new Error('too late');
        });
        void context.response.write('x');
      } else await context.response.write('x');
      context.requestAborted.addEventListener('abort', () => aborted.open());
      await aborted.passed;
      ways[way]?.(context);
      await turns();
      done.open();
    });
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    if (!way.endsWith('to come')) await client.next(({ type }) => type === FRAME.data);
    else await turns();
    client.send({ type: FRAME.reset, stream: 1, payload: CANCEL });
    await done.passed;
    expect((await request(await server.connect(), { ':path': '/alive' })).headers[':status']).toBe(200);
  });

  test('has its Node stream closed', async () => {
    const began = gate();
    const closed = gate();
    const server = await startHttp2(async ({ response }) => {
      response.body.write('x');
      began.open();
      await once(response.body, 'close');
      closed.open();
    });
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    await began.passed;
    client.send({ type: FRAME.reset, stream: 1, payload: CANCEL });
    await closed.passed;
  });
});

test('an onStarting that fails while the app does not wait for its writes ends no process', async () => {
  const server = await startHttp2(({ response }) => {
    response.onStarting(() => Promise.reject(new Error('starting')));
    for (let piece = 0; piece < 3; piece++) void response.write('never sent');
  });
  expect((await request(await server.connect())).headers[':status']).toBe(500);
  await turns();
  expect(server.errors).toEqual([new Error('starting')]);
});

test.each([1, 1000, 16_384, 20_000, 65_536, 65_537, 1_000_000])('a buffer of %i octets may be filled anew when the write was waited for', async (octets) => {
  const times = Math.min(1000, Math.max(3, Math.ceil(300_000 / octets)));
  const server = await startHttp2(async ({ response }) => {
    const buffer = Buffer.alloc(octets);
    for (let time = 0; time < times; time++) {
      await response.write(buffer.fill(97 + (time % 26)));
      buffer.fill('!');
    }
  });
  const stream = (await server.connect()).request();
  stream.pause();
  await once(stream, 'response');
  const answer = readAnswer(stream);
  stream.resume();
  const { body } = await answer;
  const expected = Array.from({ length: times }, (_, time) => String.fromCharCode(97 + (time % 26)).repeat(octets)).join('');
  expect(body.length).toBe(expected.length);
  expect(body === expected).toBe(true);
});

test('an app that only waits for its writes lets others run', async () => {
  let written = 0;
  const server = await startHttp2(async ({ request, response }) => {
    if (request.path === '/other') return;
    for (; written < 100_000; written++) await response.write('a line of text\n');
  });
  const client = await RawHttp2Client.connect(server.port);
  client.request(1);
  await client.next(({ type }) => type === FRAME.data);
  await request(await server.connect(), { ':path': '/other' });
  // The stream's window, what may wait, and what is gathered.
  expect(written * 15).toBeLessThan(65_535 + 65_536 + 4 * 16_384);
  client.send({ type: FRAME.reset, stream: 1, payload: CANCEL });
});

describe('octets that do not fit the length told', () => {
  test('are not sent, and the response is not taken for whole though the app goes on', async () => {
    const server = await startHttp2(async ({ response }) => {
      response.headers.set('Content-Length', 10);
      await response.write('few');
      await expect(response.write('far too many')).rejects.toThrow('too many bytes written');
    });
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 2 });
  });

  test('may be followed by those that do', async () => {
    const server = await startHttp2(async ({ response }) => {
      response.headers.set('Content-Length', 5);
      await response.write('few');
      await response.write('too many').catch(() => {});
      await response.write('er');
    });
    expect((await request(await server.connect())).body).toBe('fewer');
  });
});

describe('what comes too late', () => {
  test('abort() and the end of its streams do not touch a request that is over, nor others', async () => {
    const over: HttpContext[] = [];
    const goOn = gate();
    const server = await startHttp2(async (context) => {
      over.push(context);
      if (context.request.path === '/slow') await goOn.passed;
      await context.response.write(context.request.path);
    });
    const session = await server.connect();
    const slow = request(session, { ':path': '/slow' });
    await request(session, { ':path': '/first', ':method': 'POST' }, 'unread');
    const first = over.find(({ request }) => request.path === '/first');
    first?.request.body.destroy();
    first?.response.body.destroy();
    await first?.response.bodyWriter.abort().catch(() => {});
    first?.abort();
    expect(first?.requestAborted.aborted).toBe(false);
    goOn.open();
    expect((await slow).body).toBe('/slow');
    expect((await request(session, { ':path': '/next' })).body).toBe('/next');
    expect(server.debugged.join()).not.toContain('is reset');
  });

  test('abort() does not cut an answer that is complete and on its way', async () => {
    let context: HttpContext | undefined;
    const server = await startHttp2(async (served) => {
      context = served;
      void served.response.write('x'.repeat(200_000));
    });
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    await client.next(({ type }) => type === FRAME.data);
    await turns();
    context?.abort();
    for (let update = 0; update < 2; update++) client.send({ type: FRAME.windowUpdate, stream: update, payload: Buffer.from([0, 0x40, 0, 0]) });
    expect(await client.next(({ type, flags }) => type === FRAME.data && flags === FLAG.endStream)).toBeDefined();
  });
});
