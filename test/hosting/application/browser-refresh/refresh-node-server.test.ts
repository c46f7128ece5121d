import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createSecureServer, createServer as createHttp2Server, type Http2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refreshNodeServer } from '../../../../src/hosting/application/browser-refresh/refresh-node-server.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { askHttps } from '../../../support/https-client.ts';
import { piecesOf, serveRefreshed } from '../../../support/refreshed-node-server.ts';
import { DOCUMENT, openPages, PAGE, REFRESHED_PAGE, TAG, testRefresh, type TestRefresh } from '../../../support/refreshed-pages.ts';
import { tempProject } from '../../../support/temp-project.ts';

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
    app.get('/compressed/stream', (_request, response) => { compress(response); response.type('html'); Readable.from(piecesOf(BIG_PAGE, 70_000)).pipe(response); });
    app.use(express.static(path('public')));
    app.get('/broken', () => { throw new Error('broken'); });
    return app;
  };

  test.each(['/', '/send', '/file', '/index.html'])('sends %s with the script, every time', async (path) => {
    const { ask } = await serveRefreshed(createServer(await app()));
    const first = await ask({ path });
    const second = await ask({ path, headers: { ...DOCUMENT, 'if-none-match': 'W/"36-x"', 'if-modified-since': new Date().toUTCString() } });
    for (const { status, body, headers } of [first, second]) expect([status, body, headers.etag, headers['last-modified']]).toEqual([200, REFRESHED_PAGE, undefined, undefined]);
  });

  test.each(['/compressed', '/compressed/stream'])('sends %s with the script, though middleware compresses it', async (path) => {
    const { ask } = await serveRefreshed(createServer(await app()));
    const { body, headers } = await ask({ path });
    expect([body === BIG_PAGE.replace('</body>', `${TAG}</body>`), headers['content-encoding']]).toEqual([true, undefined]);
  });

  test('sends its own error pages, which allow nothing, with the script', async () => {
    const { ask } = await serveRefreshed(createServer(await app()));
    for (const [path, status] of [['/nowhere', 404], ['/broken', 500]] as const) {
      const answer = await ask({ path });
      const [, nonce = ''] = /^default-src 'none'; script-src 'nonce-([\w-]+)'; connect-src 'self'$/.exec(answer.headers['content-security-policy']?.toString() ?? '') ?? [];
      expect([answer.status, answer.body.includes(`${TAG.replace(' async', ` nonce="${nonce}" async`)}</body>`)]).toEqual([status, true]);
    }
  });

  test('keeps the conditions and lengths of all else', async () => {
    const { ask } = await serveRefreshed(createServer(await app()));
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
  app.get('/stream', (_request, reply) => reply.type('text/html').send(Readable.from(piecesOf(PAGE))));
  app.get('/gzip', (_request, reply) => reply.type('text/html').header('content-encoding', 'gzip').send(Readable.from(piecesOf(PAGE)).pipe(zlib.createGzip())));
  app.get('/json', () => ({ a: 1 }));
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/html').send(PAGE));
  await app.ready();
  onTestFinished(() => app.close());
  const { ask } = await serveRefreshed(app.server);
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
  const { ask } = await serveRefreshed(createServer(app.callback()));
  for (const where of ['/', '/file']) expect((await ask({ path: where })).body).toBe(REFRESHED_PAGE);
});

describe('a server of another protocol', () => {
  const app = ({ url }: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void => {
    response.statusCode = 200;
    response.setHeader('Content-Type', 'text/html');
    const parts = url === '/pieces' ? piecesOf(PAGE) : [PAGE];
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
    await openPages(server.refresh.refresh, 1);
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

test('a server is refreshed once', async () => {
  const { server, refresh, ask } = await serveRefreshed((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
  refreshNodeServer(server, refresh);
  expect((await ask()).body).toBe(REFRESHED_PAGE);
});
