import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpConnectionFeature } from '../../../../../src/hosting/http/connection-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { gate, sendInPieces, startHttp1, turns, until } from '../../../../support/http1-server.ts';

/** Answers with the path, and the body behind it: at once, or later when the path says so. */
const answerBack: RequestDelegate = ({ request, response }) => {
  if (request.path.startsWith('/later')) {
    return (async () => {
      await new Promise(setImmediate);
      await response.text(`${request.path}:${await request.text()}`);
    })();
  }
  if (request.path.startsWith('/unread')) return response.text(request.path);
  return request.text().then((text) => response.text(`${request.path}:${text}`));
};

const PIPELINE = [
  { request: 'GET /now HTTP/1.1\r\nHost:\r\n\r\n', answer: '/now:' },
  { request: 'POST /now HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello', answer: '/now:hello' },
  { request: 'GET /later HTTP/1.1\r\nHost:\r\n\r\n', answer: '/later:' },
  { request: 'POST /later HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', answer: '/later:hello' },
  { request: 'POST /unread HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhello', answer: '/unread' },
  { request: 'POST /unread HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n', answer: '/unread' },
  { request: '\r\nPOST /later HTTP/1.1\r\nHost:\r\nContent-Length: 3\r\n\r\nabc', answer: '/later:abc' },
  { request: 'GET /last HTTP/1.1\r\nHost:\r\n\r\n', answer: '/last:' },
];
const REQUESTS = PIPELINE.map(({ request }) => request).join('');
const ANSWERS = PIPELINE.map(({ answer }) => answer);

