import { describe, expect, test } from 'vitest';
import { startForwarding, startHttp2Forwarding, TOKEN } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { answerAll, ok, type RawPeer, type RawRequest } from '../../support/raw-backend.ts';
import { FLAG, FRAME, RawHttp2Client } from '../../support/raw-http2-client.ts';

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

/** Request lines that stand anywhere in what the app got: as the most careless reader would find them. */
const linesIn = (peers: readonly RawPeer[]): string[] => peers.flatMap(({ whole }) => whole.match(/(?<=^|\n|\r)[A-Za-z!#$%&'*+.^_`|~-]+ [^ \r\n]* HTTP\/\d[^\r\n]*/g) ?? []);

/** What the app got that is not from the module: every head must have the token, once. */
const heads = (peers: readonly RawPeer[]): number => peers.reduce((sum, { whole }) => sum + whole.split(`MS-ASPNETCORE-TOKEN: ${TOKEN}\r\n`).length - 1, 0);

const cases: Record<string, string> = {
  'CL.TE': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.CL': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  'TE.TE, one of them nothing': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.TE, the name with a blank': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.TE, a vertical tab': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.TE, folded': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.TE, a coding that is chunked to nobody': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'two lengths': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'two lengths in one field': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a length with a sign': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a length behind a bare LF': `POST / HTTP/1.1\r\nHost: a\r\nX: y\nContent-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a length behind a bare CR': `POST / HTTP/1.1\r\nHost: a\r\nX: y\rContent-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a bare LF within a chunk extension': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  'a bare LF behind a chunk size': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n${SMUGGLED}`,
  'a chunk size with a prefix': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n`,
  'chunks in HTTP/1.0': `POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'a length that Connection takes away': `POST / HTTP/1.1\r\nHost: a\r\nConnection: Content-Length\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a blank in the target': `GET /x HTTP/1.1\r\nX: y HTTP/1.1\r\nHost: a\r\n\r\n`.replace('\r\nX', ' X'),
  'a line break in the target': 'GET /x\nX HTTP/1.1\r\nHost: a\r\n\r\n',
  'a NUL in a value': `GET / HTTP/1.1\r\nHost: a\r\nX: y\0\r\n\r\n`,
  'a trailer that frames': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n`,
};

describe('requests that two readers would read differently', () => {
  test.each(Object.entries(cases))('never reach the app as two: %s', async (_, sent) => {
    const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, () => ok('x')) });
    const client = await server.connect();
    client.send(sent);
    client.end();
    await client.closed();
    await turns();
    const lines = linesIn(server.backend.peers);
    // What was sent behind them is a request of its own where they are well-formed, and none of them is.
    expect([lines.filter((line) => line.includes('smuggled')), heads(server.backend.peers) >= lines.length]).toEqual([[], true]);
    expect(server.backend.peers.every(({ whole }) => !/Content-Length[^]*Transfer-Encoding|Transfer-Encoding[^]*Content-Length/i.test(whole.split('\r\n\r\n')[0] ?? ''))).toBe(true);
    // Whatever came of it, the next one's answer is its own.
    const next = await server.ask('GET /next HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(next.status).toBe(200);
    expect(linesIn(server.backend.peers).at(-1)).toBe('GET /next HTTP/1.1');
  });

  test('in a body of known length, and in chunks, stay a body', async () => {
    for (const [framing, body] of [
      [`Content-Length: ${SMUGGLED.length}`, SMUGGLED],
      ['Transfer-Encoding: chunked', `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`],
    ]) {
      const server = await startForwarding();
      const client = await server.connect();
      client.send(`POST / HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n${body}`);
      const peer = await server.backend.peer();
      const request = await peer.request();
      expect([request.body, peer.received, heads([peer])]).toEqual([SMUGGLED, '', 1]);
    }
  });

  test('behind a well-formed one are requests, with all that makes one', async () => {
    const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, ({ line }) => ok(line)) });
    const client = await server.connect();
    client.send(`POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`);
    expect([(await client.answer()).body, (await client.answer()).body]).toEqual(['POST / HTTP/1.1', 'GET /smuggled HTTP/1.1']);
    expect(heads(server.backend.peers)).toBe(2);
  });
});

