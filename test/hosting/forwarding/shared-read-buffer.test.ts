import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type * as SharedReadBuffer from '../../../src/hosting/http1/shared-read-buffer.ts';
import { startForwarding, startHttp2Forwarding } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { request } from '../../support/http2-server.ts';
import { answerAll, ok, type RawPeer } from '../../support/raw-backend.ts';
import { tempProject } from '../../support/temp-project.ts';

/** What stands in the shared buffer as soon as the engine has returned from a read: a response, and a request, that nobody sent. */
const FORGERY = Buffer.from('HTTP/1.1 200 OK\r\nX-Forged: yes\r\nContent-Length: 6\r\n\r\nforgedGET /forged HTTP/1.1\r\nHost: forged\r\n\r\n');
const overwritten = vi.hoisted(() => ({ read: 0, answered: 0 }));

vi.mock('../../../src/hosting/http1/shared-read-buffer.ts', async (importOriginal) => {
  const original = await importOriginal<typeof SharedReadBuffer>();
  const overwrite = (side: 'read' | 'answered') => (bytes: Buffer) => {
    overwritten[side]++;
    bytes.fill(FORGERY);
  };
  return {
    readInto: (socket, receive) => original.readInto(socket, receive, overwrite('read')),
    readOptions: (receive) => original.readOptions(receive, overwrite('answered')),
  } satisfies typeof SharedReadBuffer;
});

const digest = (text: string): string => createHash('sha1').update(text, 'latin1').digest('hex');

/** Some text that is not like any other one. */
const textOf = (mark: string, size: number): string => `${mark}:`.repeat(Math.ceil(size / (mark.length + 1))).slice(0, size);

/** Answers with what came: framed as the path says, and late where it says so. */
async function mirror(peer: RawPeer): Promise<void> {
  try {
    for (;;) {
      const { line, headers, body, trailers } = await peer.request();
      const sum = `${line}|${headers['x-mark']}|${digest(body)}|${trailers}`;
      const whole = sum + body;
      if (line.includes('late')) await turns(3);
      if (!line.includes('chunked')) peer.send(ok(whole, `X-Mark: ${headers['x-mark']}\r\n`));
      else {
        peer.send(`HTTP/1.1 200 OK\r\nX-Mark: ${headers['x-mark']}\r\nTransfer-Encoding: chunked\r\n\r\n`);
        for (let at = 0, size = 1; at < whole.length; at += size, size = Math.min(40_000, size * 5)) {
          const piece = whole.slice(at, at + size);
          peer.send(`${piece.length.toString(16)}\r\n${piece}\r\n`);
          if (line.includes('late')) await turns(1);
        }
        peer.send(`0\r\nX-Sum: ${digest(whole)}\r\n\r\n`);
      }
    }
  } catch {
    // The connection has ended.
  }
}

const PATHS = ['/now/length', '/now/chunked', '/late/length', '/late/chunked'];
const SIZES = [0, 1, 100, 1024, 9000, 20_000, 70_000, 300_000];

function makeRequest(path: string, mark: string, { size, isChunked }: { readonly size: number; readonly isChunked: boolean }): { readonly sent: string; readonly expected: string } {
  const body = textOf(mark, size);
  const fields = `Host: a\r\nX-Mark: ${mark}\r\n`;
  const sum = `PUT ${path} HTTP/1.1|${mark}|${digest(body)}|`;
  if (!isChunked) return { sent: `PUT ${path} HTTP/1.1\r\n${fields}Content-Length: ${size}\r\n\r\n${body}`, expected: sum + body };
  const half = Math.floor(size / 2);
  const chunks = [body.slice(0, half), body.slice(half)].filter((chunk) => chunk !== '').map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return { sent: `PUT ${path} HTTP/1.1\r\n${fields}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\nX-T: ${mark}\r\n\r\n`, expected: `${sum}X-T: ${mark}\r\n${body}` };
}

