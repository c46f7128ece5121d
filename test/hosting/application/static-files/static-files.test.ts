import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ServerAddressesFeature } from '../../../../src/hosting/application/server-addresses-feature.ts';
import type { StaticFileOptions } from '../../../../src/hosting/application/static-files/static-file-options.ts';
import { toStaticFileRules } from '../../../../src/hosting/application/static-files/static-file-options.ts';
import { WebApplication } from '../../../../src/hosting/application/web-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions } from '../../../support/start-server.ts';
import { tempProject, type TempProject } from '../../../support/temp-project.ts';

const FILES = {
  'secret.txt': 'secret',
  'wwwroot/hello.txt': 'hello world',
  'wwwroot/page.html': '<p>page',
  'wwwroot/unknown.xyzzy': 'unknown',
  'wwwroot/.env': 'KEY=1',
  'wwwroot/.git/config': 'config',
  'wwwroot/docs/index.html': '<p>docs',
  'wwwroot/docs/a b/ü.txt': 'umlaut',
  'wwwroot/a%2Fb.txt': 'three characters',
  'wwwroot/empty.txt': '',
};

async function serve(options: Partial<StaticFileOptions> = {}, project?: TempProject): Promise<{ url: string; project: TempProject; errors: unknown[] }> {
  const served = project ?? (await tempProject(FILES));
  const server = serverOptions();
  const app = WebApplication.create({ server: new KestrelServer(server) });
  app.useStaticFiles({ root: served.path('wwwroot'), ...options }).fallback(({ request }) => `next ${request.method} ${request.path}`);
  await app.start();
  onTestFinished(async () => void (await app.stop(0)));
  return { url: app.serverFeatures.get(ServerAddressesFeature)?.addresses[0] ?? '', project: served, errors: server.errors };
}