describe('requests of HTTP/2', () => {
  type Fields = (readonly [string, string])[];
  const head: Fields = [[':method', 'POST'], [':scheme', 'http'], [':authority', 'a'], [':path', '/']];
  const replaced = (name: string, value: string): Fields => head.map((field) => (field[0] === name ? [name, value] : field));

  /** Sends a request with a body, and another one behind it: the requests that reach the app, and all octets that do. */
  async function reached(fields: Fields, body: string): Promise<{ readonly requests: readonly RawRequest[]; readonly whole: string }> {
    const requests: RawRequest[] = [];
    const server = await startHttp2Forwarding({
      onPeer: (peer) =>
        void answerAll(peer, (request) => {
          requests.push(request);
          return ok('x');
        }),
    });
    const client = await RawHttp2Client.connect(server.port);
    const ended = (id: number) => client.next(({ type, stream, flags }) => type === FRAME.goaway || (stream === id && (type === FRAME.reset || (flags & FLAG.endStream) !== 0)));
    client.request(1, fields, FLAG.endHeaders);
    client.send({ type: FRAME.data, flags: FLAG.endStream, stream: 1, payload: Buffer.from(body) });
    await ended(1);
    client.request(3, [[':method', 'GET'], [':scheme', 'http'], [':authority', 'a'], [':path', '/next']]);
    await ended(3);
    client.socket.destroy();
    await turns();
    return { requests, whole: server.backend.peers.map(({ whole }) => whole).join('') };
  }

  test.each<[string, Fields, string]>([
    ['h2.CL, shorter', [...head, ['content-length', '0']], SMUGGLED],
    ['h2.CL, longer', [...head, ['content-length', '500']], 'short'],
    ['h2.CL, twice', [...head, ['content-length', '5'], ['content-length', '0']], 'hello'],
    ['h2.TE', [...head, ['transfer-encoding', 'chunked']], `0\r\n\r\n${SMUGGLED}`],
    ['h2.TE in capitals', [...head, ['Transfer-Encoding', 'chunked']], `0\r\n\r\n${SMUGGLED}`],
    ['a connection field', [...head, ['connection', 'content-length']], SMUGGLED],
    ['a CRLF in a value', [...head, ['x', `y\r\n\r\n${SMUGGLED}`]], ''],
    ['a LF in a value', [...head, ['x', 'y\nTransfer-Encoding: chunked']], `0\r\n\r\n${SMUGGLED}`],
    ['a CR in a value', [...head, ['x', 'y\rTransfer-Encoding: chunked']], `0\r\n\r\n${SMUGGLED}`],
    ['a NUL in a value', [...head, ['x', 'y\0z']], ''],
    ['a CRLF in a name', [...head, ['x: y\r\ntransfer-encoding', 'chunked']], `0\r\n\r\n${SMUGGLED}`],
    ['a colon in a name', [...head, ['transfer-encoding: chunked\r\nx', 'y']], ''],
    ['a blank in a name', [...head, ['transfer-encoding ', 'chunked']], ''],
    ['a CRLF in the path', replaced(':path', `/ HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`), ''],
    ['a blank in the path', replaced(':path', '/ HTTP/1.1'), ''],
    ['a CRLF in the method', replaced(':method', `GET / HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}POST`), ''],
    ['a blank in the method', replaced(':method', 'GET /x HTTP/1.1'), ''],
    ['a CRLF in the authority', replaced(':authority', `a\r\n\r\n${SMUGGLED}`), ''],
    ['a path in the authority', replaced(':authority', 'a/x'), ''],
    ['another host than the authority', [...head, ['host', 'b']], ''],
    ['a pseudo-header among the fields', [...head, ['x', 'y'], [':path', '/other']], ''],
    ['a second path', [...head, [':path', '/other']], ''],
    ['a pseudo-header that is none', [...head, [':x', 'y']], ''],
    ['a trailing line break', [...head, ['x', 'y\r\n']], ''],
  ])('never reach the app as two, or as another one: %s', async (_, fields, body) => {
    const { requests, whole } = await reached(fields, body);
    expect(requests.filter(({ line }) => !['POST / HTTP/1.1', 'GET /next HTTP/1.1'].includes(line))).toEqual([]);
    expect(requests.length).toBe(whole.split(`MS-ASPNETCORE-TOKEN: ${TOKEN}\r\n`).length - 1);
    for (const { head, headers, body: got } of requests) {
      expect(head).toMatch(/^[A-Z]+ \/[a-z]* HTTP\/1\.1\r\n(?:[\w-]+: [\x20-\x7e]*\r\n)+\r\n$/);
      expect(head.match(/^(?:content-length|transfer-encoding|host):/gim)?.length).toBeLessThanOrEqual(2);
      // What nghttp2 takes for no field it leaves out: the body is what it was.
      expect(['', body]).toContain(got);
      expect(headers['x-forwarded-host'] ?? '').toBe('a');
    }
  });

  test('whose body turns out shorter than it says are never whole for the app', async () => {
    const server = await startHttp2Forwarding();
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, [...head, ['content-length', '500']], FLAG.endHeaders);
    client.send({ type: FRAME.data, stream: 1, payload: Buffer.from('some') });
    const peer = await server.backend.peer();
    await peer.waitFor(() => peer.received.endsWith('some'));
    client.send({ type: FRAME.data, flags: FLAG.endStream, stream: 1, payload: Buffer.from('!') });
    await peer.closed();
    await until(() => server.upstream.busy === 0);
    expect(peer.received).toMatch(/\r\nContent-Length: 500\r\n\r\nsome!?$/);
  });
});
