import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { withNodeBrowserRefresh } from '../../../../src/hosting/application/browser-refresh/refresh-node-server.ts';
import { nodeListenerApplication } from '../../../../src/hosting/application/node-listener-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { gate } from '../../../support/http1-server.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { piecesOf, serveRefreshed, type Listener } from '../../../support/refreshed-node-server.ts';
import { ask, PAGE, REFRESHED_PAGE, TAG, testRefresh } from '../../../support/refreshed-pages.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';

const HTML = { 'Content-Type': 'text/html' };

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
    for (const piece of piecesOf(PAGE)) response.write(piece);
    response.end();
  },
  'flushHeaders first': (_, response) => {
    response.setHeader('Content-Type', 'text/html').flushHeaders();
    response.end(PAGE);
  },
  'a stream': (_, response) => {
    response.setHeader('Content-Type', 'text/html');
    Readable.from(piecesOf(PAGE)).pipe(response);
  },
  'a pipeline': (_, response) => {
    response.setHeader('Content-Type', 'text/html');
    pipeline(Readable.from(piecesOf(PAGE)), response, () => {});
  },
  'corked': (_, response) => {
    response.setHeader('Content-Type', 'text/html').cork();
    for (const piece of piecesOf(PAGE)) response.write(piece);
    response.uncork();
    response.end();
  },
};

describe('a page gets the script, whatever it is written with', () => {
  test.each(Object.keys(WAYS))('%s', async (way) => {
    const { ask } = await serveRefreshed(WAYS[way] ?? (() => {}));
    const { body, headers, status } = await ask();
    expect([status, body, headers['content-length'], headers['transfer-encoding']]).toEqual([200, REFRESHED_PAGE, undefined, 'chunked']);
  });

  test.each(Object.keys(WAYS))('%s, by an app that is served by Kestrel', async (way) => {
    const { refresh } = testRefresh();
    const url = await startServer(new KestrelServer(serverOptions()), withNodeBrowserRefresh(nodeListenerApplication(WAYS[way] ?? (() => {})), refresh));
    expect((await ask(url)).body).toBe(REFRESHED_PAGE);
  });

  test('cut anywhere', async () => {
    const { ask } = await serveRefreshed((request, response) => {
      const at = Number(request.url?.slice(1));
      response.setHeader('Content-Type', 'text/html');
      response.write(PAGE.slice(0, at));
      response.end(PAGE.slice(at));
    });
    for (let at = 0; at <= PAGE.length; at++) expect((await ask({ path: `/${at}` })).body).toBe(REFRESHED_PAGE);
  });

  test('also to a client that asks before it sends a form', async () => {
    const { server, port } = await serveRefreshed((_, response) => void response.writeHead(200, HTML).end(PAGE));
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
    const { port } = await serveRefreshed((_, response) => void response.writeHead(200, HTML).end(PAGE));
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
    const { ask } = await serveRefreshed((_, response) => {
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
    const { ask } = await serveRefreshed((_, response) => {
      response.writeHead(200, { ...HTML, Trailer: 'X-Sum' });
      response.write(PAGE);
      response.addTrailers({ 'X-Sum': '42' });
      response.end();
    });
    expect(await ask()).toMatchObject({ body: REFRESHED_PAGE, trailers: { 'x-sum': '42' } });
  });

  test('from errors of its own', async () => {
    const errors: unknown[] = [];
    const { ask } = await serveRefreshed((_, response) => {
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
    const waited = gate();
    const { port } = await serveRefreshed((_, response) => {
      response.writeHead(200, { ...HTML, ...(encoding !== '' && { 'Content-Encoding': encoding }) });
      const source = Readable.from((function* random() {
        yield '<html>';
        for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(65_536, Math.random().toString(36));
        yield '</body>';
      })(), { objectMode: false });
      const out = encoding === '' ? source : source.pipe(zlib.createGzip({ level: 0 }));
      out.on('pause', waited.open);
      out.on('data', () => (mostWaiting = Math.max(mostWaiting, response.writableLength)));
      out.pipe(response);
    });
    const client = await RawHttp1Client.connect(port);
    client.pause();
    client.send('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n');
    await waited.passed;
    client.resume();
    const { body } = await client.answer();
    expect([body.length, body.endsWith(`${TAG}</body>`), mostWaiting < size / 8]).toEqual([size + '<html></body>'.length + TAG.length, true, true]);
    client.destroy();
  });
});

/** Node knows it since 22.15. */
const zstdCompress: unknown = Reflect.get(zlib, 'zstdCompressSync');
const ZSTD: [string, (text: string) => Buffer][] = typeof zstdCompress === 'function' ? [['zstd', zstdCompress as (text: string) => Buffer]] : [];

describe('a page is sent without its Content-Encoding', () => {
  test.each<[string, (text: string) => Buffer]>([['gzip', zlib.gzipSync], ['br', zlib.brotliCompressSync], ['deflate', zlib.deflateSync], ['deflate', zlib.deflateRawSync], ...ZSTD])('%s, at once and in pieces', async (encoding, encode) => {
    const seen: unknown[] = [];
    const { ask } = await serveRefreshed((request, response) => {
      const octets = encode(PAGE);
      response.writeHead(200, { ...HTML, 'Content-Encoding': encoding, 'Content-Length': octets.length, Vary: 'Accept-Encoding' });
      if (request.url === '/pieces') response.write('');
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
    const { ask } = await serveRefreshed((_, response) => {
      response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' });
      response.end();
    });
    expect((await ask()).body).toBe('');
  });

  test('as far as it is one: else it is cut, and its author is told', async () => {
    const { ask, warnings } = await serveRefreshed((_, response) => void response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end(PAGE));
    await expect(ask()).rejects.toThrow();
    expect(warnings).toEqual([`A page whose Content-Encoding is 'gzip' is something else (incorrect header check): it was cut.`]);
  });
});

test('conditions are taken away wherever an app may look for them', async () => {
  const seen: unknown[] = [];
  const { ask } = await serveRefreshed((request, response) => {
    seen.push([request.headers['if-none-match'], request.headersDistinct['if-modified-since'], request.rawHeaders.filter((_, at) => at % 2 === 0)]);
    response.end();
  });
  await ask({ headers: { Accept: 'text/html', 'If-None-Match': '"1"', 'If-Modified-Since': 'x', 'X-After': '1' } });
  expect(seen).toEqual([[undefined, undefined, ['Accept', 'If-None-Match', 'If-Modified-Since', 'X-After', 'Host', 'Connection'].filter((name) => !name.startsWith('If-'))]]);
});
