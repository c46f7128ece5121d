import { describe, expect, test } from 'vitest';
import type { StatusReport } from '../../../../src/foundation/events/status-report.ts';
import { statusApplication } from '../../../../src/hosting/application/status/status-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';
import { ask, DOCUMENT, openChannel, testRefresh, type PageAnswer, type PageRequest, type TestRefresh } from '../../../support/refreshed-pages.ts';
import { BUILD_FAILED, CRASHED, STARTING } from '../../../support/status-reports.ts';

interface Served extends TestRefresh {
  readonly url: string;
  ask(request?: PageRequest & { readonly path?: string }): Promise<PageAnswer>;
}

async function serve(state: StatusReport | (() => StatusReport)): Promise<Served> {
  const { refresh, warnings } = testRefresh('status');
  const options = serverOptions();
  const url = await startServer(new KestrelServer(options), statusApplication(typeof state === 'function' ? state : () => state, refresh));
  return { refresh, warnings, url, ask: ({ path = '/', ...request } = {}) => ask(url + path, request) };
}

const CURL = { 'user-agent': 'curl/8.5.0', accept: '*/*' };
const utf8 = ({ body }: PageAnswer): string => Buffer.from(body, 'latin1').toString();

describe('every answer', () => {
  test.each([['GET', DOCUMENT], ['GET', CURL], ['GET', { accept: 'application/json' }], ['DELETE', CURL], ['POST', DOCUMENT], ['OPTIONS', {}], ['GET', { accept: 'image/*', 'sec-fetch-dest': 'image' }]])('to %s %j says that it is to be asked for again soon', async (method, headers) => {
    const { ask } = await serve(BUILD_FAILED);
    const answer = await ask({ method, headers, path: '/any/where?x' });
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([503, '1', 'no-store']);
  });

  test('to HEAD has no body', async () => {
    const { ask } = await serve(BUILD_FAILED);
    const [head, get] = [await ask({ method: 'HEAD' }), await ask()];
    expect([head.status, head.body, head.headers['content-length']]).toEqual([503, '', get.headers['content-length']]);
  });

  test('to a WebSocket is the same', async () => {
    const { url } = await serve(BUILD_FAILED);
    const client = await RawHttp1Client.connect(Number(new URL(url).port));
    client.send('GET /hub HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n');
    expect((await client.answer()).status).toBe(503);
    client.destroy();
  });

  test('tells the state as it is then', async () => {
    let state = STARTING;
    const { ask } = await serve(() => state);
    expect((await ask({ headers: CURL })).body).toContain('The app is being built.');
    state = BUILD_FAILED;
    expect((await ask({ headers: CURL })).body).toContain('MEWS2001');
  });
});

test('a browser gets a page that can do nothing but look after itself', async () => {
  const { ask, refresh } = await serve(BUILD_FAILED);
  const answer = await ask();
  const page = utf8(answer);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'$/);
  for (const part of ['<title>Build failed</title>', 'MEWS2001', 'The build found 1 error and 1 warning.', 'href="vscode://file/p/src/main.ts:2:7"', '>src/main.ts:2:7</a>', '// &lt;end&gt;', `data-generation="${refresh.generation}"`, ' data-status async></script>']) expect(page).toContain(part);
});

test('a form that was sent is not sent again by the page', async () => {
  const { ask } = await serve(BUILD_FAILED);
  expect((await ask({ method: 'POST', body: 'a=b' })).body).toContain('data-method="POST"');
});

test('the stack of a crash shows whose calls are whose', async () => {
  const page = utf8(await (await serve(CRASHED)).ask());
  expect(page).toContain('<li class="own">at connect (<a class="place" href="vscode://file/p/src/data%20base.ts:3:9">src/data base.ts:3:9</a>)</li>');
  expect(page).toContain('<li>at <a class="place" href="vscode://file/p/node_modules/pg/lib/client.js:10:5">node_modules/pg/lib/client.js:10:5</a></li>');
  expect(page).toContain('<li>at async ModuleJob.run (node:internal/modules/esm/module_job:271:25)</li>');
  expect(page).not.toContain('TypeError: no database</li>');
});

test('what a report quotes cannot become markup', async () => {
  const evil = `</title></main><script>alert(1)</script>"'&`;
  const page = utf8(await (await serve({ ...BUILD_FAILED, title: evil, message: evil, hint: evil, code: evil, stack: evil, diagnostics: [{ severity: 'error', file: `/${evil}`, line: 1, column: 1, code: evil, text: evil, frame: evil }] })).ask());
  expect(page).not.toContain('<script>alert');
  expect(page.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThan(7);
});

describe('a program gets problem+json', () => {
  test('with what was found', async () => {
    const { ask } = await serve(BUILD_FAILED);
    const answer = await ask({ path: '/api/orders?x', headers: { accept: 'application/json' } });
    const [first, second] = BUILD_FAILED.diagnostics;
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(utf8(answer))).toEqual({
      type: 'about:blank', title: 'Build failed', status: 503, detail: 'The build found 1 error and 1 warning.', instance: '/api/orders',
      kind: 'buildFailed', code: 'MEWS2001', hint: BUILD_FAILED.hint, diagnostics: [{ ...first, file: 'src/main.ts' }, second],
    });
  });

  test('with the place and the stack of a crash', async () => {
    const { ask } = await serve(CRASHED);
    expect(JSON.parse(utf8(await ask({ headers: { accept: '*/*', 'sec-fetch-dest': 'empty' } })))).toMatchObject({
      kind: 'crashed', location: { file: 'src/data base.ts', line: 3 },
      stack: ['at connect (src/data base.ts:3:9)', 'at node_modules/pg/lib/client.js:10:5', 'at async ModuleJob.run (node:internal/modules/esm/module_job:271:25)'],
    });
  });

  test('without what there is not', async () => {
    const { ask } = await serve(STARTING);
    expect(Object.keys(JSON.parse(utf8(await ask({ headers: {} }))) as object)).toEqual(['type', 'title', 'status', 'detail', 'instance', 'kind']);
  });
});

test('at a prompt it is text', async () => {
  const { ask } = await serve(BUILD_FAILED);
  const answer = await ask({ headers: CURL });
  expect([answer.headers['content-type'], utf8(answer).split('\n')[0]]).toEqual(['text/plain; charset=utf-8', 'Build failed (MEWS2001)']);
});

test('a page that connects is told of the state, and all others of a new one', async () => {
  let state = STARTING;
  const { url, refresh, ask } = await serve(() => state);
  const first = await openChannel(url, '?generation=status&moment=0');
  await first.received('The app is being built.');
  state = BUILD_FAILED;
  const second = await openChannel(url, '?generation=status&moment=0');
  for (const channel of [first, second]) await channel.received('MEWS2001');
  refresh.close();
  await first.ended;
  expect((await ask({ path: '/_framework/mews-refresh.js' })).status).toBe(200);
});
