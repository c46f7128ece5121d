import { describe, expect, onTestFinished, test } from 'vitest';
import { ServerAddressesFeature } from '../../../src/hosting/application/server-addresses-feature.ts';
import { WebApplication } from '../../../src/hosting/application/web-application.ts';
import { KestrelServer } from '../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions } from '../../support/start-server.ts';

function create(): WebApplication {
  const app = WebApplication.create({ server: new KestrelServer(serverOptions()) });
  onTestFinished(async () => void (await app.stop(0)));
  return app;
}

async function start(app: WebApplication): Promise<string> {
  await app.start();
  return app.serverFeatures.get(ServerAddressesFeature)?.addresses[0] ?? '';
}

async function get(url: string, init?: RequestInit): Promise<[number, string]> {
  const answer = await fetch(url, init);
  return [answer.status, await answer.text()];
}

describe('the pipeline', () => {
  test('runs middleware in the order it was added, out again in reverse, then 404', async () => {
    const order: string[] = [];
    const app = create();
    for (const name of ['a', 'b']) {
      app.use(async (_context, next) => {
        order.push(name);
        await next();
        order.push(`/${name}`);
      });
    }
    expect(await get(await start(app))).toEqual([404, '']);
    expect(order).toEqual(['a', 'b', '/b', '/a']);
  });

  test('map moves whole segments from path to pathBase, and back afterwards', async () => {
    const app = create();
    app.use(async ({ request, response }, next) => {
      await next();
      if (response.statusCode === 404) await response.text(`404 ${request.path}`);
    });
    app.map('/Admin/', (admin) => admin.mapGet('/users', ({ request }) => `${request.pathBase}|${request.path}`).fallback(({ request }) => `rest ${request.path}`));
    const url = await start(app);
    expect(await get(`${url}/admin/users`)).toEqual([200, '/admin|/users']);
    expect(await get(`${url}/admin`)).toEqual([200, 'rest /']);
    expect(await get(`${url}/administrator`)).toEqual([404, '404 /administrator']);
  });

  test('mapWhen branches for good, useWhen comes back', async () => {
    const app = create();
    app.useWhen(({ request }) => request.query.has('x'), (branch) => branch.use(async ({ response }, next) => {
      response.headers.set('X', 'seen');
      await next();
    }));
    app.mapWhen(({ request }) => request.path === '/away', (branch) => branch.fallback(() => 'away'));
    app.fallback(({ response }) => `end ${response.headers.get('x')}`);
    const url = await start(app);
    expect(await get(`${url}/away`)).toEqual([200, 'away']);
    expect(await get(`${url}/?x`)).toEqual([200, 'end seen']);
    expect(await get(url)).toEqual([200, 'end undefined']);
  });
});

