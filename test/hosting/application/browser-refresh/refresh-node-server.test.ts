import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, createSecureServer, createServer as createHttp2Server, type Http2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nodeListenerApplication } from '../../../../src/hosting/application/node-listener-application.ts';
import { refreshNodeServer, withNodeBrowserRefresh } from '../../../../src/hosting/application/browser-refresh/refresh-node-server.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { askHttps } from '../../../support/https-client.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';
import { tempProject } from '../../../support/temp-project.ts';
import { ask, DOCUMENT, openChannel, PAGE, REFRESHED_PAGE, TAG, testRefresh, type PageAnswer, type PageRequest, type TestRefresh } from '../../../support/refreshed-pages.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

interface Served extends TestRefresh {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  ask(request?: PageRequest & { readonly path?: string }): Promise<PageAnswer>;
}

/** An app's own server, refreshed before it listens. */
async function serve(app: Listener | Server): Promise<Served> {
  const { refresh, warnings } = testRefresh();
  const server = typeof app === 'function' ? createServer(app) : app;
  refreshNodeServer(server, refresh);
  return { refresh, warnings, server, ...(await listen(server)) };
}

async function listen(server: Server): Promise<{ url: string; port: number; ask: Served['ask'] }> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { port, url, ask: ({ path = '/', ...request } = {}) => ask(url + path, request) };
}

const HTML = { 'Content-Type': 'text/html' };
const pieces = (text: string, size = 7): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

/** Every way to write an answer that Node has. */
const WAYS: Record<string, Listener> = {
  'end': (_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE),
  'end with octets and a callback': (_, response) => response.setHeader('Content-Type', 'text/html').end(Buffer.from(PAGE), () => {}),
  'end in an encoding': (_, response) => response.setHeader('Content-Type', 'text/html').end(Buffer.from(PAGE).toString('base64'), 'base64'),
  'writeHead and end': (_, response) => response.writeHead(200, { ...HTML, 'Content-Length': PAGE.length }).end(PAGE),
  'writeHead with a message': (_, response) => response.writeHead(200, 'OK', { ...HTML, 'Content-Length': PAGE.length }).end(PAGE),
  'writeHead with a list': (_, response) => response.writeHead(200, ['Content-Type', 'text/html', 'Content-Length', String(PAGE.length)]).end(PAGE),
  'write in pieces': (_, response) => {
    response.setHeader('content-type', ['text/html']);
    for (const piece of pieces(PAGE)) response.write(piece);
    response.end();
  },
  'flushHeaders first': (_, response) => {
    response.setHeader('Content-Type', 'text/html').flushHeaders();
    response.end(PAGE);
  },
  'a stream': (_, response) => {
    response.setHeader('Content-Type', 'text/html');
    Readable.from(pieces(PAGE)).pipe(response);
  },
  'a pipeline': (_, response) => {
    response.setHeader('Content-Type', 'text/html');
    pipeline(Readable.from(pieces(PAGE)), response, () => {});
  },
  'corked': (_, response) => {
    response.setHeader('Content-Type', 'text/html').cork();
    for (const piece of pieces(PAGE)) response.write(piece);
    response.uncork();
    response.end();
  },
};

