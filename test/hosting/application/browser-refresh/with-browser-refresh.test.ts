import { once } from 'node:events';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { withBrowserRefresh } from '../../../../src/hosting/application/browser-refresh/with-browser-refresh.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { fetchApplication } from '../../../../src/hosting/application/fetch/fetch-application.ts';
import type { HttpApplication } from '../../../../src/hosting/application/http-application.ts';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';
import { gate } from '../../../support/http1-server.ts';
import { startHttp2 } from '../../../support/http2-server.ts';
import { ask, DOCUMENT, PAGE, REFRESHED_PAGE, TAG, testRefresh, type PageAnswer, type PageRequest, type TestRefresh } from '../../../support/refreshed-pages.ts';

interface Served extends TestRefresh {
  readonly url: string;
  readonly errors: unknown[];
  ask(request?: PageRequest & { readonly path?: string }): Promise<PageAnswer>;
}

async function serve(app: RequestDelegate | HttpApplication<HttpContext>): Promise<Served> {
  const { refresh, warnings } = testRefresh();
  const options = serverOptions();
  const application = withBrowserRefresh(typeof app === 'function' ? toApplication(app) : app, refresh);
  const url = await startServer(new KestrelServer(options), application);
  return { refresh, warnings, url, errors: options.errors, ask: ({ path = '/', ...request } = {}) => ask(url + path, request) };
}

const page: RequestDelegate = ({ response }) => response.text(PAGE, 'text/html; charset=utf-8');

describe('a page gets the script', () => {
  test.each<[string, RequestDelegate]>([
    ['written at once', page],
    ['in pieces', async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      for (const piece of PAGE.match(/[^]{1,7}/g) ?? []) await response.write(piece);
    }],
    ['in pieces that nobody waits for', ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      response.onStarting(() => new Promise(setImmediate));
      for (const piece of PAGE.match(/[^]{1,7}/g) ?? []) void response.write(piece);
    }],
    ['to the Node stream', ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      return new Promise((resolve) => Readable.from(PAGE.match(/[^]{1,9}/g) ?? []).pipe(response.body).once('close', () => resolve()));
    }],
    ['to the web stream', ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      return new Blob([PAGE]).stream().pipeTo(response.bodyWriter);
    }],
    ['and ended by the app', async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      await response.write(PAGE);
      await response.complete();
    }],
    ['with a type that is set last', ({ response }) => {
      response.onStarting(() => response.headers.set('Content-Type', 'text/html'));
      return response.write(PAGE);
    }],
  ])('%s', async (_name, app) => {
    const { ask, errors } = await serve(app);
    const { status, headers, body } = await ask();
    expect([status, body, headers['content-length'], errors]).toEqual([200, REFRESHED_PAGE, undefined, []]);
  });

  test('of a fetch app', async () => {
    const { ask } = await serve(fetchApplication({ fetch: () => new Response(PAGE, { status: 404, headers: { 'content-type': 'text/html' } }) }));
    expect(await ask()).toMatchObject({ status: 404, body: REFRESHED_PAGE });
  });

  test('after a POST, as such', async () => {
    const { ask } = await serve(page);
    expect((await ask({ method: 'POST', body: 'a=b' })).body).toContain('data-method="POST"');
  });

  test('with the nonce of its policy', async () => {
    const { ask } = await serve((context) => {
      context.response.headers.set('Content-Security-Policy', `script-src 'nonce-abc'; connect-src 'self'`);
      return page(context);
    });
    expect((await ask()).body).toContain('nonce="abc" async></script></body>');
  });

  test('with the nonce of a policy that it has in itself', async () => {
    const { ask } = await serve(({ response }) => response.text(`<!doctype html><meta http-equiv="content-security-policy" content="script-src 'nonce-abc'"></body>`, 'text/html'));
    expect((await ask()).body).toContain('nonce="abc" async></script></body>');
  });

  test.each<[string, (text: string) => Buffer]>([
    ['gzip', zlib.gzipSync], ['br', zlib.brotliCompressSync], ['deflate', zlib.deflateSync], ['deflate', zlib.deflateRawSync],
  ])('without its Content-Encoding: %s', async (encoding, encode) => {
    const { ask } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      response.headers.set('Content-Encoding', encoding);
      response.headers.set('Vary', 'Accept-Encoding');
      const octets = encode(PAGE);
      response.headers.set('Content-Length', octets.length);
      await response.write(octets.subarray(0, 5));
      await response.write(octets.subarray(5));
    });
    const { headers, body } = await ask();
    expect([body, headers['content-encoding'], headers['content-length'], headers['vary']]).toEqual([REFRESHED_PAGE, undefined, undefined, 'Accept-Encoding']);
  });

  test('as soon as it is written, though it is compressed', async () => {
    let more = (): void => {};
    const { url } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      response.headers.set('Content-Encoding', 'gzip');
      const gzip = zlib.createGzip();
      const sent = (async () => { for await (const chunk of gzip) await response.write(chunk as Buffer); })();
      gzip.write('<html>first');
      gzip.flush();
      await new Promise<void>((resolve) => (more = resolve));
      gzip.end('</body></html>');
      await sent;
    });
    const answer = await fetch(url, { headers: DOCUMENT });
    const reader = answer.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('<html>first');
    more();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(`${TAG}</body></html>`);
  });

  test('over HTTP/2', async () => {
    const { refresh } = testRefresh();
    const server = await startHttp2(() => {}, { application: withBrowserRefresh(toApplication(page), refresh) as HttpApplication<unknown> });
    const stream = (await server.connect()).request({ ':path': '/', ...DOCUMENT });
    const [fields] = (await once(stream, 'response')) as [Record<string, unknown>];
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    expect([body, fields['content-length']]).toEqual([REFRESHED_PAGE, undefined]);
  });
});

