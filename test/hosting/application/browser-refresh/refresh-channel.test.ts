import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { HttpApplication } from '../../../../src/hosting/application/http-application.ts';
import { withBrowserRefresh } from '../../../../src/hosting/application/browser-refresh/with-browser-refresh.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { startHttp2 } from '../../../support/http2-server.ts';
import { serveRefreshed } from '../../../support/refreshed-node-server.ts';
import { ask, openChannel, openPages, type PageAnswer, type PageRequest, testRefresh, type TestRefresh } from '../../../support/refreshed-pages.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';

/** An app that answers with the path that it was asked for. */
async function serve(): Promise<TestRefresh & { readonly url: string; ask(request: PageRequest & { readonly path: string }): Promise<PageAnswer> }> {
  const made = testRefresh();
  const url = await startServer(new KestrelServer(serverOptions()), withBrowserRefresh(toApplication(({ request, response }) => response.text(request.path)), made.refresh));
  return { ...made, url, ask: ({ path, ...request }) => ask(url + path, request) };
}

describe('the channel', () => {
  test('tells open pages, and ends in an orderly way', async () => {
    const { url, refresh, ask } = await serve();
    const channel = await openChannel(url);
    await channel.received('clearReport');
    refresh.send({ type: 'reload' });
    await channel.received('reload');
    expect([channel.response.headers['content-type'], channel.response.headers['cache-control'], channel.response.headers.connection]).toEqual(['text/event-stream', 'no-store', 'close']);
    refresh.close();
    await channel.ended;
    expect((await ask({ path: '/_framework/mews-refresh' })).status).toBe(503);
  });

  test('has no fields that HTTP/2 does not know', async () => {
    const { refresh } = testRefresh();
    const server = await startHttp2(() => {}, { application: withBrowserRefresh(toApplication(() => {}), refresh) as HttpApplication<unknown> });
    const stream = (await server.connect()).request({ ':path': '/_framework/mews-refresh' });
    await openPages(refresh, 1);
    refresh.close();
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect([text.includes('"connected"'), server.warnings]).toEqual([true, []]);
  });

  test('forgets a page that goes away', async () => {
    const { url, refresh } = await serve();
    const channel = await openChannel(url);
    await channel.received('clearReport');
    channel.leave();
    await openPages(refresh, 0);
  });

  test.each([['cross-site'], ['same-site']])('is closed to pages of others: %s', async (site) => {
    const { ask } = await serve();
    expect((await ask({ path: '/_framework/mews-refresh', headers: { 'sec-fetch-site': site } })).status).toBe(403);
  });

  test('is there for GET and HEAD', async () => {
    const { ask } = await serve();
    expect((await ask({ path: '/_framework/mews-refresh', method: 'HEAD' })).headers['content-type']).toBe('text/event-stream');
    const refused = await ask({ path: '/_framework/mews-refresh', method: 'POST' });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('leaves the paths around it to the app', async () => {
    const { ask } = await serve();
    for (const path of ['/_framework/mews-refresh.css', '/_framework/mews-refresh/', '/_framework/mews-refreshed']) expect((await ask({ path })).body).toBe(path);
  });

  test('of an app with a time-out of its own stays open, and ends with its connection', async () => {
    const server = createServer({ keepAliveTimeout: 1000 }, (_, response) => response.end());
    server.setTimeout(50);
    const { url, refresh } = await serveRefreshed(server);
    const channel = await openChannel(url);
    await channel.received('clearReport');
    expect(channel.response.headers.connection).toBe('close');
    refresh.send({ type: 'reload' });
    await channel.received('reload');
    refresh.close();
    await channel.ended;
  });

  test('of an app with a server of its own forgets a page that goes away', async () => {
    const { url, refresh } = await serveRefreshed((_, response) => response.end());
    const channel = await openChannel(url);
    await channel.received('clearReport');
    channel.leave();
    await openPages(refresh, 0);
  });
});

test('the script is sent once, as long as it stays the same', async () => {
  const { ask } = await serve();
  const path = '/_framework/mews-refresh.js';
  const first = await ask({ path });
  expect([first.status, first.headers['content-type'], first.headers['cache-control']]).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache']);
  expect(first.body).toContain('EventSource');
  expect((await ask({ path, headers: { 'if-none-match': `"x", W/${first.headers.etag}` } })).status).toBe(304);
});
