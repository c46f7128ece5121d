import { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import type * as SharedReadBuffer from '../../../../../src/hosting/http1/shared-read-buffer.ts';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { sendInPieces, startHttp1, until, type TestHttp1Options } from '../../../../support/http1-server.ts';

/** What stands in the shared buffer as soon as the engine has returned from a read: a request that nobody sent. */
const FORGERY = Buffer.from('GET /forged HTTP/1.1\r\nHost: forged\r\nX-Forged: yes\r\n\r\n');
const overwritten = vi.hoisted(() => ({ times: 0 }));

vi.mock('../../../../../src/hosting/http1/shared-read-buffer.ts', async (importOriginal) => {
  const original = await importOriginal<typeof SharedReadBuffer>();
  return {
    ...original,
    readInto(socket, receive) {
      original.readInto(socket, receive, (bytes) => {
        overwritten.times++;
        bytes.fill(FORGERY);
      });
    },
  } satisfies typeof SharedReadBuffer;
});

/** Reads head and body at the time and in the way that the path says, and sends all of it back. */
const mirror: RequestDelegate = (context) => {
  const { request } = context;
  const [, when, how] = request.path.split('/');
  return when === 'now' ? answer(context, how) : new Promise<void>(setImmediate).then(() => new Promise<void>(setImmediate)).then(() => answer(context, how));
};

async function answer({ request, response }: Parameters<RequestDelegate>[0], how = 'text'): Promise<void> {
  let body = '';
  if (how === 'text') body = await request.text();
  else if (how === 'bytes') body = (await request.bytes()).toString('latin1');
  else if (how === 'node') for await (const chunk of request.body) body += (chunk as Buffer).toString('latin1');
  else if (how === 'web') for await (const chunk of request.bodyReader as unknown as AsyncIterable<Uint8Array>) body += Buffer.from(chunk).toString('latin1');
  const fields = [...request.headers].map(([name, value]) => `${name}: ${value}`).join('|');
  await response.text(`${request.method} ${request.path}${request.queryString} ${fields} ${body}`);
}

interface Sent {
  readonly request: string;
  readonly expected: string;
}

let made = 0;

function makeRequest(path: string, size: number, framing: 'length' | 'chunked'): Sent {
  const mark = `n${made++}`;
  const body = path.endsWith('unread') ? '' : Array.from({ length: size }, (_, at) => String.fromCharCode(97 + ((at + made) % 26))).join('');
  const fields = { 'Host': 'here', 'X-Mark': mark.repeat(3), ...(framing === 'length' ? { 'Content-Length': String(size) } : { 'Transfer-Encoding': 'chunked' }) };
  const payload = path.endsWith('unread') ? 'u'.repeat(size) : body;
  const sent = framing === 'length' ? payload : `${chunksOf(payload)}0\r\nX-Trailer: ${mark}\r\n\r\n`;
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return { request: `POST ${path}?${mark} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${sent}`, expected: `POST ${path}?${mark} ${lines.join('|')} ${body}` };
}

function chunksOf(payload: string): string {
  let chunks = '';
  for (let at = 0, size = 1; at < payload.length; at += size, size = Math.min(30_000, size * 3)) {
    const chunk = payload.slice(at, at + size);
    chunks += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  }
  return chunks;
}

const PATHS = ['now', 'late'].flatMap((when) => ['text', 'bytes', 'node', 'web', 'unread'].map((how) => `/${when}/${how}`));
const SIZES = [0, 1, 100, 5000, 70_000, 200_000];
const WAYS: Record<string, TestHttp1Options> = {
  'into our buffer': {},
  'as events': { readsEvents: true },
  'through TLS': { tls: true },
};

describe.each(Object.entries(WAYS))('while the shared buffer is overwritten after every read, %s,', (_, options) => {
  test.each(['length', 'chunked'] as const)('heads and bodies of all sizes arrive intact, pipelined on one connection (%s)', async (framing) => {
    const server = await startHttp1(mirror, options);
    const client = await server.connect();
    const requests = SIZES.flatMap((size) => PATHS.map((path) => makeRequest(path, size, framing)));
    const before = overwritten.times;
    client.send(requests.map(({ request }) => request).join(''));
    for (const { expected } of requests) expect((await client.answer()).body === expected ? '' : expected.slice(0, 100)).toBe('');
    expect(overwritten.times).toBeGreaterThan(before);
    expect(server.errors).toEqual([]);
  });

  test.each(PATHS)('a body that came with its head in one read is intact for %s', async (path) => {
    const server = await startHttp1(mirror, options);
    const client = await server.connect();
    for (const size of [1, 20, 1024, 5000]) {
      for (const framing of ['length', 'chunked'] as const) {
        const { request, expected } = makeRequest(path, size, framing);
        client.send(request);
        expect((await client.answer()).body).toBe(expected);
      }
    }
  });

  test('those of many connections at once do not mix', async () => {
    const server = await startHttp1(mirror, options);
    const clients = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    const sent = clients.map((client, at) => {
      const requests = PATHS.map((path, index) => makeRequest(path, (at * 977 + index * 5003) % 90_000, index % 2 === 0 ? 'length' : 'chunked'));
      client.send(requests.map(({ request }) => request).join(''));
      return { client, requests };
    });
    await Promise.all(
      sent.map(async ({ client, requests }) => {
        for (const { expected } of requests) expect((await client.answer()).body === expected ? '' : expected.slice(0, 100)).toBe('');
      }),
    );
    expect(server.errors).toEqual([]);
  });

  test('a request cut anywhere arrives intact', async () => {
    const server = await startHttp1(mirror, options);
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const serverSocket = server.sockets[0] ?? new Socket();
    for (let cut = 1; cut < 190; cut++) {
      const requests = [makeRequest('/now/text', 20, 'length'), makeRequest('/late/bytes', 20, 'chunked')];
      const text = requests.map(({ request }) => request).join('');
      if (options.tls) {
        client.send(text.slice(0, cut));
        client.send(text.slice(cut));
      } else await sendInPieces(client, { serverSocket, text, splits: [cut, cut + 1, cut + 40] });
      for (const { expected } of requests) expect((await client.answer()).body).toBe(expected);
    }
  });

  test('a head that is looked at only after its answer is still the same', async () => {
    const kept: (() => string)[] = [];
    const server = await startHttp1(({ request, response }) => {
      kept.push(() => `${request.method} ${request.path} ${request.headers.get('x-mark') ?? ''}`);
      return response.text('x');
    }, options);
    const client = await server.connect();
    for (const mark of ['one', 'two']) {
      client.send(`GET /${mark} HTTP/1.1\r\nHost:\r\nX-Mark: ${mark}\r\n\r\n`);
      await client.answer();
    }
    expect(kept.map((read) => read())).toEqual(['GET /one one', 'GET /two two']);
  });
});
