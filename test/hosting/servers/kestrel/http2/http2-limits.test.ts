import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { HttpMaxRequestBodySizeFeature } from '../../../../../src/hosting/http/body-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';
import { encodeHeaders, FLAG, FRAME, GET, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

const ERROR = { none: 0, protocol: 1, internal: 2, flowControl: 3, refused: 7, calm: 11 };
const forever = (): Promise<void> => new Promise(() => {});
const fields = (count: number, size = 1): [string, string][] => Array.from({ length: count }, (_, at) => [`x-${at}`, 'y'.repeat(size)]);

test('the client is told the limits', async () => {
  const server = await startHttp2(() => {}, { limits: { http2: { maxStreamsPerConnection: 7, maxFrameSize: 20_000, headerTableSize: 100, initialStreamWindowSize: 70_000 } } });
  expect((await server.connect()).remoteSettings).toMatchObject({
    maxConcurrentStreams: 7,
    maxFrameSize: 20_000,
    headerTableSize: 100,
    initialWindowSize: 70_000,
    maxHeaderListSize: 65_536,
  });
});

test('the connection has the window that the limit says', async () => {
  const server = await startHttp2(() => {});
  const session = await server.connect();
  await request(session);
  expect(session.state.remoteWindowSize).toBe(1_048_576);
});

describe('streams', () => {
  test('more than a client may have open are refused, and none of the others suffers', async () => {
    const server = await startHttp2(forever, { limits: { http2: { maxStreamsPerConnection: 3 } } });
    const client = await RawHttp2Client.connect(server.port);
    for (let stream = 1; stream <= 9; stream += 2) client.request(stream);
    expect([await client.reset(7), await client.reset(9)]).toEqual([ERROR.refused, ERROR.refused]);
    expect(server.connections[0]?.activeRequests).toBe(3);
  });

  test('whose client has gone count while their apps run', async () => {
    let running = 0;
    const server = await startHttp2(
      () => {
        running++;
        return forever();
      },
      { limits: { http2: { maxStreamsPerConnection: 3 } } },
    );
    const client = await RawHttp2Client.connect(server.port);
    for (let stream = 1; stream <= 15; stream += 2) {
      client.request(stream);
      client.send({ type: FRAME.reset, stream, payload: Buffer.from([0, 0, 0, 8]) });
      client.send({ type: FRAME.ping, payload: Buffer.alloc(8, stream) });
      await client.next(({ type, payload }) => type === FRAME.ping && payload[0] === stream);
    }
    client.request(17);
    expect(await client.reset(17)).toBe(ERROR.calm);
    expect(running).toBe(6);
  });

  test('that a client opens and resets without end, end its connection', async () => {
    let began = 0;
    const server = await startHttp2(() => void began++);
    const client = await RawHttp2Client.connect(server.port);
    const block = encodeHeaders(GET);
    for (let stream = 1; stream < 4000; stream += 2) {
      client.send(
        { type: FRAME.headers, flags: FLAG.endHeaders | FLAG.endStream, stream, payload: block },
        { type: FRAME.reset, stream, payload: Buffer.from([0, 0, 0, 8]) },
      );
    }
    expect(await client.goaway()).toBe(ERROR.calm);
    expect(began).toBeLessThan(1000);
    expect(server.debugged.join()).toContain('has reset too many streams');
    expect((await request(await server.connect())).headers[':status']).toBe(200);
  });

  test('that a client makes the server reset without end, end its connection too', async () => {
    const server = await startHttp2(async () => void (await new Promise(setImmediate)));
    const client = await RawHttp2Client.connect(server.port);
    const block = encodeHeaders(GET);
    for (let stream = 1; stream < 4000; stream += 2) {
      client.send(
        { type: FRAME.headers, flags: FLAG.endHeaders | FLAG.endStream, stream, payload: block },
        // More than a window can hold: FLOW_CONTROL_ERROR (RFC 9113 section 6.9.1).
        { type: FRAME.windowUpdate, stream, payload: Buffer.from([0x7f, 0xff, 0xff, 0xff]) },
      );
    }
    // Node counts such too, and may be the first; newer ones take the first such frame for the end.
    expect([ERROR.calm, ERROR.internal, ERROR.flowControl]).toContain(await client.goaway());
  });

  test('that a browser resets when it leaves a page do not', async () => {
    const server = await startHttp2(({ request }) => (request.path === '/' ? undefined : forever()));
    const session = await server.connect();
    const streams = Array.from({ length: 99 }, () => session.request({ ':path': '/image' }).on('error', () => {}));
    await request(session, { ':method': 'HEAD' }).catch(() => {});
    for (const stream of streams) stream.close(8);
    expect((await request(session)).headers[':status']).toBe(200);
  });
});

describe('the head of a request', () => {
  test.each([
    ['has 100 fields', fields(99), 200],
    ['has more than 100 fields', fields(100), 431],
    ['has many times 100 fields', fields(390), 431],
    ['has fields of 33,000 octets together', fields(11, 3000), 431],
    ['has one field of 33,000 octets', fields(1, 33_000), 431],
    ['has fields of less', fields(10, 3000), 200],
  ])('that %s', async (_what, extra, status) => {
    const server = await startHttp2(() => {});
    const session = await server.connect();
    expect((await request(session, Object.fromEntries(extra))).headers[':status']).toBe(status);
    expect((await request(session)).headers[':status']).toBe(200);
  });

  test('that is split into hundreds of cookies is one with a long cookie', async () => {
    const server = await startHttp2(async ({ request, response }) => response.text(String(request.headers.get('cookie')?.length)));
    const answer = await request(await server.connect(), { cookie: Array.from({ length: 300 }, (_, at) => `c${at}=1`) });
    expect(Number(answer.body)).toBeGreaterThan(300 * 4);
  });

  test('that goes on without end ends the connection', async () => {
    const server = await startHttp2(forever);
    const client = await RawHttp2Client.connect(server.port);
    client.send({ type: FRAME.headers, flags: FLAG.endStream, stream: 1, payload: encodeHeaders(GET) });
    for (let frame = 0; frame < 1000; frame++) client.send({ type: FRAME.continuation, stream: 1, payload: encodeHeaders(fields(10)) });
    await new Promise((resolve) => client.socket.once('close', resolve));
    expect(server.connections[0]?.activeRequests).toBe(0);
  });
});

describe('the body of a request', () => {
  const limits = { maxRequestBodySize: 10 };

  test('that says it is larger than allowed is refused when it is read, before it has come', async () => {
    const server = await startHttp2(async ({ request }) => void (await request.text()), { limits });
    const stream = (await server.connect()).request({ ':method': 'POST', 'content-length': 11 }, { endStream: false });
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(413);
  });

  test('of unknown size is refused when it becomes larger than allowed', async () => {
    let failure: unknown;
    const server = await startHttp2(async ({ request, response }) => {
      failure = await request.text().catch((error: unknown) => error);
      await response.text('mine');
    }, { limits });
    const stream = (await server.connect()).request({ ':method': 'POST' }, { endStream: false });
    stream.write('123456');
    stream.write('789012');
    expect((await readAnswer(stream)).body).toBe('mine');
    expect(failure).toMatchObject({ statusCode: 413, message: 'Request body too large. The max request body size is 10 bytes.' });
  });

  test('may have a limit of its own, until it is read', async () => {
    const server = await startHttp2(async ({ features, request, response }) => {
      const limit = requiredFeature(features, HttpMaxRequestBodySizeFeature);
      expect([limit.maxRequestBodySize, limit.isReadOnly]).toEqual([10, false]);
      expect(() => (limit.maxRequestBodySize = -1)).toThrow('Value must be null or a non-negative number');
      limit.maxRequestBodySize = null;
      const text = await request.text();
      expect(limit.isReadOnly).toBe(true);
      expect(() => (limit.maxRequestBodySize = 5)).toThrow('cannot be modified after the app has already started reading');
      await response.text(String(text.length));
    }, { limits });
    const session = await server.connect();
    expect((await request(session, { ':method': 'POST' }, 'x'.repeat(5000))).body).toBe('5000');
    expect((await request(session, { ':method': 'POST' }, 'x'.repeat(5000))).body).toBe('5000');
  });

  test('whose length is not what it says is reset', async () => {
    const server = await startHttp2(async ({ request }) => void (await request.text()));
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, [...GET, ['content-length', '10']], FLAG.endHeaders);
    client.send({ type: FRAME.data, flags: FLAG.endStream, stream: 1, payload: Buffer.from('short') });
    expect(await client.reset(1)).toBe(ERROR.protocol);
  });

  test('that comes too slowly fails with 408', async () => {
    const reading: { begin?: (value?: unknown) => void } = {};
    const began = new Promise((resolve) => (reading.begin = resolve));
    const server = await startHttp2(async ({ request }) => {
      const text = request.text();
      reading.begin?.();
      await text;
    });
    const stream = (await server.connect()).request({ ':method': 'POST' }, { endStream: false });
    stream.write('x');
    const answer = once(stream, 'response');
    await began;
    server.pass(6000);
    expect((await answer)[0][':status']).toBe(408);
    expect(server.errors).toEqual([]);
  });

  test('that nobody reads may take its time', async () => {
    let goOn: (value?: unknown) => void = () => {};
    const server = await startHttp2(async () => void (await new Promise((resolve) => (goOn = resolve))));
    const stream = (await server.connect()).request({ ':method': 'POST' }, { endStream: false });
    stream.write('x');
    await new Promise<void>((resolve) => stream.session?.ping(() => resolve()));
    server.pass(60_000);
    goOn();
    expect((await once(stream, 'response'))[0][':status']).toBe(200);
  });
});
