import { describe, expect, onTestFinished, test } from 'vitest';
import { serveForeignApp } from '../../../src/hosting/application/serve-foreign-app.ts';
import { KestrelServer } from '../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions } from '../../support/start-server.ts';

const HOST = Symbol.for('mews.host');

describe('a fetch app', () => {
  test('makes light responses while it is served, and real ones before and after', async () => {
    const { Response: real } = globalThis;
    const seen: unknown[] = [];
    const app = { fetch: () => { seen.push(globalThis.Response); return new Response('x'); } };
    const running = await serveForeignApp({ kind: 'fetch', app }, new KestrelServer(serverOptions()));
    expect(await (await fetch(running.addresses[0] ?? '')).text()).toBe('x');
    await running.stop(0);
    expect([seen[0] === real, globalThis.Response === real]).toEqual([false, true]);
  });

  test('that cannot be started leaves the globals as they were', async () => {
    const { Response: real } = globalThis;
    await expect(serveForeignApp({ kind: 'fetch', app: { fetch: () => new Response() } }, new KestrelServer(serverOptions('http://127.0.0.1:99999')))).rejects.toThrow();
    expect(globalThis.Response).toBe(real);
  });

  test.each([['true', 'https 203.0.113.7'], ['false', 'http 127.0.0.1']])('behind proxies, as the environment says: %s', async (enabled, expected) => {
    Reflect.set(globalThis, HOST, { env: { ASPNETCORE_FORWARDEDHEADERS_ENABLED: enabled } });
    onTestFinished(() => void Reflect.deleteProperty(globalThis, HOST));
    const app = {
      fetch: (request: Request, env: unknown) => new Response(`${new URL(request.url).protocol.slice(0, -1)} ${(env as { incoming: { socket: { remoteAddress: string } } }).incoming.socket.remoteAddress}`),
    };
    const running = await serveForeignApp({ kind: 'fetch', app }, new KestrelServer(serverOptions()));
    onTestFinished(async () => void (await running.stop(0)));
    const answer = await fetch(running.addresses[0] ?? '', { headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' } });
    expect(await answer.text()).toBe(expected);
  });
});