describe('pipelined requests', () => {
  test('are answered in order, whether the app takes its time or not', async () => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    client.send(REQUESTS.repeat(20));
    for (const expected of Array.from({ length: 20 }, () => ANSWERS).flat()) expect((await client.answer()).body).toBe(expected);
    expect(client.received).toBe('');
  });

  test('may be cut anywhere on their way', async () => {
    const server = await startHttp1(answerBack);
    for (let cut = 1; cut < REQUESTS.length; cut++) {
      const client = await server.connect();
      await until(() => server.sockets.length === cut);
      const serverSocket = server.sockets[cut - 1];
      if (serverSocket) await sendInPieces(client, { serverSocket, text: REQUESTS, splits: [cut] });
      for (const expected of ANSWERS) expect((await client.answer()).body).toBe(expected);
      client.destroy();
    }
  });

  test('may come octet by octet', async () => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const [serverSocket] = server.sockets;
    if (serverSocket) await sendInPieces(client, { serverSocket, text: REQUESTS, splits: Array.from({ length: REQUESTS.length }, (_, at) => at) });
    for (const expected of ANSWERS) expect((await client.answer()).body).toBe(expected);
  });

  test('of one read leave in one write', async () => {
    const server = await startHttp1(({ response }) => response.text('x'));
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const [socket] = server.sockets;
    let writes = 0;
    if (socket) {
      const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
      socket.write = ((...args: unknown[]) => {
        writes++;
        return write(...args);
      }) as typeof socket.write;
    }
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\n'.repeat(16));
    for (let answer = 0; answer < 16; answer++) await client.answer();
    expect(writes).toBeLessThanOrEqual(2);
  });

  test('behind a slow handler wait, and do not begin before it is done', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ request, response }) => {
      if (request.path === '/slow') await passed;
      await response.text(request.path);
    });
    const client = await server.connect();
    client.send('GET /slow HTTP/1.1\r\nHost:\r\n\r\nGET /fast HTTP/1.1\r\nHost:\r\n\r\n');
    await until(() => server.begun === 1);
    await turns();
    expect([server.begun, client.received]).toEqual([1, '']);
    open();
    expect([(await client.answer()).body, (await client.answer()).body]).toEqual(['/slow', '/fast']);
  });

  test('that never end do not fill the memory while one is answered: the client has to wait', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      await passed;
      await response.text('x');
    });
    const client = await server.connect();
    const request = Buffer.from('GET / HTTP/1.1\r\nHost:\r\n\r\n'.repeat(2520));
    for (let batch = 0; batch < 400; batch++) client.send(request);
    await until(() => server.begun === 1);
    let before = -1;
    while (before !== (server.sockets[0]?.bytesRead ?? 0)) {
      before = server.sockets[0]?.bytesRead ?? 0;
      await turns(50);
    }
    expect(before).toBeLessThan(3 * 65_536);
    open();
    for (let answer = 0; answer < 5000; answer++) await client.answer();
    expect(server.begun).toBeGreaterThanOrEqual(5000);
  });

  test('of a client that does not read its answers are not worked on', async () => {
    const server = await startHttp1(({ response }) => response.text('x'.repeat(10_000)));
    const client = await server.connect();
    client.pause();
    const request = Buffer.from('GET / HTTP/1.1\r\nHost:\r\n\r\n'.repeat(1000));
    for (let batch = 0; batch < 100; batch++) client.send(request);
    let before = -1;
    while (before !== server.begun || before === 0) {
      before = server.begun;
      await turns(50);
    }
    expect(server.sockets[0]?.writableLength).toBeLessThan(4 * 65_536);
    expect(before).toBeLessThan(10_000);
    client.resume();
    for (let answer = 0; answer < before + 100; answer++) expect((await client.answer()).body).toHaveLength(10_000);
  });

  test('behind one that is malformed are not looked at; those before it are answered', async () => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    client.send('GET /later HTTP/1.1\r\nHost:\r\n\r\nGET /now HTTP/1.1\r\nHost:\r\n\r\nGET / HTTP/9\r\n\r\nGET /never HTTP/1.1\r\nHost:\r\n\r\n');
    expect([(await client.answer()).body, (await client.answer()).body, (await client.answer()).status]).toEqual(['/later:', '/now:', 400]);
    expect(await client.closed()).toBe('');
    expect(server.begun).toBe(2);
  });

  test('behind one that says Connection: close are not looked at', async () => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    client.send('GET /later HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\nHost:\r\n\r\n');
    expect((await client.answer()).body).toBe('/later:');
    expect(await client.closed()).toBe('');
    expect(server.begun).toBe(1);
  });

  test('behind CONNECT are the tunnel’s: the connection ends', async () => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    client.send('CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 28\r\n\r\nGET /never HTTP/1.1\r\nHost:\r\n\r\n');
    expect((await client.answer()).status).toBe(200);
    expect(await client.closed()).toBe('');
    expect(server.begun).toBe(1);
  });

  test.each(['now', 'later'])('of a client that ends its side are all answered first (%s)', async (path) => {
    const server = await startHttp1(answerBack);
    const client = await server.connect();
    client.send(`GET /${path} HTTP/1.1\r\nHost:\r\n\r\n`.repeat(5));
    client.end();
    for (let answer = 0; answer < 5; answer++) expect((await client.answer()).body).toBe(`/${path}:`);
    expect(await client.closed()).toBe('');
  });

  test('that wait in the process when the client ends its side are answered too', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(({ request, response }) => (request.path === '/slow' ? passed.then(() => response.text(request.path)) : response.text(request.path)));
    const client = await server.connect();
    client.send('GET /slow HTTP/1.1\r\nHost:\r\n\r\n' + 'GET /next HTTP/1.1\r\nHost:\r\n\r\n'.repeat(4) + 'GET /half');
    client.end();
    await until(() => server.begun === 1);
    await turns();
    open();
    const paths: string[] = [];
    for (let answer = 0; answer < 5; answer++) paths.push((await client.answer()).body);
    expect(paths).toEqual(['/slow', '/next', '/next', '/next', '/next']);
    expect(await client.closed()).toBe('');
  });

  test('with a body far behind what may wait: reading goes on when the app reads', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(({ request, response }) => {
      if (request.path === '/f') return response.text('x');
      return (request.path === '/slow' ? passed : request.bytes()).then((body) => response.text(`${request.path}:${body?.length ?? 0}`));
    });
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const serverSocket = server.sockets[0] ?? new Socket();
    const filler = 'GET /f HTTP/1.1\r\nHost:\r\n\r\n'.repeat(1600);
    const head = 'POST /body HTTP/1.1\r\nHost:\r\nContent-Length: 300000\r\n\r\n';
    // The head of the request with a body is the last thing that is read before the client has to wait.
    for (const text of ['GET /slow HTTP/1.1\r\nHost:\r\n\r\n', filler, filler + head]) await sendInPieces(client, { serverSocket, text, splits: [] });
    client.send('x'.repeat(300_000));
    await turns();
    open();
    for (let answer = 0; answer < 3201; answer++) await client.answer();
    expect((await client.answer()).body).toBe('/body:300000');
  });
});

