import { connect as connectHttp2, constants } from 'node:http2';
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askHttps } from '../support/https-client.ts';
import { ask, MODELS, modularProject, startBehindModule, type Model, type ModuleMews } from '../support/module-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const APP = `import { WebApplication, IisEnvironmentFeature, ServerVariablesFeature } from 'mews';
const app = WebApplication.create();
app.mapGet('/variables/:name', (context) => context.features.get(ServerVariablesFeature)?.get(context.request.params.name) ?? 'none');
app.mapGet('/set', (context) => { const variables = context.features.get(ServerVariablesFeature); variables?.set('HTTPS', 'overruled'); return context.features.get(ServerVariablesFeature)?.get('https') ?? 'none'; });
app.mapGet('/site', () => app.serverFeatures.get(IisEnvironmentFeature) ?? 'none');
app.mapGet('/path', ({ request }) => request.pathBase + ' + ' + request.path);
app.mapGet('/client', ({ request, connection }) => request.scheme + ' ' + request.protocol + ' ' + connection.remoteIpAddress + ' ' + connection.remotePort);
app.mapGet('/headers', ({ request }) => Object.fromEntries(request.headers));
app.mapGet('/token', () => process.env.ASPNETCORE_TOKEN ?? 'none');
app.mapGet('/port', () => process.env.ASPNETCORE_PORT ?? 'none');
export default app;`;

/** `applicationUrl` and `sslPort` as IIS Express has them. */
async function start(model: Model, { path = '', args = [] as readonly string[], secure = false } = {}): Promise<ModuleMews> {
  const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': APP, 'src/mews.d.ts': '' });
  const urls = `http://127.0.0.1:0${path}${secure ? `;https://127.0.0.1:0${path}` : ''}`;
  return startBehindModule(project, ['--hosting-model', model, '--typecheck', 'off', '-e', 'ASPNETCORE_ENVIRONMENT=Development', '--urls', urls, ...args]);
}

