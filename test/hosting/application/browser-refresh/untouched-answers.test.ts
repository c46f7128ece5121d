import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { withBrowserRefresh } from '../../../../src/hosting/application/browser-refresh/with-browser-refresh.ts';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { listen, serveRefreshed, type Listener } from '../../../support/refreshed-node-server.ts';
import { ask, DOCUMENT, PAGE, testRefresh, type PageAnswer } from '../../../support/refreshed-pages.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';

const TIME = /\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g;

/** All of an answer but its time. */
function partsOf({ status, message, rawHeaders, body }: PageAnswer): unknown[] {
  return [status, message, body, ...rawHeaders.map((text) => text.replace(TIME, ''))];
}

/** Where the head is written in a step of its own, Node puts the length elsewhere. */
function sorted(answer: PageAnswer): unknown[] {
  return partsOf(answer).map(String).sort();
}

describe('what is no page goes by as it is through Kestrel', () => {
  const answers: Record<string, RequestDelegate> = {
    '/json': ({ response }) => response.json({ a: '</body>' }),
    '/page': async (context) => {
      context.response.headers.set('ETag', '"1"');
      await context.response.text(PAGE, 'text/html');
    },
    '/empty': ({ response }) => response.headers.set('Content-Type', 'text/html'),
    '/nothing': ({ response }) => void (response.statusCode = 204),
    '/stream': async ({ response }) => { for (const piece of ['a', '<html></body>', 'c']) await response.write(piece); },
    '/moved': ({ response }) => response.redirect('/'),
    '/image': async ({ response }) => {
      response.headers.set('Content-Type', 'image/png');
      response.headers.set('Content-Length', 3);
      await response.write(Buffer.from([0, 255, 60]));
    },
  };
  const app: RequestDelegate = (context) => answers[context.request.path]?.(context);

  test.each(Object.keys(answers).flatMap((path) => [
    [path, 'GET', { accept: '*/*' }], [path, 'GET', { ...DOCUMENT, 'sec-fetch-dest': 'empty' }], [path, 'HEAD', DOCUMENT], [path, 'GET', { ...DOCUMENT, range: 'bytes=0-' }],
    ...(path === '/page' ? [] : [[path, 'GET', DOCUMENT] as const]),
  ] as [string, string, Record<string, string>][]))('%s, %s, %j', async (path, method, headers) => {
    const plain = await startServer(new KestrelServer(serverOptions()), toApplication(app));
    const { refresh, warnings } = testRefresh();
    const refreshed = await startServer(new KestrelServer(serverOptions()), withBrowserRefresh(toApplication(app), refresh));
    expect(partsOf(await ask(refreshed + path, { method, headers }))).toEqual(partsOf(await ask(plain + path, { method, headers })));
    expect(warnings).toEqual([]);
  });
});

describe('what is no page goes by as it is through the server of an app', () => {
  const others: Record<string, Listener> = {
    '/json': (_, response) => response.setHeader('Content-Type', 'application/json').end('{"a":"</body>"}'),
    '/text': (_, response) => response.end('text'),
    '/nothing': (_, response) => response.writeHead(204).end(),
    '/empty': (_, response) => response.setHeader('Content-Type', 'text/html').end(),
    '/stream': (_, response) => { response.write('<html></body>'); response.end('x'); },
    '/list': (_, response) => response.writeHead(200, 'Yes', ['X-A', '1', 'x-a', '2', 'Content-Type', 'text/plain']).end('text'),
    '/forbidden': (_, response) => response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': `script-src 'none'`, ETag: '"1"' }).end(PAGE),
    '/download': (_, response) => response.setHeader('Content-Type', 'text/html').setHeader('Content-Disposition', 'attachment').end(PAGE),
  };
  const app: Listener = (request, response) => others[request.url ?? '']?.(request, response);
  test.each(Object.keys(others).flatMap((path) => [[path, 'GET', DOCUMENT], [path, 'GET', { accept: '*/*' }], [path, 'HEAD', DOCUMENT]] as [string, string, Record<string, string>][]))('%s, %s, %j', async (path, method, headers) => {
    const plain = await listen(createServer(app));
    const refreshed = await serveRefreshed(app);
    expect(sorted(await refreshed.ask({ path, method, headers }))).toEqual(sorted(await plain.ask({ path, method, headers })));
  });

  test('octet for octet, where nobody asks for a page', async () => {
    const answers: string[] = [];
    for (const { port } of [await listen(createServer(app)), await serveRefreshed(app)]) {
      const client = await RawHttp1Client.connect(port);
      client.send(Object.keys(others).map((path, at, all) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${at === all.length - 1 ? 'Connection: close\r\n' : ''}\r\n`).join(''));
      answers.push((await client.closed()).replaceAll(TIME, ''));
    }
    expect(answers[1]).toBe(answers[0]);
    expect(answers[0]?.match(/HTTP\/1\.1 /g)).toHaveLength(Object.keys(others).length);
  });
});