describe('routes', () => {
  test('send what the handler returns', async () => {
    const app = create();
    app.mapGet('/text', () => 'hi');
    app.mapGet('/json/:id', ({ request }) => ({ id: request.params['id'] }));
    app.mapGet('/response', () => new Response('made', { status: 202, headers: { 'x-made': 'yes' } }));
    app.mapGet('/self', async ({ response }) => response.text('<b>', 'text/html'));
    app.mapGet('/null', () => null);
    app.mapGet('/away', ({ response }) => response.redirect('/text'));
    const url = await start(app);
    expect(await get(`${url}/text`)).toEqual([200, 'hi']);
    expect(await get(`${url}/json/a%20b`)).toEqual([200, '{"id":"a b"}']);
    expect(await get(`${url}/response`)).toEqual([202, 'made']);
    expect((await fetch(`${url}/self`)).headers.get('content-type')).toBe('text/html');
    expect(await get(`${url}/null`)).toEqual([200, 'null']);
    expect(await get(`${url}/away`)).toEqual([200, 'hi']);
  });

  test('know their methods: HEAD is GET, another one is 405 with Allow', async () => {
    const app = create();
    app.mapGet('/x', () => 'got').mapPost('/x', async ({ request }) => request.json()).mapMethods(['put', 'PATCH'], '/x', ({ request }) => request.method);
    const url = await start(app);
    expect(await get(`${url}/x`, { method: 'HEAD' })).toEqual([200, '']);
    expect(await get(`${url}/x`, { method: 'POST', body: '{"a":1}' })).toEqual([200, '{"a":1}']);
    expect(await get(`${url}/x`, { method: 'PATCH' })).toEqual([200, 'PATCH']);
    const refused = await fetch(`${url}/x`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST, PUT, PATCH']);
    expect((await fetch(`${url}/y`)).status).toBe(404);
  });
});

describe('its life', () => {
  test('goes through services and moments in order', async () => {
    const order: string[] = [];
    const app = create();
    for (const name of ['a', 'b']) app.addHostedService({ start: () => void order.push(`start ${name}`), stop: () => void order.push(`stop ${name}`) });
    for (const moment of ['started', 'stopping', 'stopped'] as const) app.lifetime.on(moment, () => void order.push(moment));
    const ran = app.run();
    await app.start();
    await Promise.all([app.stop(0), app.stop(0), ran]);
    expect(order).toEqual(['start a', 'start b', 'started', 'stopping', 'stop b', 'stop a', 'stopped']);
    app.lifetime.on('stopped', () => void order.push('late'));
    expect(order.at(-1)).toBe('late');
  });

  test('does not begin when a service fails: those that started are stopped', async () => {
    const order: string[] = [];
    const app = create();
    app.addHostedService({ stop: () => void order.push('stopped') });
    app.addHostedService({ start: () => Promise.reject(new Error('no database')) });
    await expect(app.start()).rejects.toThrow('no database');
    expect(order).toEqual(['stopped']);
  });

  test('ends although services fail to stop, and says so', async () => {
    const order: string[] = [];
    const app = WebApplication.create({ server: new KestrelServer(serverOptions()) });
    app.addHostedService({ stop: () => void order.push('first') }).addHostedService({ stop: () => Promise.reject(new Error('stuck')) });
    app.lifetime.on('stopped', () => void order.push('stopped'));
    const ran = app.run();
    await app.start();
    await expect(app.stop(0)).rejects.toThrow('One or more hosted services failed to stop.');
    await expect(ran).rejects.toThrow('One or more hosted services failed to stop.');
    expect(order).toEqual(['first', 'stopped']);
  });

  test('needs a host or a server', async () => {
    expect(() => WebApplication.create().serverFeatures).toThrow('no started server');
    await expect(WebApplication.create().start()).rejects.toMatchObject({ code: 'MEWS4007' });
  });
});

describe('what the host asks for', () => {
  const HOST = Symbol.for('mews.host');

  /** An application of a process with such a host. */
  async function startIn(host: object, configure: (app: WebApplication) => unknown): Promise<string> {
    Reflect.set(globalThis, HOST, { claim: () => {}, serving: () => {}, logError: () => {}, ...host });
    onTestFinished(() => void Reflect.deleteProperty(globalThis, HOST));
    const app = create();
    configure(app);
    return start(app);
  }

  const forwarded = { headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' } };
  const show = (app: WebApplication): unknown => app.fallback(({ request, connection }) => `${request.scheme} ${connection.remoteIpAddress} ${request.host.split(':')[0]}`);

  test('forwarded headers of any proxy, first of all, and once', async () => {
    const url = await startIn({ environment: 'Production', env: { ASPNETCORE_FORWARDEDHEADERS_ENABLED: 'true' } }, (app) => show(app.useForwardedHeaders()));
    expect(await get(url, forwarded)).toEqual([200, 'https 203.0.113.7 127.0.0.1']);
  });

  test('none unless it says so', async () => {
    const url = await startIn({ environment: 'Production', env: {} }, show);
    expect(await get(url, forwarded)).toEqual([200, 'http 127.0.0.1 127.0.0.1']);
  });

  test.each([['Development', 'application/problem+json'], ['development', 'application/problem+json'], ['Production', null], ['Staging', null]])('in %s errors are shown as %s', async (environment, type) => {
    const logged: unknown[] = [];
    const url = await startIn({ environment, logError: (error: unknown) => logged.push(error) }, (app) => app.fallback(() => { throw new Error('oh no'); }));
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type'), (await answer.text()).includes('oh no')]).toEqual([500, type, type !== null]);
    if (type) expect(logged).toEqual([new Error('oh no')]);
  });
});