describe.each(MODELS)('%s', (model) => {
  test('https and HTTP/2 are the module\'s: the app knows the scheme of the client', async () => {
    const mews = await start(model, { secure: true });
    const secure = mews.urls.find((url) => url.startsWith('https:')) ?? '';
    expect((await askHttps(`${secure}/client`)).text).toMatch(/^https HTTP\/1\.1 127\.0\.0\.1 \d+$/);
    const session = connectHttp2(secure, { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/client' });
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += String(chunk);
    expect(text).toMatch(/^https HTTP\/\S+ 127\.0\.0\.1 \d+$/);
  });

  test('the app is told of the client\'s real address and port', async () => {
    const mews = await start(model);
    const outgoing = httpRequest(`${mews.url}/client`, { agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream & { socket: { localPort: number } }];
    const { localPort } = response.socket;
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).toBe(`http HTTP/1.1 127.0.0.1 ${localPort}`);
  });

  test('an app with a virtual path sees it as its path base, and nothing of what lies outside', async () => {
    const mews = await start(model, { path: '/shop' });
    expect(mews.url).not.toContain('shop');
    expect((await ask(`${mews.url}/shop/path`)).text).toBe('/shop + /path');
    expect((await ask(`${mews.url}/path`)).status).toBe(404);
    expect((await ask(`${mews.url}/shopping`)).status).toBe(404);
  });

  test('escaped control characters in a path are refused', async () => {
    const mews = await start(model);
    expect((await ask(`${mews.url}/a%01b`)).status).toBe(400);
    expect((await ask(`${mews.url}/a%7Fb`)).status).toBe(400);
  });

  test.each(['/a/b/../path', '/a/%2E%2E/path', '/./path', '/a/b/%2e%2e/%2e%2e/path'])('the path %s is normalised', async (path) => {
    const mews = await start(model);
    const { hostname, port } = new URL(mews.url);
    const outgoing = httpRequest({ hostname, port, path: path.replace('/a/b/../path', '/a/../path'), agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).toBe(' + /path');
  });

  test('over HTTP/2, an answer in the place of the app ends the connection, and the next one finds the app', async () => {
    const project = await modularProject(model, { files: { 'app_offline.htm': 'offline' } });
    const mews = await startBehindModule(project, ['--urls', 'https://127.0.0.1:0']);
    const session = connectHttp2(mews.url, { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(503);
    stream.resume();
    await once(stream, 'close');
    if (model === 'inprocess' && !session.closed) await once(session, 'goaway');
    expect(session.destroyed && model !== 'inprocess').toBe(false);
  });
});

describe('in-process', () => {
  test('a request has the server variables of IIS, and the server its place', async () => {
    const mews = await start('inprocess', { path: '/shop' });
    const variable = async (name: string): Promise<string> => (await ask(`${mews.url}/shop/variables/${name}`, { headers: { 'X-Flavour': 'sweet' } })).text;
    expect(await variable('HTTPS')).toBe('off');
    expect(await variable('remote_addr')).toBe('127.0.0.1');
    expect(await variable('SERVER_PORT')).toBe(new URL(mews.url).port);
    expect(await variable('UNENCODED_URL')).toBe('/shop/variables/UNENCODED_URL');
    expect(await variable('HTTP_X_FLAVOUR')).toBe('sweet');
    expect(await variable('APPL_MD_PATH')).toBe('/LM/W3SVC/1/ROOT/shop');
    expect(await variable('NO_SUCH')).toBe('none');
    expect((await ask(`${mews.url}/shop/set`)).text).toBe('overruled');
    expect(JSON.parse((await ask(`${mews.url}/shop/site`)).text)).toMatchObject({ applicationVirtualPath: '/shop', siteName: 'mews' });
  });
});

describe('out of process', () => {
  test('requests that do not come through the module are refused, and the app never sees the token', async () => {
    const mews = await start('outofprocess');
    const port = (await ask(`${mews.url}/port`)).text;
    expect(Number(port)).toBeGreaterThanOrEqual(1025);
    expect(Number(port)).toBeLessThanOrEqual(48_000);
    expect((await ask(`http://127.0.0.1:${port}/path`)).status).toBe(400);
    expect((await ask(`http://127.0.0.1:${port}/path`, { headers: { 'MS-ASPNETCORE-TOKEN': 'guessed' } })).status).toBe(400);
    const token = (await ask(`${mews.url}/token`)).text;
    expect((await ask(`http://127.0.0.1:${port}/path`, { headers: { 'MS-ASPNETCORE-TOKEN': token } })).status).toBe(200);
    const headers = JSON.parse((await ask(`${mews.url}/headers`, { headers: { 'MS-ASPNETCORE-WINAUTHTOKEN': 'forged', 'X-Forwarded-For': '10.0.0.7' } })).text) as Record<string, string>;
    expect(Object.keys(headers).filter((name) => /^ms-aspnetcore/i.test(name))).toEqual([]);
    expect(mews.stdout() + mews.stderr()).not.toContain(token);
  });

  test('so are they by an app that listens by itself, which is told client, scheme and host', async () => {
    const mews = await startBehindModule(await modularProject('outofprocess'), []);
    const env = JSON.parse((await ask(`${mews.url}/env`)).text) as Record<string, string>;
    expect((await ask(`http://127.0.0.1:${env['PORT']}/pid`)).status).toBe(400);
    const headers = JSON.parse((await ask(`${mews.url}/headers`)).text) as Record<string, string>;
    expect(headers).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-host': new URL(mews.url).host, host: new URL(mews.url).host });
    expect(headers['x-forwarded-for']).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(Object.keys(headers).filter((name) => name.startsWith('ms-aspnetcore'))).toEqual([]);
    expect(env).toMatchObject({ ASPNETCORE_APPL_PATH: '/', MEWS_APPL_PATH: '/', ASPNETCORE_IIS_WEBSOCKETS_SUPPORTED: 'true', ASPNETCORE_URLS: `http://127.0.0.1:${env['PORT']}` });
  });

  test('so are they by workers of node:cluster, which are processes of their own', async () => {
    const main = `import cluster from 'node:cluster';
import http from 'node:http';
if (cluster.isPrimary) cluster.fork();
else http.createServer((request, response) => response.end(JSON.stringify([process.env.PORT, ...Object.keys(request.headers)]))).listen(process.env.PORT, '127.0.0.1');`;
    const mews = await startBehindModule(await modularProject('outofprocess', { main }), []);
    const [port, ...names] = JSON.parse((await ask(mews.url)).text) as string[];
    expect(names).toContain('x-forwarded-for');
    expect(names.filter((name) => name.startsWith('ms-aspnetcore'))).toEqual([]);
    expect((await ask(`http://127.0.0.1:${port}/`)).status).toBe(400);
  });

  test('the word to stop ends the process, and the next request starts another one', async () => {
    const mews = await start('outofprocess');
    const [port, token] = [(await ask(`${mews.url}/port`)).text, (await ask(`${mews.url}/token`)).text];
    const stop = { method: 'POST', headers: { 'MS-ASPNETCORE-TOKEN': token, 'MS-ASPNETCORE-EVENT': 'shutdown' } };
    expect((await ask(`http://127.0.0.1:${port}/iisintegration`, stop)).status).toBe(202);
    await mews.event('workerEnded');
    expect((await ask(`${mews.url}/path`)).status).toBe(200);
  });

  test('several processes share the requests', async () => {
    const mews = await startBehindModule(await modularProject('outofprocess', { module: { processesPerApplication: 3 } }), []);
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(`${mews.url}/slow`)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(3);
    expect(mews.workers()).toHaveLength(3);
  });

  test('an app that is silent for longer than requestTimeout is answered for with 502.3', async () => {
    const project = await modularProject('outofprocess', { main: `import http from 'node:http'; http.createServer(() => {}).listen(3000);`, module: { requestTimeout: 1 } });
    const mews = await startBehindModule(project, []);
    const answer = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 502, subStatus: '502.3', code: 'MEWS4203' });
    expect(answer.text).toContain('0x80072ee2');
  });

  test('requests wait for an app that takes longer to start than it may take to answer', async () => {
    const main = `import http from 'node:http'; setTimeout(() => http.createServer((_, response) => response.end('at last')).listen(3000), 3000);`;
    const mews = await startBehindModule(await modularProject('outofprocess', { main, module: { requestTimeout: 1 } }), []);
    const answer = await ask(mews.url);
    expect([answer.status, answer.text]).toEqual([200, 'at last']);
  });
});
