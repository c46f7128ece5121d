import { describe, expect, test } from 'vitest';
import { startForwarding, TOKEN } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { answerAll, ok } from '../../support/raw-backend.ts';
import { tempProject } from '../../support/temp-project.ts';

const GET = 'GET /path?q=1 HTTP/1.1\r\nHost: example.test\r\nAccept: */*\r\n\r\n';

describe('a request', () => {
  test('goes to the app as HTTP/1.1 with its target and its fields as they were, and with those of who passes it on', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('GET /a%2Fb/../c?x=%20&y HTTP/1.1\r\nHost: example.test:8080\r\nX-One:  two words \r\nx-one: three\r\nCookie: a=b\r\n\r\n');
    const { head } = await (await server.backend.peer()).request();
    const { localPort } = client.socket;
    expect(head.split('\r\n')).toEqual([
      'GET /a%2Fb/../c?x=%20&y HTTP/1.1',
      'Host: example.test:8080',
      'X-One:  two words ',
      'x-one: three',
      'Cookie: a=b',
      `MS-ASPNETCORE-TOKEN: ${TOKEN}`,
      `X-Forwarded-For: 127.0.0.1:${localPort}`,
      'X-Forwarded-Proto: http',
      'X-Forwarded-Host: example.test:8080',
      '',
      '',
    ]);
  });

  test.each([
    ['in absolute form', 'GET http://example.test/x?y HTTP/1.1\r\nHost: example.test\r\n\r\n', 'GET /x?y HTTP/1.1', 'example.test'],
    ['in absolute form without a path', 'GET http://example.test?y HTTP/1.1\r\nHost: example.test\r\n\r\n', 'GET /?y HTTP/1.1', 'example.test'],
    ['for the server as such', 'OPTIONS * HTTP/1.1\r\nHost: example.test\r\n\r\n', 'OPTIONS * HTTP/1.1', 'example.test'],
    ['with a method of its own', 'BREW /pot HTTP/1.1\r\nHost: example.test\r\n\r\n', 'BREW /pot HTTP/1.1', 'example.test'],
    ['with a Host that is empty', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', 'GET / HTTP/1.1', ''],
  ])('%s goes on as the app must get it', async (_, sent, line, host) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(sent);
    const request = await (await server.backend.peer()).request();
    expect([request.line, request.headers['host']]).toEqual([line, host]);
  });

  test('of HTTP/1.0 without a Host gets one, for HTTP/1.1 must have it', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    const request = await (await server.backend.peer()).request();
    expect(request.line).toBe('GET / HTTP/1.1');
    expect(request.headers['host']).toBe(`127.0.0.1:${'port' in server.backend.address ? server.backend.address.port : ''}`);
    expect(request.headers).not.toHaveProperty('x-forwarded-host');
  });

  test('with octets beyond ASCII goes on octet for octet', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    // As text, its last character is U+010A: cut to an octet, it would be a line feed.
    const value = Buffer.from('gr\u00fc\u00df\u010a', 'utf8').toString('latin1');
    client.send(`GET / HTTP/1.1\r\nHost: a\r\nX-Name: ${value}\r\n\r\n`);
    const { headers } = await (await server.backend.peer()).request();
    expect(headers['x-name']).toBe(value);
  });

  test.each([
    ['of known length', 'Content-Length: 0005\r\n\r\nhello', { 'content-length': '5' }],
    ['of no octets', 'Content-Length: 0\r\n\r\n', { 'content-length': '0' }],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n', { 'transfer-encoding': 'chunked' }],
  ])('with a body %s goes on, framed anew', async (_, rest, framing) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(`POST / HTTP/1.1\r\nHost: a\r\n${rest}`);
    const peer = await server.backend.peer();
    const request = await peer.request();
    expect(request.headers).toMatchObject(framing);
    expect(request.body).toBe(rest.endsWith('\r\n\r\n') && !rest.includes('chunked') ? '' : 'hello');
    expect(peer.whole).not.toContain('a=b');
    peer.send(ok('answered'));
    expect((await client.answer()).body).toBe('answered');
  });

  test('with a body that came in the same read goes on in one piece', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n${'x'.repeat(1024)}`);
    const peer = await server.backend.peer();
    const pieces: number[] = [];
    peer.socket.on('data', (piece: Buffer) => pieces.push(piece.length));
    await peer.request();
    expect(pieces).toHaveLength(1);
  });

  test('whose body comes piece by piece goes on piece by piece', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const peer = await server.backend.peer();
    await peer.head();
    for (const piece of ['one', 'two', 'three']) {
      client.send(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      await peer.waitFor(() => peer.received.includes(`${piece}\r\n`));
    }
    client.send('0\r\nX-Sum: 42\r\nMS-ASPNETCORE-TOKEN: forged\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n');
    await peer.waitFor(() => peer.received.endsWith('\r\n\r\n'));
    expect(peer.received).toBe('3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\nX-Sum: 42\r\n\r\n');
  });

  test('goes to an app on a unix socket as well', async () => {
    const server = await startForwarding({ path: (await tempProject()).path('app.sock'), onPeer: (peer) => void answerAll(peer, ({ headers }) => ok(headers['host'])) });
    expect((await server.ask('GET / HTTP/1.0\r\n\r\n')).body).toBe('localhost');
    expect((await server.ask(GET)).body).toBe('example.test');
  });
});

describe('an answer', () => {
  const answered = async (answer: string, request = GET) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(request);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(answer);
    return { server, client, peer };
  };

  test('comes back with its status, its phrase and its fields as they were; Date is the server\'s', async () => {
    const { client } = await answered('HTTP/1.1 404 Nothing here\r\nServer: app/1\r\nX-A: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 3\r\n\r\nabc');
    const { head, body } = await client.answer();
    const date = new Date(1_000_000_000_000).toUTCString();
    expect(head.split('\r\n')).toEqual(['HTTP/1.1 404 Nothing here', `Date: ${date}`, 'Content-Length: 3', 'Server: app/1', 'X-A: 1', 'Set-Cookie: a', 'Set-Cookie: b', '', '']);
    expect(body).toBe('abc');
  });

  test('without a Server header has none', async () => {
    const { client } = await answered(ok('x'));
    expect((await client.answer()).headers).not.toHaveProperty('server');
  });

  test('without a reason phrase gets the usual one where its blank is missing, too', async () => {
    const { client } = await answered('HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n');
    expect((await client.answer()).head).toMatch(/^HTTP\/1\.1 404 \r\n/);
  });

  test.each([
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\nMS-ASPNETCORE-TOKEN: secret\r\n\r\n', { 'transfer-encoding': 'chunked', trailer: 'X-Sum' }, 'abcde', 'X-Sum: 7\r\n'],
    ['of known length', ok('abcde'), { 'content-length': '5' }, 'abcde', ''],
    ['of no octets', ok(''), { 'content-length': '0' }, '', ''],
    ['in chunks of which there is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', { 'transfer-encoding': 'chunked' }, '', ''],
  ])('%s comes back framed anew, and leaves both connections open', async (_, answer, framing, body, trailers) => {
    const { server, client, peer } = await answered(answer);
    const got = await client.answer();
    expect(got.headers).toMatchObject(framing);
    expect([got.body, got.trailers]).toEqual([body, trailers]);
    client.send(GET);
    await peer.request();
    peer.send(ok('again'));
    expect((await client.answer()).body).toBe('again');
    expect(server.backend.peers).toHaveLength(1);
  });

  test('that ends with its connection comes back in chunks, and leaves the client\'s open', async () => {
    const { client, peer } = await answered('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsome');
    await client.waitFor(() => client.received.includes('some'));
    peer.send(' more');
    peer.end();
    const { headers, body } = await client.answer();
    expect([headers['transfer-encoding'], headers['connection'], body]).toEqual(['chunked', undefined, 'some more']);
    await turns();
    expect(client.hasEnded).toBe(false);
  });

  test.each([
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
    ['that ends with its connection', 'HTTP/1.0 200 OK\r\n\r\nabc'],
  ])('%s ends with the connection for a client of HTTP/1.0', async (_, answer) => {
    const { client, peer } = await answered(answer, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    peer.end();
    const { headers, body } = await client.answer();
    expect([headers['transfer-encoding'], headers['connection'], body]).toEqual([undefined, 'close', 'abc']);
    expect(await client.closed()).toBe('');
  });

  test('of known length keeps the connection of a client of HTTP/1.0 that asks for it', async () => {
    const { client } = await answered(ok('abc'), 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect((await client.answer()).headers).toMatchObject({ connection: 'keep-alive', 'content-length': '3' });
  });

  test.each([
    ['to HEAD, with a length', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n', { 'content-length': '1000' }],
    ['to HEAD, in chunks', 'HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', {}],
    ['to HEAD, without either', 'HEAD', 'HTTP/1.1 200 OK\r\n\r\n', {}],
    ['204', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n', {}],
    ['204 with a length of nothing', 'GET', 'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n', {}],
    ['304 with a length', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: "a"\r\n\r\n', { 'content-length': '1000', etag: '"a"' }],
  ])('without a body (%s) has none', async (_, method, answer, headers) => {
    const { client, peer } = await answered(answer, `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`);
    const got = await client.answer(method);
    expect(got.headers).toMatchObject(headers);
    expect(got.headers).not.toHaveProperty('transfer-encoding');
    client.send(GET);
    await peer.request();
    peer.send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test('205 has no body, whatever the app sends with it', async () => {
    const { client, peer } = await answered('HTTP/1.1 205 Reset Content\r\nContent-Length: 3\r\n\r\nabc');
    expect(await client.answer()).toMatchObject({ status: 205, body: '', headers: { 'content-length': '0' } });
    client.send(GET);
    await peer.request();
    peer.send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test('comes back piece by piece', async () => {
    const { client, peer } = await answered('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    await client.waitFor(() => client.received.includes('\r\n\r\n'));
    for (const piece of ['one', 'two']) {
      peer.send(`3\r\n${piece}\r\n`);
      await client.waitFor(() => client.received.endsWith(`3\r\n${piece}\r\n`));
    }
  });

  test('comes back whole wherever it was cut on its way', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: v\r\n\r\n';
    const server = await startForwarding();
    const client = await server.connect();
    for (let cut = 1; cut < answer.length; cut++) {
      client.send(GET);
      const peer = await server.backend.peer();
      await peer.request();
      peer.send(answer.slice(0, cut));
      await turns(2);
      peer.send(answer.slice(cut));
      const { headers, body, trailers } = await client.answer();
      expect([headers['x-a'], body, trailers]).toEqual(['b', 'hello', 'X-T: v\r\n']);
    }
    expect(server.backend.peers).toHaveLength(1);
  });

  test('that comes before the request is whole is passed back, and the app\'s connection is not used again', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc');
    const peer = await server.backend.peer();
    await peer.head();
    peer.send('HTTP/1.1 413 Too much\r\nContent-Length: 0\r\n\r\n');
    expect((await client.answer()).status).toBe(413);
    await peer.closed();
    expect(server.upstream.idle).toBe(0);
  });

  test.each([
    ['Connection, Keep-Alive and Upgrade', 'Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nUpgrade: h2c\r\n'],
    ['Proxy-Connection', 'Proxy-Connection: keep-alive\r\n'],
    ['what Connection names', 'Connection: close, X-Hop\r\nX-Hop: 1\r\n'],
    ['those of the module', 'MS-ASPNETCORE-TOKEN: secret\r\n'],
  ])('comes back without fields of one hop: %s', async (_, fields) => {
    const { client } = await answered(ok('x', `${fields}X-Kept: yes\r\n`));
    const { headers } = await client.answer();
    expect(Object.keys(headers).toSorted()).toEqual(['content-length', 'date', 'x-kept']);
  });
});

describe('requests', () => {
  test('that are pipelined are passed on in order, one at a time, on one connection', async () => {
    const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, ({ line }) => ok(line)) });
    const client = await server.connect();
    client.send(Array.from({ length: 50 }, (_, at) => `GET /${at} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    for (let at = 0; at < 50; at++) expect((await client.answer()).body).toBe(`GET /${at} HTTP/1.1`);
    expect(server.backend.peers).toHaveLength(1);
  });

  test('of many clients at once get their own answers', async () => {
    const server = await startForwarding({ onPeer: (peer) => void answerAll(peer, ({ line, body }) => ok(line + body)) });
    const clients = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        clients.map(async (client, at) => {
          const body = `${at}/${round}`.repeat(at * 100);
          client.send(`PUT /${at}/${round} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
          expect((await client.answer()).body).toBe(`PUT /${at}/${round} HTTP/1.1${body}`);
        }),
      );
    }
    expect(server.backend.peers.length).toBeLessThanOrEqual(20);
    await until(() => server.upstream.busy === 0);
  });

  test('with CONNECT and TRACE are not passed on', async () => {
    const server = await startForwarding();
    for (const request of ['CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n']) {
      const { status, headers } = await server.ask(request);
      expect([status, headers['allow']]).toEqual([405, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']);
    }
    expect(server.backend.peers).toHaveLength(0);
    expect(server.failures.map(({ reason }) => reason)).toEqual(['method', 'method']);
  });
});