describe.each([
  ['over TCP', {}, false],
  ['as events', { readsEvents: true }, false],
  ['through TLS, to a unix socket', { tls: true }, true],
])('while the shared buffer is overwritten after every read, %s,', (_, http1, isUnix) => {
  test('requests and answers of all sizes arrive intact, pipelined and at once', async () => {
    const path = isUnix ? (await tempProject()).path('app.sock') : undefined;
    const server = await startForwarding({ onPeer: (peer) => void mirror(peer), http1, ...(path !== undefined && { path }) });
    const before = { ...overwritten };
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect()));
    await Promise.all(
      clients.map(async (client, at) => {
        const requests = PATHS.flatMap((path) => SIZES.flatMap((size) => [false, true].map((isChunked) => makeRequest(path, `m${at}-${size}`, { size, isChunked }))));
        // Half of them pipelined, the others one by one.
        if (at % 2 === 0) client.send(requests.map(({ sent }) => sent).join(''));
        for (const { sent, expected } of requests) {
          if (at % 2 !== 0) client.send(sent);
          const { body, headers, trailers } = await client.answer();
          expect(body === expected ? '' : `${expected.slice(0, 80)} <> ${body.slice(0, 80)}`).toBe('');
          expect(headers['x-mark']).toMatch(new RegExp(`^m${at}-`));
          if (headers['transfer-encoding']) expect(trailers).toBe(`X-Sum: ${digest(expected)}\r\n`);
        }
      }),
    );
    expect([overwritten.read > before.read, overwritten.answered > before.answered, server.errors, server.failures]).toEqual([true, true, [], []]);
  });
});

describe('while the shared buffer is overwritten after every read,', () => {
  test('an answer cut anywhere arrives intact', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    const answer = `HTTP/1.1 200 Fine\r\nX-A: ${'a'.repeat(20)}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: v\r\n\r\n`;
    for (let cut = 1; cut < answer.length; cut++) {
      client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      const peer = await server.backend.peer();
      await peer.request();
      const read = overwritten.answered;
      peer.send(answer.slice(0, cut));
      await until(() => overwritten.answered > read);
      peer.send(answer.slice(cut));
      const { reason, headers, body, trailers } = await client.answer();
      expect([reason, headers['x-a'], body, trailers]).toEqual(['Fine', 'a'.repeat(20), 'hello', 'X-T: v\r\n']);
    }
  });

  test('slow clients and slow apps get what was meant for them, when others are fast', async () => {
    // More than what the system keeps for a connection.
    const sizeOf = (line: string): number => (line.includes('slow') ? 24_000_000 : 500_000);
    const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, ({ line }) => ok(textOf(line, sizeOf(line)))) });
    const slow = await server.connect();
    slow.pause();
    slow.send('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    const fast = await server.connect();
    for (let round = 0; round < 5; round++) {
      fast.send(`GET /fast/${round} HTTP/1.1\r\nHost: a\r\n\r\n`);
      const { body } = await fast.answer();
      expect(body === textOf(`GET /fast/${round} HTTP/1.1`, 500_000)).toBe(true);
    }
    slow.resume();
    expect((await slow.answer()).body === textOf('GET /slow HTTP/1.1', 24_000_000)).toBe(true);
  });

  test('tunnels are intact', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nearly');
    const peer = await server.backend.peer();
    await peer.request();
    peer.send('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nearly, too');
    await client.answer();
    await client.waitFor(() => client.received === 'early, too');
    await peer.waitFor(() => peer.received === 'early');
    const [there, back] = [textOf('there', 500_000), textOf('back', 500_000)];
    client.send(there);
    peer.send(back);
    await client.waitFor(() => client.received.length === 10 + back.length);
    await peer.waitFor(() => peer.received.length === 5 + there.length);
    expect([client.received.endsWith(back), peer.received.endsWith(there)]).toEqual([true, true]);
  });

  test('requests of HTTP/2 get their answers intact', async () => {
    const server = await startHttp2Forwarding({ onPeer: (peer) => void mirror(peer) });
    const session = await server.connect();
    await Promise.all(
      SIZES.map(async (size) => {
        const body = textOf(`h${size}`, size);
        const answer = await request(session, { ':method': 'PUT', ':path': '/late/chunked', 'x-mark': `h${size}`, 'content-length': size }, body);
        expect(answer.body === `PUT /late/chunked HTTP/1.1|h${size}|${digest(body)}|${body}`).toBe(true);
      }),
    );
    expect(server.failures).toEqual([]);
  });
});