describe('what a browser has kept does not get in the way', () => {
  const cached: RequestDelegate = async (context) => {
    const { request, response } = context;
    response.headers.set('ETag', '"1"');
    response.headers.set('Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT');
    response.headers.set('Accept-Ranges', 'bytes');
    if (request.headers.has('if-none-match') || request.headers.has('if-modified-since')) response.statusCode = 304;
    else await page(context);
  };
  const conditions = { 'if-none-match': '"1"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };

  test('a page is always sent, and cannot be asked for again by a condition', async () => {
    const { ask } = await serve(cached);
    const { status, headers, body } = await ask({ headers: { ...DOCUMENT, ...conditions } });
    expect([status, body, headers.etag, headers['last-modified'], headers['accept-ranges']]).toEqual([200, REFRESHED_PAGE, undefined, undefined, undefined]);
  });

  test('what is no page is asked for with its conditions', async () => {
    const { ask } = await serve(cached);
    expect((await ask({ headers: { accept: '*/*', ...conditions } })).status).toBe(304);
  });
});

describe('a page that cannot have it is sent as it is, and its author is told once', () => {
  test.each<[string, Record<string, string>, string | Buffer]>([
    ['a policy', { 'content-security-policy': `script-src 'none'` }, PAGE],
    ['an encoding', { 'content-encoding': 'compress' }, PAGE],
    ['UTF-16, as its type says', { 'content-type': 'text/html; charset=utf-16' }, Buffer.from(PAGE, 'utf16le')],
    ['UTF-16, as its first octets say', {}, Buffer.from(`\ufeff${PAGE}`, 'utf16le')],
    ['a policy in the page', {}, `<html><head><meta http-equiv="Content-Security-Policy" content="connect-src 'none'"></head></body>`],
  ])('%s', async (_name, headers, body) => {
    const { ask, warnings } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      await response.write(body);
    });
    const answers = [await ask(), await ask()];
    for (const answer of answers) expect(answer.body).toBe(Buffer.from(body).toString('latin1'));
    expect(warnings).toHaveLength(1);
  });
});

describe('an app that fails', () => {
  test('before it has written anything is answered for by the server', async () => {
    const { ask, errors } = await serve(() => { throw new Error('early'); });
    expect([(await ask()).status, errors]).toEqual([500, [new Error('early')]]);
  });

  test('in the middle of a page has its answer cut', async () => {
    const { ask } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      await response.write('<html>half</body>');
      throw new Error('late');
    });
    await expect(ask()).rejects.toThrow('aborted');
  });

  test('with a body that is not in the encoding it names has its answer cut', async () => {
    const { ask, errors } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      response.headers.set('Content-Encoding', 'gzip');
      await response.write(PAGE);
    });
    await expect(ask()).rejects.toThrow();
    expect(String(errors[0])).toContain('incorrect header check');
  });

  test('that destroys the stream of a page has its answer cut', async () => {
    const { ask } = await serve(async ({ response }) => {
      response.headers.set('Content-Type', 'text/html');
      await response.write('<html>half</body>');
      response.body.destroy();
    });
    await expect(ask()).rejects.toThrow('aborted');
  });
});

test('a client that goes away destroys the stream of a page', async () => {
  const destroyed = gate<boolean>();
  const { url } = await serve(({ response }) => {
    response.headers.set('Content-Type', 'text/html');
    return new Promise((resolve) => {
      response.body.on('close', () => { destroyed.open(response.body.destroyed); resolve(); });
      response.body.write('<html>half');
    });
  });
  const leaving = new AbortController();
  const answer = await fetch(url, { headers: DOCUMENT, signal: leaving.signal });
  await answer.body?.getReader().read();
  leaving.abort();
  expect(await destroyed.passed).toBe(true);
});