describe('each request of a connection', () => {
  test('has an identifier of its own, made of the connection’s', async () => {
    const server = await startHttp1((context) => context.response.text(`${context.traceIdentifier} ${context.connection.connectionId}`));
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\n'.repeat(11));
    const seen: string[] = [];
    for (let answer = 0; answer < 11; answer++) seen.push((await client.answer()).body);
    const [, id = ''] = seen[0]?.split(' ') ?? [];
    expect(id).toMatch(/^[0-9A-V]+$/);
    expect(seen[0]).toBe(`${id}:00000001 ${id}`);
    expect(seen[10]).toBe(`${id}:0000000B ${id}`);
  });

  test('sees the connection as it is, not as middleware made it for the one before', async () => {
    const server = await startHttp1((context) => {
      const feature = requiredFeature(context.features, HttpConnectionFeature);
      const before = `${feature.remoteIpAddress} ${context.request.scheme}`;
      feature.remoteIpAddress = '203.0.113.7';
      context.request.headers.get('host');
      context.traceIdentifier = 'changed';
      return context.response.text(before);
    });
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost:\r\n\r\n'.repeat(2));
    expect([(await client.answer()).body, (await client.answer()).body]).toEqual(['127.0.0.1 http', '127.0.0.1 http']);
  });

  test('leaves the connection alone once it is over: what its app does late hurts nobody', async () => {
    const late: (() => unknown)[] = [];
    const { passed, open } = gate();
    const server = await startHttp1(async (context) => {
      if (context.request.path === '/next') await passed;
      else {
        late.push(
          () => context.abort(),
          () => context.response.write('late').catch(() => {}),
          () => context.request.bytes().catch(() => {}),
          () => context.response.complete(),
          () => context.response.body.destroy(),
        );
      }
      await context.response.text(context.request.path);
    });
    const client = await server.connect();
    client.send('POST /first HTTP/1.1\r\nHost:\r\nContent-Length: 3\r\n\r\nabc');
    await client.answer();
    client.send('GET /next HTTP/1.1\r\nHost:\r\n\r\n');
    await until(() => server.begun === 2);
    for (const action of late) await action();
    await turns();
    open();
    expect((await client.answer()).body).toBe('/next');
    expect(client.hasEnded).toBe(false);
  });
});

describe('HTTP/2', () => {
  test.each(['P', 'PRI', 'PRI * HTTP/2.0\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r'])('of whose preface only %j came turns out to be HTTP/1', async (part) => {
    const server = await startHttp1(answerBack, { protocols: 'Http1AndHttp2' });
    const client = await server.connect();
    await until(() => server.sockets.length === 1);
    const [serverSocket] = server.sockets;
    const rest = part.length <= 3 ? `${'POST'.startsWith(part) ? 'POST' : 'PRIVATE'}`.slice(part.length) + ' /now HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\nok' : 'X';
    if (serverSocket) await sendInPieces(client, { serverSocket, text: part + rest, splits: [part.length] });
    const answer = await client.answer();
    expect([answer.status, answer.body]).toEqual(part.length <= 3 ? [200, '/now:ok'] : [505, '']);
  });
});
