import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Agent, get } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppSettings } from '../../../../../src/hosting/application/configuration/app-settings.ts';
import { KestrelOptions } from '../../../../../src/hosting/application/kestrel-options.ts';
import { ServerAddressesFeature } from '../../../../../src/hosting/application/server-addresses-feature.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { makeCertificate } from '../../../../support/certificates.ts';
import { freePort } from '../../../../support/free-port.ts';
import { askHttps } from '../../../../support/https-client.ts';
import { serverOptions, startServer, toApplication, type TestServerOptions } from '../../../../support/start-server.ts';
import { tempProject } from '../../../../support/temp-project.ts';

const kestrel = (endpoints: Record<string, object>, more: object = {}): object => ({ Kestrel: { Endpoints: endpoints, ...more } });

/** A server in a project whose appsettings.json the test rewrites. */
async function serve(settings: object, more: Partial<TestServerOptions> = {}) {
  const project = await tempProject({ 'appsettings.json': settings });
  const news: string[] = [];
  const waiting: (() => void)[] = [];
  const note = (list: string[]) => (text: string): void => {
    list.push(text);
    waiting.splice(0).forEach((wake) => wake());
  };
  const base = serverOptions();
  const env = { MEWS_DEV_CERTS_DIRECTORY: '/nowhere' };
  const options = { ...base, mayMove: true, env, settings: new AppSettings({ contentRoot: project.root, environment: 'Development', env }), logInformation: note(news), ...more, warn: note(base.warnings) };
  const server = new KestrelServer(options);
  await startServer(server, toApplication(({ response }) => response.text('hi')));
  const said = async (list: readonly string[], text: string | RegExp): Promise<string> => {
    for (;;) {
      const found = list.find((line) => line.match(text));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    project,
    news,
    warnings: base.warnings,
    said,
    addresses: () => server.features.get(ServerAddressesFeature)?.addresses ?? [],
    rewrite: (changed: object | string) => writeFileSync(project.path('appsettings.json'), typeof changed === 'string' ? changed : JSON.stringify(changed)),
    /** Resolves when the addresses are as the test wants them. */
    until: async (isTrue: () => boolean) => {
      while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const text = async (url: string): Promise<string> => (await fetch(url)).text();

/** One connection, kept. */
function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function ask(url: string, agent: Agent): Promise<number> {
  const [response] = (await once(get(url, { agent }), 'response')) as [NodeJS.ReadableStream & { socket: { localPort: number } }];
  const { localPort } = response.socket;
  await once(response.resume(), 'end');
  return localPort;
}

describe('appsettings.json', () => {
  test('names the endpoints, over addresses that were asked for', async () => {
    const { addresses, warnings } = await serve(kestrel({ One: { Url: 'http://127.0.0.1:0' }, Two: { Url: 'http://localhost:0' } }), { mayMove: false, addresses: ['http://127.0.0.1:0'] });
    expect(addresses()).toEqual([expect.stringMatching(/^http:\/\/127/), expect.stringMatching(/^http:\/\/localhost/)]);
    for (const url of addresses()) expect(await text(url)).toBe('hi');
    expect(warnings).toEqual([`Overriding address(es) 'http://127.0.0.1:0'. Binding to endpoints defined via IConfiguration and/or UseKestrel() instead.`]);
  });

  test('and code add up', async () => {
    const { addresses } = await serve(kestrel({ One: { Url: 'http://localhost:0' } }), { kestrel: new KestrelOptions().listen('127.0.0.1', 0) });
    expect(addresses()).toEqual([expect.stringMatching(/^http:\/\/127/), expect.stringMatching(/^http:\/\/localhost/)]);
  });

  test('may prefer the addresses asked for', async () => {
    const { addresses, news } = await serve({ ...kestrel({ One: { Url: 'http://localhost:0' } }), preferHostingUrls: true }, { mayMove: false, addresses: ['http://127.0.0.1:0'] });
    expect(addresses()).toEqual([expect.stringMatching(/^http:\/\/127/)]);
    expect(news).toEqual([expect.stringContaining('because PreferHostingUrls is set to true')]);
  });

  test('may name Urls, which count where nobody asks for an address', async () => {
    expect((await serve({ Urls: 'http://127.0.0.1:0' })).addresses()).toEqual([expect.stringMatching(/^http:\/\/127/)]);
    expect((await serve({ Urls: 'http://127.0.0.1:0' }, { mayMove: false, addresses: ['http://localhost:0'] })).addresses()).toEqual([expect.stringMatching(/^http:\/\/localhost/)]);
  });

  test('has certificates by path from the content root', async () => {
    const { cert, key } = await makeCertificate({ names: ['shop.example'] });
    const { addresses, project, rewrite, said, news } = await serve(kestrel({ One: { Url: 'http://127.0.0.1:0' } }));
    project.write('certs/c.pem', cert + key);
    rewrite(kestrel({ One: { Url: 'https://127.0.0.1:0' } }, { Certificates: { Default: { Path: 'certs/c.pem' } } }));
    await said(news, 'Starting');
    const url = await (async () => {
      while (!addresses()[0]?.startsWith('https')) await new Promise((resolve) => setImmediate(resolve));
      return addresses()[0] ?? '';
    })();
    expect((await askHttps(url)).commonName).toBe('shop.example');
  });
});

describe('a changed configuration', () => {
  test('stops endpoints, starts others, and leaves alone what is the same and what is of code', async () => {
    const [gone, stays, moves, next, added] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    const code = new KestrelOptions().listen('127.0.0.1', 0);
    const { addresses, rewrite, news, until } = await serve(
      kestrel({ Gone: { Url: `http://127.0.0.1:${gone}` }, Stays: { Url: `http://127.0.0.1:${stays}` }, Moves: { Url: `http://127.0.0.1:${moves}` } }),
      { kestrel: code },
    );
    const [ofCode = ''] = addresses();
    const agent = keepAlive();
    const connection = await ask(`http://127.0.0.1:${stays}`, agent);
    rewrite(kestrel({ Stays: { Url: `http://127.0.0.1:${stays}` }, Moves: { Url: `http://127.0.0.1:${next}` }, Added: { Url: `http://127.0.0.1:${added}` } }));
    await until(() => addresses().some((url) => url.endsWith(`:${added}`)));
    expect(news).toEqual([
      `Config changed. Stopping the following endpoints: 'http://127.0.0.1:${gone}', 'http://127.0.0.1:${moves}'`,
      `Config changed. Starting the following endpoints: 'http://127.0.0.1:${next}', 'http://127.0.0.1:${added}'`,
    ]);
    expect(addresses()).toEqual([ofCode, `http://127.0.0.1:${stays}`, `http://127.0.0.1:${next}`, `http://127.0.0.1:${added}`]);
    for (const url of addresses()) expect(await text(url)).toBe('hi');
    for (const port of [gone, moves]) await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect(await ask(`http://127.0.0.1:${stays}`, agent)).toBe(connection);
  });

  test('closes idle connections of what it stops', async () => {
    const port = await freePort();
    const { rewrite } = await serve(kestrel({ Gone: { Url: `http://127.0.0.1:${port}` }, Stays: { Url: 'http://127.0.0.1:0' } }));
    const agent = keepAlive();
    await ask(`http://127.0.0.1:${port}`, agent);
    const [socket] = Object.values(agent.freeSockets).flat();
    if (!socket) throw new Error('no connection was kept');
    rewrite(kestrel({ Stays: { Url: 'http://127.0.0.1:0' } }));
    await once(socket, 'close');
  });

  test('of settings at the same address refuses nobody', async () => {
    const [first, second] = await Promise.all([makeCertificate({ names: ['first'] }), makeCertificate({ names: ['second'] })]);
    const port = await freePort();
    const { addresses, project, rewrite, news, said } = await serve(kestrel({ Other: { Url: 'http://127.0.0.1:0' } }));
    project.write('1.pem', first.cert + first.key);
    project.write('2.pem', second.cert + second.key);
    const https = (path: string): object => kestrel({ Https: { Url: `https://127.0.0.1:${port}`, Certificate: { Path: path } } });
    rewrite(https('1.pem'));
    while (!addresses().includes(`https://127.0.0.1:${port}`)) await new Promise((resolve) => setImmediate(resolve));
    expect((await askHttps(`https://127.0.0.1:${port}`)).commonName).toBe('first');
    rewrite(https('2.pem'));
    let names: string[] = [];
    while (!names.includes('second')) names = [...names, (await askHttps(`https://127.0.0.1:${port}`)).commonName];
    expect(new Set(names)).toEqual(new Set(names.includes('first') ? ['first', 'second'] : ['second']));
    await said(news, `Stopping the following endpoints: 'https://127.0.0.1:${port}'`);
  });

  test('may widen an address on its own port', async () => {
    const port = await freePort();
    const { addresses, rewrite, until } = await serve(kestrel({ Web: { Url: `http://127.0.0.1:${port}` } }));
    rewrite(kestrel({ Web: { Url: `http://0.0.0.0:${port}` } }));
    await until(() => addresses()[0] === `http://0.0.0.0:${port}`);
    expect(await text(`http://127.0.0.1:${port}`)).toBe('hi');
  });

  test.each([
    ['is no JSON', '{ "Kestrel": ', /The changed configuration cannot be used; what was there stays\. .*appsettings\.json/],
    ['lacks an Url', kestrel({ Web: { Protocols: 'Http1' } }), /missing the required 'Url'/],
    ['has an unknown value', kestrel({ Web: { Url: 'http://127.0.0.1:0', Protocols: 'Http4' } }), /'Http4'/],
  ] as [string, string | object, RegExp][])('that %s leaves everything as it is', async (_, changed, complaint) => {
    const { addresses, rewrite, warnings, said, news } = await serve(kestrel({ Web: { Url: 'http://127.0.0.1:0' } }));
    const before = addresses();
    rewrite(changed);
    await said(warnings, complaint);
    expect(addresses()).toEqual(before);
    expect(await text(before[0] ?? '')).toBe('hi');
    expect(news).toEqual([]);
  });

  test('whose new address is taken, or has no certificate, leaves the old one', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void squatter.close());
    await once(squatter, 'listening');
    const taken = (squatter.address() as { port: number }).port;
    const port = await freePort();
    const { rewrite, warnings, said } = await serve(kestrel({ Web: { Url: `http://127.0.0.1:${port}` } }));
    rewrite(kestrel({ Web: { Url: `http://127.0.0.1:${taken}` } }));
    await said(warnings, `Unable to bind to 'http://127.0.0.1:${taken}' on config reload. Failed to bind to address http://127.0.0.1:${taken}: address already in use`);
    expect(await text(`http://127.0.0.1:${port}`)).toBe('hi');
    rewrite(kestrel({ Web: { Url: 'https://127.0.0.1:0' } }));
    await said(warnings, /Unable to bind to 'https:\/\/127\.0\.0\.1:0' on config reload\. Unable to configure HTTPS endpoint/);
    expect(await text(`http://127.0.0.1:${port}`)).toBe('hi');
  });
});