describe('a page gets the script, whatever it is written with', () => {
  test.each(Object.keys(WAYS))('%s', async (way) => {
    const { ask } = await serve(WAYS[way] ?? (() => {}));
    const { body, headers, status } = await ask();
    expect([status, body, headers['content-length'], headers['transfer-encoding']]).toEqual([200, REFRESHED_PAGE, undefined, 'chunked']);
  });

  test.each(Object.keys(WAYS))('%s, by an app that is served by Kestrel', async (way) => {
    const { refresh } = testRefresh();
    const url = await startServer(new KestrelServer(serverOptions()), withNodeBrowserRefresh(nodeListenerApplication(WAYS[way] ?? (() => {})), refresh));
    expect((await ask(url)).body).toBe(REFRESHED_PAGE);
  });

  test('cut anywhere', async () => {
    const { ask } = await serve((request, response) => {
      const at = Number(request.url?.slice(1));
      response.setHeader('Content-Type', 'text/html');
      response.write(PAGE.slice(0, at));
      response.end(PAGE.slice(at));
    });
    for (let at = 0; at <= PAGE.length; at++) expect((await ask({ path: `/${at}` })).body).toBe(REFRESHED_PAGE);
  });

  test('also to a client that asks before it sends a form', async () => {
    const { server, port } = await serve((_, response) => void response.writeHead(200, HTML).end(PAGE));
    server.on('checkContinue', (request, response) => {
      response.writeContinue();
      server.emit('request', request, response);
    });
    const client = await RawHttp1Client.connect(port);
    client.send('POST / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n');
    expect((await client.answer()).status).toBe(100);
    client.send('a=b');
    expect((await client.answer()).body).toContain('data-method="POST"');
    client.destroy();
  });

  test('and the connection stays', async () => {
    const { port } = await serve((_, response) => void response.writeHead(200, HTML).end(PAGE));
    const client = await RawHttp1Client.connect(port);
    for (let round = 0; round < 2; round++) {
      client.send('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n');
      expect((await client.answer()).body).toBe(REFRESHED_PAGE);
    }
    client.destroy();
  });
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

describe('an app cannot tell', () => {
  test('when the head is sent, when the answer is, and what was set', async () => {
    const seen: unknown[] = [];
    const { ask } = await serve((_, response) => {
      response.statusMessage = 'Fine';
      response.setHeader('X-One', '1');
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      seen.push(response.headersSent, response.writableEnded);
      response.writeHead(201, { ...HTML, ETag: '"1"' });
      seen.push(response.headersSent, response.getHeader('x-one'));
      seen.push(codeOf(() => response.setHeader('X-Late', '1')), codeOf(() => response.writeHead(200)));
      response.end(PAGE, () => seen.push('sent'));
      seen.push(response.writableEnded);
      response.on('finish', () => seen.push('finish'));
    });
    const { status, message, headers, body } = await ask();
    expect([status, message, headers['x-one'], headers['set-cookie'], headers.etag, body]).toEqual([201, 'Fine', '1', ['a=1', 'b=2'], undefined, REFRESHED_PAGE]);
    expect(seen).toEqual([false, false, true, '1', 'ERR_HTTP_HEADERS_SENT', 'ERR_HTTP_HEADERS_SENT', true, 'sent', 'finish']);
  });

  test('from trailers', async () => {
    const { ask } = await serve((_, response) => {
      response.writeHead(200, { ...HTML, Trailer: 'X-Sum' });
      response.write(PAGE);
      response.addTrailers({ 'X-Sum': '42' });
      response.end();
    });
    expect(await ask()).toMatchObject({ body: REFRESHED_PAGE, trailers: { 'x-sum': '42' } });
  });

  test('from errors of its own', async () => {
    const errors: unknown[] = [];
    const { ask } = await serve((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      for (const chunk of [1, {}]) errors.push(codeOf(() => response.write(chunk as unknown as string)));
      response.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code));
      response.end(PAGE);
      response.write('late', (error) => errors.push((error as NodeJS.ErrnoException).code));
      response.end(() => errors.push('again'));
    });
    expect((await ask()).body).toBe(REFRESHED_PAGE);
    expect(errors).toEqual(['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_TYPE', 'again', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_WRITE_AFTER_END']);
  });

  test.each(['', 'gzip'])('from how much room there is (%s)', async (encoding) => {
    const size = 8 * 1024 * 1024;
    let mostWaiting = 0;
    let waits = 0;
    const { port } = await serve((_, response) => {
      response.writeHead(200, { ...HTML, ...(encoding !== '' && { 'Content-Encoding': encoding }) });
      const source = Readable.from((function* random() {
        yield '<html>';
        for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(65_536, Math.random().toString(36));
        yield '</body>';
      })(), { objectMode: false });
      const out = encoding === '' ? source : source.pipe(zlib.createGzip({ level: 0 }));
      out.on('pause', () => waits++);
      out.on('data', () => (mostWaiting = Math.max(mostWaiting, response.writableLength)));
      out.pipe(response);
    });
    const client = await RawHttp1Client.connect(port);
    client.pause();
    client.send('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n');
    while (waits === 0) await new Promise(setImmediate);
    client.resume();
    const { body } = await client.answer();
    expect([body.length, body.endsWith(`${TAG}</body>`), waits > 0, mostWaiting < size / 8]).toEqual([size + '<html></body>'.length + TAG.length, true, true, true]);
    client.destroy();
  });
});

describe('a page is sent without its Content-Encoding', () => {
  test.each<[string, (text: string) => Buffer]>([['gzip', zlib.gzipSync], ['br', zlib.brotliCompressSync], ['deflate', zlib.deflateSync]])('%s, at once and in pieces', async (encoding, encode) => {
    const seen: unknown[] = [];
    const { ask } = await serve((request, response) => {
      const octets = encode(PAGE);
      response.writeHead(200, { ...HTML, 'Content-Encoding': encoding, 'Content-Length': octets.length, Vary: 'Accept-Encoding' });
      if (request.url === '/pieces') for (const octet of octets.subarray(0, -1)) response.write(Buffer.from([octet]));
      response.end(request.url === '/pieces' ? octets.subarray(-1) : octets, () => seen.push(response.writableEnded));
      seen.push(response.writableEnded);
    });
    for (const path of ['/', '/pieces']) {
      const { body, headers } = await ask({ path });
      expect([body, headers['content-encoding'], headers['content-length'], headers.vary]).toEqual([REFRESHED_PAGE, undefined, undefined, 'Accept-Encoding']);
    }
    expect(seen).toEqual([true, true, true, true]);
  });

  test('and without anything, where it is empty', async () => {
    const { ask } = await serve((_, response) => {
      response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' });
      response.end();
    });
    expect((await ask()).body).toBe('');
  });

  test('as far as it is one: else it is cut, and its author is told', async () => {
    const { ask, warnings } = await serve((_, response) => void response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end(PAGE));
    await expect(ask()).rejects.toThrow();
    expect(warnings).toEqual([`A page whose Content-Encoding is 'gzip' is something else (incorrect header check): it was cut.`]);
  });
});

/** Puts gzip between the app and the response as the package `compression` does: over `write`, `end` and `on`, at the last moment. */
function compress(response: ServerResponse): void {
  const { write, end, on, writeHead } = response;
  const waiting: [string, () => void][] = [];
  let gzip: zlib.Gzip | undefined;
  let hasBegun = false;
  Object.assign(response, {
    writeHead(this: ServerResponse, ...args: [number]) {
      hasBegun = true;
      gzip = zlib.createGzip();
      this.setHeader('Content-Encoding', 'gzip');
      this.removeHeader('Content-Length');
      gzip.on('data', (chunk) => void (write.call(response, chunk, 'utf8') || gzip?.pause()));
      gzip.on('end', () => end.call(response, undefined, 'utf8'));
      on.call(response, 'drain', () => gzip?.resume());
      for (const [name, listener] of waiting) gzip.on(name, listener);
      return writeHead.apply(this, args);
    },
    write(this: ServerResponse, chunk: string) {
      if (!hasBegun) this.writeHead(this.statusCode);
      return gzip?.write(chunk);
    },
    end(this: ServerResponse, chunk?: string) {
      if (!hasBegun) this.writeHead(this.statusCode);
      return gzip?.end(chunk);
    },
    on(name: string, listener: () => void) {
      if (name !== 'drain') return on.call(response, name, listener);
      if (gzip) return gzip.on(name, listener);
      waiting.push([name, listener]);
      return response;
    },
    flush: () => gzip?.flush(),
  });
}

const BIG_PAGE = PAGE.replace('hello', 'hello '.repeat(200_000));

describe('Express', () => {
  const app = async (): Promise<express.Express> => {
    const { path } = await tempProject({ 'public/index.html': PAGE, 'public/site.css': 'body {}', 'views/view.html': PAGE });
    const app = express();
    app.get('/compressed', (_request, response, next) => { compress(response); next(); });
    app.get('/send', (_request, response) => void response.send(PAGE));
    app.get('/json', (_request, response) => void response.json({ a: 1 }));
    app.get('/file', (_request, response) => response.sendFile(path('views/view.html')));
    app.get('/compressed', (_request, response) => void response.send(BIG_PAGE));
    app.get('/compressed/stream', (_request, response) => { compress(response); response.type('html'); Readable.from(pieces(BIG_PAGE, 70_000)).pipe(response); });
    app.use(express.static(path('public')));
    app.get('/broken', () => { throw new Error('broken'); });
    return app;
  };

  test.each(['/', '/send', '/file', '/index.html'])('sends %s with the script, every time', async (path) => {
    const { ask } = await serve(createServer(await app()));
    const first = await ask({ path });
    const second = await ask({ path, headers: { ...DOCUMENT, 'if-none-match': 'W/"36-x"', 'if-modified-since': new Date().toUTCString() } });
    for (const { status, body, headers } of [first, second]) expect([status, body, headers.etag, headers['last-modified']]).toEqual([200, REFRESHED_PAGE, undefined, undefined]);
  });

  test.each(['/compressed', '/compressed/stream'])('sends %s with the script, though middleware compresses it', async (path) => {
    const { ask } = await serve(createServer(await app()));
    const { body, headers } = await ask({ path });
    expect([body === BIG_PAGE.replace('</body>', `${TAG}</body>`), headers['content-encoding']]).toEqual([true, undefined]);
  });

  test('sends its own error pages, which allow nothing, with the script', async () => {
    const { ask } = await serve(createServer(await app()));
    for (const [path, status] of [['/nowhere', 404], ['/broken', 500]] as const) {
      const answer = await ask({ path });
      const [, nonce = ''] = /^default-src 'none'; script-src 'nonce-([\w-]+)'; connect-src 'self'$/.exec(answer.headers['content-security-policy']?.toString() ?? '') ?? [];
      expect([answer.status, answer.body.includes(`${TAG.replace(' async', ` nonce="${nonce}" async`)}</body>`)]).toEqual([status, true]);
    }
  });

  test('keeps the conditions and lengths of all else', async () => {
    const { ask } = await serve(createServer(await app()));
    const headers = { accept: 'text/css,*/*;q=0.1', 'sec-fetch-dest': 'style' };
    const sheet = await ask({ path: '/site.css', headers });
    expect([sheet.headers['content-length'], sheet.headers['cache-control']]).toEqual(['7', 'public, max-age=0']);
    expect((await ask({ path: '/site.css', headers: { ...headers, 'if-none-match': sheet.headers.etag ?? '' } })).status).toBe(304);
    expect(await ask({ path: '/json' })).toMatchObject({ body: '{"a":1}', headers: { 'content-length': '7' } });
  });
});

test('Fastify sends text, streams and errors with the script', async () => {
  const app = fastify();
  app.get('/', (_request, reply) => reply.type('text/html').send(PAGE));
  app.get('/stream', (_request, reply) => reply.type('text/html').send(Readable.from(pieces(PAGE))));
  app.get('/gzip', (_request, reply) => reply.type('text/html').header('content-encoding', 'gzip').send(Readable.from(pieces(PAGE)).pipe(zlib.createGzip())));
  app.get('/json', () => ({ a: 1 }));
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/html').send(PAGE));
  await app.ready();
  onTestFinished(() => app.close());
  const { ask } = await serve(app.server);
  for (const path of ['/', '/stream', '/gzip', '/nowhere']) expect((await ask({ path })).body, path).toBe(REFRESHED_PAGE);
  expect(await ask({ path: '/json' })).toMatchObject({ body: '{"a":1}', headers: { 'content-length': '7' } });
});

test('Koa sends text and files with the script', async () => {
  const { path } = await tempProject({ 'page.html': PAGE });
  const app = new Koa();
  app.use((context) => {
    context.type = 'html';
    if (context.path === '/json') context.body = { a: 1 };
    else context.body = context.path === '/file' ? createReadStream(path('page.html')) : PAGE;
  });
  const { ask } = await serve(createServer(app.callback()));
  for (const where of ['/', '/file']) expect((await ask({ path: where })).body).toBe(REFRESHED_PAGE);
});

describe('a server of another protocol', () => {
  const app = ({ url }: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void => {
    response.statusCode = 200;
    response.setHeader('Content-Type', 'text/html');
    const parts = url === '/pieces' ? pieces(PAGE) : [PAGE];
    // Not `write` of the union, which TypeScript cannot call.
    Readable.from(parts).pipe(response as ServerResponse);
  };

  async function askHttp2(server: Http2Server, path: string): Promise<string> {
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': path, ...DOCUMENT });
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    return body;
  }

  async function serveHttp2(listener: Parameters<typeof createHttp2Server>[1]): Promise<Http2Server & { refresh: TestRefresh }> {
    const server = createHttp2Server(listener);
    const refresh = testRefresh();
    refreshNodeServer(server, refresh.refresh);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    return Object.assign(server, { refresh });
  }

  test.each(['/', '/pieces'])('http2, %s', async (path) => {
    expect(await askHttp2(await serveHttp2(app), path)).toBe(REFRESHED_PAGE);
  });

  test('http2, without a head of its own, compressed, and empty', async () => {
    const server = await serveHttp2((request, response) => {
      response.setHeader('Content-Type', 'text/html');
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip');
      response.end(request.url === '/gzip' ? zlib.gzipSync(PAGE) : request.url === '/' ? PAGE : '');
    });
    expect(await askHttp2(server, '/')).toBe(REFRESHED_PAGE);
    expect(await askHttp2(server, '/gzip')).toBe(REFRESHED_PAGE);
    expect(await askHttp2(server, '/empty')).toBe('');
  });

  test('http2, with the channel and the script', async () => {
    const server = await serveHttp2(app);
    const channel = askHttp2(server, '/_framework/mews-refresh');
    while (server.refresh.refresh.openPages === 0) await new Promise(setImmediate);
    server.refresh.refresh.close();
    expect(await channel).toContain('"connected"');
    expect(await askHttp2(server, '/_framework/mews-refresh.js')).toContain('EventSource');
  });

  test('https, and https beside http2', async () => {
    const certificate = await makeCertificate();
    const servers = [createHttpsServer({ ...certificate }, app), createSecureServer({ ...certificate, allowHTTP1: true }, app)];
    for (const server of servers) {
      refreshNodeServer(server, testRefresh().refresh);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      onTestFinished(() => void server.close());
      expect((await askHttps(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers: DOCUMENT })).text).toBe(REFRESHED_PAGE);
    }
  });
});

describe('everything else goes by as it is', () => {
  const others: Record<string, Listener> = {
    '/json': (_, response) => response.setHeader('Content-Type', 'application/json').end('{"a":"</body>"}'),
    '/text': (_, response) => response.end('text'),
    '/nothing': (_, response) => response.writeHead(204).end(),
    '/empty': (_, response) => response.setHeader('Content-Type', 'text/html').end(),
    '/stream': (_, response) => { response.write('<html></body>'); response.end('x'); },
    '/list': (_, response) => response.writeHead(200, 'Yes', ['X-A', '1', 'x-a', '2', 'Content-Type', 'text/plain']).end('text'),
    '/forbidden': (_, response) => response.writeHead(200, { ...HTML, 'Content-Security-Policy': `script-src 'none'`, ETag: '"1"' }).end(PAGE),
    '/download': (_, response) => response.setHeader('Content-Type', 'text/html').setHeader('Content-Disposition', 'attachment').end(PAGE),
  };
  const app: Listener = (request, response) => others[request.url ?? '']?.(request, response);
  const octets = ({ status, message, rawHeaders, body }: PageAnswer): unknown => [status, message, rawHeaders.map((text) => text.replace(/\d\d:\d\d:\d\d/, '')).sort(), body];

  test.each(Object.keys(others).flatMap((path) => [[path, 'GET', DOCUMENT], [path, 'GET', { accept: '*/*' }], [path, 'HEAD', DOCUMENT]] as [string, string, Record<string, string>][]))('%s, %s, %j', async (path, method, headers) => {
    const plain = await listen(createServer(app));
    const refreshed = await serve(app);
    expect(octets(await refreshed.ask({ path, method, headers }))).toEqual(octets(await plain.ask({ path, method, headers })));
  });

  test('octet for octet, where nobody asks for a page', async () => {
    const answers: string[] = [];
    for (const { port } of [await listen(createServer(app)), await serve(app)]) {
      const client = await RawHttp1Client.connect(port);
      client.send(Object.keys(others).map((path, at, all) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${at === all.length - 1 ? 'Connection: close\r\n' : ''}\r\n`).join(''));
      answers.push((await client.closed()).replaceAll(/\d\d:\d\d:\d\d/g, ''));
    }
    expect(answers[1]).toBe(answers[0]);
    expect(answers[0]?.match(/HTTP\/1\.1 /g)).toHaveLength(Object.keys(others).length);
  });
});

test('conditions are taken away wherever an app may look for them', async () => {
  const seen: unknown[] = [];
  const { ask } = await serve((request, response) => {
    seen.push([request.headers['if-none-match'], request.headersDistinct['if-modified-since'], request.rawHeaders.filter((_, at) => at % 2 === 0)]);
    response.end();
  });
  await ask({ headers: { Accept: 'text/html', 'If-None-Match': '"1"', 'If-Modified-Since': 'x', 'X-After': '1' } });
  expect(seen).toEqual([[undefined, undefined, ['Accept', 'If-None-Match', 'If-Modified-Since', 'X-After', 'Host', 'Connection'].filter((name) => !name.startsWith('If-'))]]);
});

test('the channel of an app with a time-out of its own stays open, and ends with its connection', async () => {
  const server = createServer({ keepAliveTimeout: 1000 }, (_, response) => response.end());
  server.setTimeout(50);
  const { url, refresh } = await serve(server);
  const channel = await openChannel(url);
  await channel.received('clearReport');
  expect(channel.response.headers.connection).toBe('close');
  refresh.send({ type: 'reload' });
  await channel.received('reload');
  refresh.close();
  await channel.ended;
});

test('a page that goes away is forgotten', async () => {
  const { url, refresh } = await serve((_, response) => response.end());
  const channel = await openChannel(url);
  await channel.received('clearReport');
  channel.leave();
  while (refresh.openPages > 0) await new Promise(setImmediate);
});

test('a server is refreshed once', async () => {
  const { server, refresh, ask } = await serve((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
  refreshNodeServer(server, refresh);
  expect((await ask()).body).toBe(REFRESHED_PAGE);
});