/** The answer to a target that no URL parser would let through. */
async function raw(url: string, target: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('a file', () => {
  test('is sent with its type, length, date and tag', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/hello.txt`);
    expect([answer.status, await answer.text()]).toEqual([200, 'hello world']);
    const names = ['content-type', 'content-length', 'accept-ranges', 'cache-control'];
    expect(names.map((name) => answer.headers.get(name))).toEqual(['text/plain; charset=utf-8', '11', 'bytes', null]);
    expect(Date.parse(answer.headers.get('last-modified') ?? '')).not.toBeNaN();
    expect(answer.headers.get('etag')).toMatch(/^(?:W\/)?"/);
  });

  test('has no body for HEAD', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/hello.txt`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '11', '']);
  });

  test.each([['/docs/a%20b/%C3%BC.txt', 'umlaut'], ['/a%2Fb.txt', 'three characters'], ['/empty.txt', ''], ['/page.html', '<p>page']])('%s is found', async (path, text) => {
    const { url } = await serve();
    expect(await (await fetch(url + path)).text()).toBe(text);
  });

  test('may be large', async () => {
    const { url, project } = await serve();
    project.write('wwwroot/large.bin', 'x');
    truncateSync(project.path('wwwroot/large.bin'), 5_000_000);
    expect((await (await fetch(`${url}/large.bin`)).arrayBuffer()).byteLength).toBe(5_000_000);
  });

  test('may be kept for a while', async () => {
    const { url } = await serve({ maxAge: 3600 });
    expect((await fetch(`${url}/hello.txt`)).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test('may get headers of the app', async () => {
    const { url } = await serve({ onPrepareResponse: ({ response }, { path, stat }) => response.headers.set('X-File', `${path.endsWith('hello.txt')} ${stat.size}`) });
    expect((await fetch(`${url}/hello.txt`)).headers.get('x-file')).toBe('true 11');
  });
});

describe('a condition', () => {
  const conditional = async (headers: (tag: string, date: string) => Record<string, string>): Promise<[number, string]> => {
    const { url } = await serve();
    const first = await fetch(`${url}/hello.txt`);
    const tag = first.headers.get('etag') ?? '';
    const date = first.headers.get('last-modified') ?? '';
    const answer = await fetch(`${url}/hello.txt`, { headers: { 'cache-control': 'max-age=0', ...headers(tag, date) } });
    return [answer.status, await answer.text()];
  };
  const EARLIER = 'Mon, 01 Jan 2001 00:00:00 GMT';

  test.each<[string, (tag: string, date: string) => Record<string, string>, [number, string]]>([
    ['If-None-Match holds', (tag) => ({ 'If-None-Match': tag }), [304, '']],
    ['If-None-Match in a list', (tag) => ({ 'If-None-Match': `"x", ${tag}` }), [304, '']],
    ['If-None-Match *', () => ({ 'If-None-Match': '*' }), [304, '']],
    ['another If-None-Match', () => ({ 'If-None-Match': '"x"' }), [200, 'hello world']],
    ['If-Modified-Since the same', (_tag, date) => ({ 'If-Modified-Since': date }), [304, '']],
    ['If-Modified-Since earlier', () => ({ 'If-Modified-Since': EARLIER }), [200, 'hello world']],
    ['If-None-Match wins over If-Modified-Since', (_tag, date) => ({ 'If-None-Match': '"x"', 'If-Modified-Since': date }), [200, 'hello world']],
    ['If-Match fails', () => ({ 'If-Match': '"x"' }), [412, '']],
    ['If-Unmodified-Since fails', () => ({ 'If-Unmodified-Since': EARLIER }), [412, '']],
  ])('%s', async (_what, headers, expected) => {
    expect(await conditional(headers)).toEqual(expected);
  });
});

describe('a range', () => {
  test.each<[string, Record<string, string>, number, string | null, string]>([
    ['from the start', { Range: 'bytes=0-4' }, 206, 'bytes 0-4/11', 'hello'],
    ['to the end', { Range: 'bytes=6-' }, 206, 'bytes 6-10/11', 'world'],
    ['of the end', { Range: 'bytes=-3' }, 206, 'bytes 8-10/11', 'rld'],
    ['beyond the end', { Range: 'bytes=6-99' }, 206, 'bytes 6-10/11', 'world'],
    ['outside', { Range: 'bytes=11-12' }, 416, 'bytes */11', ''],
    ['of another unit', { Range: 'lines=1-2' }, 200, null, 'hello world'],
    ['that is none', { Range: 'bytes=x' }, 200, null, 'hello world'],
    ['of two parts', { Range: 'bytes=0-1,3-4' }, 200, null, 'hello world'],
    ['of another version', { Range: 'bytes=0-4', 'If-Range': '"x"' }, 200, null, 'hello world'],
    ['of an older version', { Range: 'bytes=0-4', 'If-Range': 'Mon, 01 Jan 2001 00:00:00 GMT' }, 200, null, 'hello world'],
  ])('%s', async (_what, headers, status, contentRange, text) => {
    const { url } = await serve();
    const answer = await fetch(`${url}/hello.txt`, { headers });
    expect([answer.status, answer.headers.get('content-range'), await answer.text()]).toEqual([status, contentRange, text]);
  });
});

test('a range of HEAD is ignored', async () => {
  const { url } = await serve();
  const answer = await fetch(`${url}/hello.txt`, { method: 'HEAD', headers: { Range: 'bytes=0-4' } });
  expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '11']);
});

