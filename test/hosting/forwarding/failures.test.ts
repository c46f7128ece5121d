import { describe, expect, test } from 'vitest';
import { startForwarding, type TestForwarding } from '../../support/forwarding-server.ts';
import { turns, until } from '../../support/http1-server.ts';
import { answerAll, ok } from '../../support/raw-backend.ts';

const GET = 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n';
const POST = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello';

describe('an app that cannot be reached', () => {
  test('is 502.3, and the next request is tried again', async () => {
    const server = await startForwarding();
    await server.backend.stop();
    const client = await server.connect();
    for (const request of [GET, POST]) {
      client.send(request);
      expect(await client.answer()).toMatchObject({ status: 502, body: '' });
    }
    const [failure] = server.failures;
    expect(failure).toMatchObject({ reason: 'unreachable', status: 502, subStatus: 3, code: '0x80072efd', hasBegun: false });
    expect(failure?.error.message).toMatch(/^The app at 127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED/);
    expect(server.failures).toHaveLength(2);
    expect(server.errors).toEqual([]);
  });

  test('is 502.3 as well when it does not accept in time', async () => {
    const server: TestForwarding = await startForwarding({
      upstream: { connectTimeout: 3000 },
      module: {
        upstreams: () => {
          // Before the event loop can tell that the connection was made.
          process.nextTick(() => server.passUpstream(5000));
          return [server.upstream];
        },
      },
    });
    expect((await server.ask(GET)).status).toBe(502);
    expect(server.failures[0]).toMatchObject({ reason: 'connectTimedOut', status: 502, subStatus: 3 });
    expect(server.failures[0]?.error.message).toMatch(/has not accepted a connection within 3 s/);
  });
});

describe('an app that is silent', () => {
  test('is given requestTimeout from its last octet on; then the answer is 502.3', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    server.passUpstream(119_000);
    peer.send('HTTP/1.1 2');
    await turns();
    server.passUpstream(119_000);
    await turns();
    expect(client.received).toBe('');
    server.passUpstream(3000);
    expect((await client.answer()).status).toBe(502);
    expect(server.failures[0]).toMatchObject({ reason: 'timedOut', status: 502, subStatus: 3, code: '0x80072ee2' });
    expect(server.failures[0]?.error.message).toMatch(/has been silent for 120 s while it had GET \/x to answer/);
    await peer.closed();
    client.send(GET);
    (await server.backend.peer(1)).send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test('in the middle of its answer cuts the client off', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
    await client.waitFor(() => client.received.endsWith('half'));
    server.passUpstream(121_000);
    await client.closed();
    expect(client.received).toMatch(/half$/);
    expect(server.failures[0]).toMatchObject({ reason: 'timedOut', hasBegun: true });
  });

  test('is not to blame while the client is slow to send or to read', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel');
    const peer = await server.backend.peer();
    await peer.head();
    server.passUpstream(500_000);
    client.send('lo');
    await peer.waitFor(() => peer.received === 'hello');
    const size = 30_000_000;
    client.pause();
    peer.send(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
    peer.send(Buffer.alloc(size, 'x'));
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    await turns(50);
    server.passUpstream(500_000);
    client.resume();
    expect((await client.answer()).body).toHaveLength(size);
    expect(server.failures).toEqual([]);
  });
});

describe('an app that closes the connection', () => {
  test('before its answer is 502.3 with the module\'s code for it', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.destroy();
    expect((await client.answer()).status).toBe(502);
    expect(server.failures[0]).toMatchObject({ reason: 'closed', status: 502, subStatus: 3, code: '0x80072f78' });
  });

  test.each([
    ['with a half head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['behind an interim response', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'],
  ])('%s is 502', async (_, sent) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(sent);
    peer.end();
    let answer = await client.answer();
    if (answer.status === 103) answer = await client.answer();
    expect(answer.status).toBe(502);
    expect(server.failures).toMatchObject([{ reason: 'closed' }]);
  });

  test.each([
    ['of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf'],
    ['in chunks, between two', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('in the middle of an answer %s cuts the client off, who must not take it for whole', async (_, sent) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(sent);
    await client.waitFor(() => client.received.includes('half'));
    peer.end();
    expect(await client.closed()).not.toMatch(/\r\n0\r\n/);
    expect(server.failures).toMatchObject([{ reason: 'closed', hasBegun: true }]);
    expect(server.errors).toEqual([]);
  });

  test('with a reset in the middle of an answer that ends with the connection resets a client of HTTP/1.0', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    const peer = await server.backend.peer();
    await peer.request();
    peer.send('HTTP/1.1 200 OK\r\n\r\nhalf');
    await client.waitFor(() => client.received.includes('half'));
    peer.reset();
    await client.closed();
    await until(() => client.isClosed);
    expect(client.error?.code).toBe('ECONNRESET');
  });
});

