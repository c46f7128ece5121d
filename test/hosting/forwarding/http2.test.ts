import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { startHttp2Forwarding, TOKEN } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { request } from '../../support/http2-server.ts';
import { answerAll, ok } from '../../support/raw-backend.ts';
import { FLAG, FRAME, GET, RawHttp2Client } from '../../support/raw-http2-client.ts';

describe('a request of HTTP/2', () => {
  test('goes to the app as HTTP/1.1: authority as Host, cookies as one, no field of a connection', async () => {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const answer = request(session, {
      ':path': '/a%20b?x=1',
      ':authority': 'example.test:8443',
      cookie: ['a=1', 'b=2'],
      te: 'trailers',
      'x-one': 'two',
      'x-octets': Buffer.from('gr\u00fc\u00df', 'utf8').toString('latin1'),
      'ms-aspnetcore-token': 'forged',
      'x-forwarded-for': '10.0.0.1',
    });
    const peer = await server.backend.peer();
    const { line, headers, head } = await peer.request();
    expect(line).toBe('GET /a%20b?x=1 HTTP/1.1');
    expect(headers).toMatchObject({
      host: 'example.test:8443',
      cookie: 'a=1; b=2',
      te: 'trailers',
      connection: 'TE',
      'x-one': 'two',
      'x-octets': Buffer.from('gr\u00fc\u00df', 'utf8').toString('latin1'),
      'ms-aspnetcore-token': TOKEN,
      'x-forwarded-for': expect.stringMatching(/^10\.0\.0\.1, 127\.0\.0\.1:\d+$/),
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'example.test:8443',
    });
    expect(head).not.toMatch(/^:|^transfer-encoding|^content-length/im);
    peer.send(ok('hello', 'Server: app\r\nX-A: b\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n'));
    const { headers: got, body } = await answer;
    expect(got).toMatchObject({ ':status': 200, server: 'app', 'x-a': 'b', 'content-length': '5', 'set-cookie': ['a', 'b'] });
    expect(Object.keys(got)).not.toContain('keep-alive');
    expect([body, server.warnings, server.errors]).toEqual(['hello', [], []]);
  });

  test.each([
    ['of known length', { 'content-length': '5' }, 'content-length', '5'],
    ['of a length that nobody knows', {}, 'transfer-encoding', 'chunked'],
  ])('with a body %s goes on framed for HTTP/1.1', async (_, headers, name, value) => {
    const server = await startHttp2Forwarding({ onPeer: (peer) => void answerAll(peer, (got) => ok(`${got.headers[name]} ${got.body}`)) });
    const session = await server.connect();
    expect((await request(session, { ':method': 'POST', ...headers }, 'hello')).body).toBe(`${value} hello`);
  });

  test('that has no body says so where a body is usual', async () => {
    const server = await startHttp2Forwarding({ onPeer: (peer) => void answerAll(peer, (got) => ok(String(got.headers['content-length']))) });
    const session = await server.connect();
    expect((await request(session, { ':method': 'POST' })).body).toBe('0');
    expect((await request(session, { ':method': 'DELETE' })).body).toBe('undefined');
  });

  test('sends its trailers on, but for those that frame or that the module owns', async () => {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST', ':path': '/' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '7', 'ms-aspnetcore-event': 'shutdown', 'cookie': 'a=b' }));
    stream.end('body');
    const peer = await server.backend.peer();
    expect(await peer.request()).toMatchObject({ body: 'body', trailers: 'x-sum: 7\r\n' });
    peer.send(ok('x'));
    await once(stream, 'response');
    stream.resume();
    await once(stream, 'close');
  });

  test('is reset by a client that is gone: the app\'s connection is closed', async () => {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    const peer = await server.backend.peer();
    await peer.request();
    stream.close(8);
    await peer.closed();
    expect([server.failures, server.errors]).toEqual([[], []]);
  });

  test.each([8, 0])('whose client goes away within its body, with error code %d, leaves the app with half of it', async (code) => {
    const server = await startHttp2Forwarding();
    // Node's own client ends a stream before it resets it.
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, [[':method', 'POST'], ...GET.slice(1)], FLAG.endHeaders);
    client.send({ type: FRAME.data, stream: 1, payload: Buffer.from('half') });
    const peer = await server.backend.peer();
    await peer.waitFor(() => peer.received.includes('half'));
    client.send({ type: FRAME.reset, stream: 1, payload: Buffer.from([0, 0, 0, code]) });
    await peer.closed();
    expect(peer.whole).toMatch(/4\r\nhalf\r\n$/);
    expect(server.errors).toEqual([]);
    client.socket.destroy();
  });

  test('asks the app before its body is sent', async () => {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST', ':path': '/', expect: '100-continue' });
    const peer = await server.backend.peer();
    expect((await peer.head()).headers['expect']).toBe('100-continue');
    const continued = once(stream, 'continue');
    peer.send('HTTP/1.1 100 Continue\r\n\r\n');
    await continued;
    stream.end('hello');
    await peer.waitFor(() => peer.received.includes('hello') && peer.received.endsWith('0\r\n\r\n'));
    peer.send(ok('thanks'));
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(200);
  });
});

