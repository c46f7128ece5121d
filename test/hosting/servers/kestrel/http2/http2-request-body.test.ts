import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { RequestBodyPipeFeature } from '../../../../../src/hosting/http/body-features.ts';
import type { HttpContext } from '../../../../../src/hosting/http/http-context.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { gate, turns } from '../../../../support/http1-server.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';
import { FLAG, FRAME, GET, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

const POST: typeof GET = [[':method', 'POST'], ...GET.slice(1)];

/** A client that has begun a POST of ten octets, and sent half of them. */
async function sendHalf(port: number): Promise<RawHttp2Client> {
  const client = await RawHttp2Client.connect(port);
  client.request(1, [...POST, ['content-length', '10']], FLAG.endHeaders);
  client.send({ type: FRAME.data, stream: 1, payload: Buffer.from('half.') });
  return client;
}

function reset(client: RawHttp2Client, errorCode: number): void {
  client.send({ type: FRAME.reset, stream: 1, payload: Buffer.from([0, 0, 0, errorCode]) });
}

describe('a body that the client breaks off', () => {
  const readers: Record<string, (context: HttpContext) => Promise<unknown>> = {
    'as a whole': ({ request }) => request.bytes(),
    'as a Node stream': ({ request }) => buffer(request.body),
    'as a web stream': ({ request }) => buffer(request.bodyReader),
  };
  const cases = Object.keys(readers).flatMap((reader) => [0, 8, 'the connection'].map((how) => [reader, how] as const));

  test.each(cases)('is an error for who reads it %s, and aborts the request (reset: %s)', async (reader, how) => {
    const reading = gate();
    const aborted = gate();
    const failed = gate<unknown>();
    const server = await startHttp2(async (context) => {
      context.requestAborted.addEventListener('abort', () => aborted.open());
      const read = readers[reader]?.(context) ?? Promise.resolve();
      reading.open();
      await read.catch(failed.open);
    });
    const client = await sendHalf(server.port);
    await reading.passed;
    if (typeof how === 'number') reset(client, how);
    else client.socket.destroy();
    expect(await failed.passed).toEqual(new Error('The client has closed the connection.'));
    await aborted.passed;
  });

  test.each([0, 8])('is an error behind a whole answer, too (reset: %i)', async (errorCode) => {
    const failed = gate<unknown>();
    const server = await startHttp2(async ({ request, response }) => {
      await response.complete();
      await request.bytes().then(failed.open, failed.open);
    });
    const client = await sendHalf(server.port);
    await client.next(({ type, stream }) => type === FRAME.headers && stream === 1);
    reset(client, errorCode);
    expect(await failed.passed).toBeInstanceOf(Error);
    expect(server.errors).toEqual([]);
  });

  test('is no error of a stream that nobody listens to', async () => {
    const ended = gate();
    const server = await startHttp2(async (context) => {
      if (context.request.path === '/alive') return;
      context.request.body.on('data', () => {});
      context.request.body.once('close', ended.open);
      await ended.passed;
    });
    const client = await sendHalf(server.port);
    await turns();
    reset(client, 8);
    await ended.passed;
    await turns();
    expect((await request(await server.connect(), { ':path': '/alive' })).headers[':status']).toBe(200);
  });
});

describe('a body that is read after the answer', () => {
  test.each([
    ['it comes later', true],
    ['it is there already', false],
  ])('is whole while the app is not done (%s)', async (_when, isLate) => {
    const answered = gate();
    const goOn = gate();
    const read = gate<string>();
    const server = await startHttp2(async ({ request, response }) => {
      await response.text('early');
      await response.complete();
      answered.open();
      await goOn.passed;
      read.open(await request.text());
    });
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST' }, { endStream: false });
    const body = 'x'.repeat(50_000);
    stream.write(body);
    if (!isLate) stream.end('end');
    const answer = readAnswer(stream);
    await answered.passed;
    await new Promise<void>((resolve) => void session.ping(() => resolve()));
    await turns();
    goOn.open();
    await turns();
    if (isLate) stream.end('end');
    expect(await read.passed).toBe(`${body}end`);
    expect((await answer).body).toBe('early');
  });

  test.each(['unread', 'read in part'])('is gone when the app is done, and the client is told to stop (%s)', async (how) => {
    let late: HttpContext | undefined;
    const server = await startHttp2(async (context) => {
      late = context;
      if (how === 'read in part') await once(context.request.body, 'readable');
    });
    const client = await sendHalf(server.port);
    expect(await client.reset(1)).toBe(0);
    await expect(requiredFeature(late?.features ?? fail(), RequestBodyPipeFeature).readAll()).rejects.toThrow('its body is gone');
    expect(server.errors).toEqual([]);
  });
});

describe('a body that middleware has put in place of another', () => {
  const ways: Record<string, (context: HttpContext) => Promise<unknown>> = {
    'readAll': async ({ features }) => String(await requiredFeature(features, RequestBodyPipeFeature).readAll()),
    'reader': async ({ features }) => String(await buffer(requiredFeature(features, RequestBodyPipeFeature).reader)),
    'takeText': async ({ features, request }) => requiredFeature(features, RequestBodyPipeFeature).takeText() ?? (await request.text()),
    'text': ({ request }) => request.text(),
  };

  test.each(Object.keys(ways).flatMap((way) => ['GET', 'POST'].map((method) => [way, method] as const)))('is what %s reads (%s)', async (way, method) => {
    const server = await startHttp2(async (context) => {
      // Made before, it must not be what is read later.
      void context.request.bodyReader;
      context.request.body = Readable.from([Buffer.from('another')]);
      await context.response.text(String(await ways[way]?.(context)));
    });
    const body = method === 'POST' ? 'as sent' : undefined;
    expect((await request(await server.connect(), { ':method': method }, body)).body).toBe('another');
  });
});

function fail(): never {
  throw new Error('The app was not called.');
}