describe('an answer that cannot be read', () => {
  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'does not begin with an HTTP/1 status line'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n', 'does not begin with an HTTP/1 status line'],
    ['a status that is none', 'HTTP/1.1 099 No\r\n\r\n', 'does not begin with an HTTP/1 status line'],
    ['a blank before a colon', 'HTTP/1.1 200 OK\r\nX : y\r\n\r\n', 'has a malformed header line'],
    ['a folded line', 'HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n', 'has a malformed header line'],
    ['a line that ends in LF', 'HTTP/1.1 200 OK\r\nX: y\nContent-Length: 0\r\n\r\n', 'has a malformed header line'],
    ['a control character', 'HTTP/1.1 200 OK\r\nX: y\0z\r\n\r\n', 'has header fields that contradict each other, or characters that none may have'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'has header fields that contradict each other, or characters that none may have'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc', 'has several Content-Length headers'],
    ['a coding that is not chunked last', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n', 'has a Transfer-Encoding that does not end with chunked'],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'has header fields that contradict each other, or characters that none may have'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc', 'has a Content-Length that is no length'],
    ['101 that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 'switches to another protocol than it was asked to'],
    ['headers beyond 64 KiB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 'has headers that are too long'],
  ])('is 502: %s', async (_, sent, fault) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(sent);
    expect((await client.answer()).status).toBe(502);
    expect(server.failures).toMatchObject([{ reason: 'malformed', status: 502, subStatus: 3, code: '0x80072f78' }]);
    expect(server.failures[0]?.error.message).toContain(`to GET /x ${fault}.`);
    await peer.closed();
  });

  test('in its middle cuts the client off', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nxyz\r\n');
    await client.closed();
    expect(client.received).toMatch(/half\r\n$/);
    expect(server.failures).toMatchObject([{ reason: 'malformed', hasBegun: true }]);
  });
});

describe('octets behind an answer', () => {
  test.each([
    ['in the same read', ok('first') + ok('poison')],
    ['that HEAD has no body for', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison', 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['that 204 has no body for', 'HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\n'],
    ['that 304 has no body for', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\npoison'],
  ])('%s are nobody\'s answer', async (_, sent, request = GET) => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(request);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(sent);
    const method = request.slice(0, request.indexOf(' '));
    expect((await client.answer(method)).status).toBeLessThan(400);
    client.send(GET);
    const other = await server.backend.peer(1);
    await other.request();
    other.send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test('that come later close the connection', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(ok('first'));
    await client.answer();
    peer.send(ok('poison'));
    await peer.closed();
    expect(server.upstream.idle).toBe(0);
  });
});

describe('who answers for the app', () => {
  test('may be somebody else', async () => {
    const server = await startForwarding({
      module: {
        answerFailure: async (features, { status, subStatus, error }) => {
          const { HttpContext } = await import('../../../src/hosting/http/http-context.ts');
          const { response } = new HttpContext(features);
          response.statusCode = status;
          await response.text(`${status}.${subStatus} ${error.code}`);
        },
      },
    });
    await server.backend.stop();
    expect(await server.ask(POST)).toMatchObject({ status: 502, body: '502.3 MEWS4201' });
  });

  test('is asked where no process runs, and where it does not start', async () => {
    const none = await startForwarding({ module: { upstreams: () => [] } });
    expect((await none.ask(GET)).status).toBe(503);
    for (const upstreams of [() => Promise.reject(new Error('exit code 3')), () => { throw new Error('exit code 3'); }]) {
      const broken = await startForwarding({ module: { upstreams } });
      expect((await broken.ask(GET)).status).toBe(503);
      expect(broken.failures).toMatchObject([{ reason: 'noUpstream', status: 503 }]);
      expect(broken.failures[0]?.error.message).toContain('exit code 3');
    }
  });

  test('need not answer requests that wait for the process to start', async () => {
    let started: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => (started = resolve));
    const server = await startForwarding({
      onPeer: (peer) => void answerAll(peer, ({ body }) => ok(body)),
      module: { upstreams: () => gate.then(() => [server.upstream]) },
    });
    const clients = await Promise.all(Array.from({ length: 10 }, () => server.connect()));
    for (const client of clients) client.send(POST);
    await until(() => server.begun === 10);
    started?.();
    for (const client of clients) expect((await client.answer()).body).toBe('hello');
  });
});