describe('an answer to HTTP/2', () => {
  async function answered(answer: string, headers = {}) {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const got = request(session, headers).catch((error: Error) => error);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(answer);
    return { server, session, peer, got };
  }

  test.each([
    ['in chunks, with trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 6\r\nMS-ASPNETCORE-TOKEN: secret\r\n\r\n', 'abc', { 'x-sum': '6' }],
    ['of no octets', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', '', undefined],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', '', undefined],
  ])('comes back %s', async (_, answer, body, trailers) => {
    const { server, got } = await answered(answer);
    expect(await got).toMatchObject({ body, ...(trailers && { trailers }) });
    expect(server.upstream.idle).toBe(1);
  });

  test('that ends with the app\'s connection ends the stream', async () => {
    const { peer, got } = await answered('HTTP/1.0 200 OK\r\n\r\nabc');
    peer.end();
    expect(await got).toMatchObject({ body: 'abc' });
  });

  test('to HEAD tells the length', async () => {
    const { got } = await answered('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n', { ':method': 'HEAD' });
    expect(await got).toMatchObject({ headers: { 'content-length': '1000' }, body: '' });
  });

  test('is announced by what comes before it', async () => {
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const stream = session.request({ ':path': '/' });
    const interim: unknown[] = [];
    stream.on('headers', (headers) => interim.push({ ...headers }));
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nLink: </b>\r\n\r\n${ok('x')}`);
    await once(stream, 'response');
    expect(interim).toMatchObject([{ ':status': 103, link: '</a>, </b>' }]);
  });

  test.each([
    ['that breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['that becomes malformed', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfX'],
  ])('%s resets the stream', async (_, answer) => {
    const { server, peer, got } = await answered(answer);
    await turns();
    peer.end();
    expect(await got).toBeInstanceOf(Error);
    expect(server.failures).toMatchObject([{ hasBegun: true }]);
    expect(server.errors).toEqual([]);
  });

  test.each([
    ['of a status that HTTP/2 does not have', 'HTTP/1.1 700 What\r\nContent-Length: 0\r\n\r\n'],
    ['that is none', 'nonsense\r\n'],
  ])('%s is 502', async (_, answer) => {
    const { got } = await answered(answer);
    expect(await got).toMatchObject({ headers: { ':status': 502 } });
  });

  test('makes the app wait while the client does not read, and comes whole when it does', async () => {
    const size = 30_000_000;
    const server = await startHttp2Forwarding();
    const session = await server.connect();
    const stream = session.request({ ':path': '/' });
    stream.pause();
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
    peer.send(Buffer.alloc(size, 'x'));
    let before = -1;
    while (before !== peer.socket.writableLength) {
      before = peer.socket.writableLength;
      await turns(100);
    }
    expect(before).toBeGreaterThan(size / 2);
    let received = 0;
    stream.on('data', (chunk: Buffer) => (received += chunk.length));
    stream.resume();
    await until(() => received === size);
  });

  test('makes the client wait while the app does not read', async () => {
    const size = 30_000_000;
    const server = await startHttp2Forwarding({ onPeer: (peer) => peer.pause(), http2: { limits: { maxRequestBodySize: null } } });
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST', ':path': '/', 'content-length': size });
    stream.end(Buffer.alloc(size, 'x'));
    const peer = await server.backend.peer();
    let before = -1;
    while (before !== server.upstream.busy + (session.socket?.bytesWritten ?? 0)) {
      before = server.upstream.busy + (session.socket?.bytesWritten ?? 0);
      await turns(100);
    }
    let received = 0;
    peer.socket.removeAllListeners('data');
    peer.socket.on('data', (piece: Buffer) => (received += piece.length));
    peer.resume();
    await until(() => received > size);
    peer.send(ok('all'));
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(200);
  });
});

describe('many streams on one connection', () => {
  test('get their own answers', async () => {
    const server = await startHttp2Forwarding({ onPeer: (peer) => void answerAll(peer, ({ line, body }) => ok(line + body)) });
    const session = await server.connect();
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const body = String(at).repeat(at * 50);
        return [(await request(session, { ':method': 'PUT', ':path': `/${at}` }, body)).body, `PUT /${at} HTTP/1.1${body}`];
      }),
    );
    for (const [got, expected] of answers) expect(got).toBe(expected);
    expect(server.errors).toEqual([]);
  });
});