describe('what is not there goes on', () => {
  test.each(['/nothing.txt', '/hello.txt/', '/docs', '/docs/', '/', '/unknown.xyzzy', '/.env', '/.git/config', '/docs/../.env'])('%s', async (path) => {
    const { url } = await serve();
    expect(await (await fetch(url + path)).text()).toMatch(/^next GET /);
  });

  test.each([
    '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/docs/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/%2e%2e%5csecret.txt', '//../secret.txt', '/./../secret.txt',
    '/..%252fsecret.txt', '/%252e%252e/secret.txt', '/....//secret.txt', '//etc/passwd', '/%2Fetc%2Fpasswd',
  ])('a way out: %s', async (target) => {
    const { url } = await serve();
    const answer = await raw(url, target);
    expect(answer).not.toMatch(/root:|\r\n\r\nsecret$/);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200 [\s\S]*next GET|400)/);
  });

  test('a NUL', async () => {
    const { url } = await serve();
    expect(await raw(url, '/hello.txt%00.png')).toMatch(/^HTTP\/1\.1 (?:200 [\s\S]*next GET|400)/);
  });

  test('other methods', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/hello.txt`, { method: 'POST' })).text()).toBe('next POST /hello.txt');
  });

  test('a folder that does not exist', async () => {
    const { url, errors } = await serve({ root: '/nowhere/at/all' });
    expect([await (await fetch(`${url}/hello.txt`)).text(), errors]).toEqual(['next GET /hello.txt', []]);
  });
});

test('links that lead out of the folder are not there; those within it are, and the folder may be one', async () => {
  const project = await tempProject(FILES);
  symlinkSync(project.path('secret.txt'), project.path('wwwroot/out.txt'));
  symlinkSync(project.root, project.path('wwwroot/up'));
  symlinkSync(project.path('wwwroot/hello.txt'), project.path('wwwroot/in.txt'));
  symlinkSync(project.path('wwwroot'), project.path('link'));
  const { url } = await serve({ root: project.path('link') }, project);
  const texts = await Promise.all(['/out.txt', '/up/secret.txt', '/in.txt', '/hello.txt'].map(async (path) => (await fetch(url + path)).text()));
  expect(texts).toEqual(['next GET /out.txt', 'next GET /up/secret.txt', 'hello world', 'hello world']);
});

test.skipIf(process.platform === 'win32')('what is there and no file goes on: to open a pipe is to wait for who writes to it', async () => {
  const { url, project } = await serve();
  execFileSync('mkfifo', [project.path('wwwroot/pipe.txt')]);
  expect(await (await fetch(`${url}/pipe.txt`)).text()).toBe('next GET /pipe.txt');
});

describe('options', () => {
  test('requestPath', async () => {
    const { url } = await serve({ requestPath: '/static/' });
    const texts = await Promise.all(['/static/hello.txt', '/STATIC/hello.txt', '/hello.txt', '/statichello.txt'].map(async (path) => (await fetch(url + path)).text()));
    expect(texts).toEqual(['hello world', 'hello world', 'next GET /hello.txt', 'next GET /statichello.txt']);
  });

  test('defaultFiles: a folder has a page, at the address with a slash', async () => {
    const { url } = await serve({ defaultFiles: ['none.html', 'index.html'] });
    expect(await (await fetch(`${url}/docs/`)).text()).toBe('<p>docs');
    const redirect = await fetch(`${url}/docs?x=1`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([301, '/docs/?x=1']);
    expect(await (await fetch(`${url}/docs/a%20b/`)).text()).toBe('next GET /docs/a b/');
    expect(await (await fetch(`${url}/docs/a%20b`)).text()).toBe('next GET /docs/a b');
    expect(await raw(url, '//docs')).toMatch(/location: \/docs\/\r\n/i);
  });

  test('serveUnknownFileTypes, with and without a type', async () => {
    const plain = await fetch(`${(await serve({ serveUnknownFileTypes: true })).url}/unknown.xyzzy`);
    expect([plain.headers.get('content-type'), await plain.text()]).toEqual([null, 'unknown']);
    const typed = await fetch(`${(await serve({ serveUnknownFileTypes: true, defaultContentType: 'application/x' })).url}/unknown.xyzzy`);
    expect(typed.headers.get('content-type')).toBe('application/x');
  });

  test('the root is wwwroot of the content root, or what the environment says', () => {
    const host = { contentRoot: '/app', env: {} } as unknown as Parameters<typeof toStaticFileRules>[1] & object;
    expect(toStaticFileRules({}, host).root).toBe('/app/wwwroot');
    expect(toStaticFileRules({ root: 'public' }, host).root).toBe('/app/public');
    expect(toStaticFileRules({}, { ...host, env: { ASPNETCORE_WEBROOT: 'web' } }).root).toBe('/app/web');
    expect(toStaticFileRules({ root: '/srv' }, host).root).toBe('/srv');
  });
});

const isOpen = (file: string): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd)) === file;
    } catch {
      return false;
    }
  });

test.runIf(process.platform === 'linux')('a client that goes away closes the file, and is no error', async () => {
  const { url, project, errors } = await serve();
  project.write('wwwroot/large.bin', 'x');
  const file = project.path('wwwroot/large.bin');
  truncateSync(file, 200_000_000);
  const request = get(`${url}/large.bin`);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  await once(answer, 'readable');
  expect([isOpen(file), statSync(file).size]).toEqual([true, 200_000_000]);
  request.destroy();
  await expect.poll(() => isOpen(file), { timeout: 10_000 }).toBe(false);
  expect(errors).toEqual([]);
});
