import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import express from 'express';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigurationSection } from '../../../../src/hosting/application/configuration/configuration-section.ts';
import { identifyApp } from '../../../../src/hosting/application/identify-app.ts';
import { serveForeignApp } from '../../../../src/hosting/application/serve-foreign-app.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions } from '../../../support/start-server.ts';

const HOST = Symbol.for('mews.host');

/** Serves what a module would export as default, where the settings allow some hosts. */
async function serve(app: unknown, allowedHosts = 'example.com; *.test'): Promise<RawHttp1Client> {
  const settings = new ConfigurationSection();
  settings.set(['AllowedHosts'], { text: allowedHosts, from: 'a test' });
  Reflect.set(globalThis, HOST, { loadSettings: async () => settings });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, HOST));
  const identified = identifyApp({ default: app });
  if (identified.kind !== 'listener') throw new Error(`a ${identified.kind}`);
  const running = await serveForeignApp(identified, new KestrelServer(serverOptions()));
  onTestFinished(async () => void (await running.stop(0)));
  const client = await RawHttp1Client.connect(Number(new URL(running.addresses[0] ?? '').port));
  onTestFinished(() => client.destroy());
  return client;
}

const hello = express().get('/', (_request, response) => void response.send('hello'));

describe('AllowedHosts in front of an app that works with Node’s objects', () => {
  test.each([
    ['GET / HTTP/1.1\r\nHost: example.com:5000\r\n\r\n', 200],
    ['GET / HTTP/1.1\r\nHost: EXAMPLE.com\r\n\r\n', 200],
    ['GET / HTTP/1.1\r\nHost: a.test\r\n\r\n', 200],
    ['GET / HTTP/1.0\r\n\r\n', 200],
    ['GET / HTTP/1.1\r\nHost: \r\n\r\n', 200],
    ['GET / HTTP/1.1\r\nHost: test\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: example.com\r\nHost: evil.example\r\n\r\n', 400],
    ['GET http://evil.example/ HTTP/1.1\r\nHost: example.com\r\n\r\n', 400],
    ['GET http://example.com@evil.example/ HTTP/1.1\r\nHost: example.com\r\n\r\n', 400],
    ['GET http://example.com/ HTTP/1.1\r\nHost: evil.example\r\n\r\n', 400],
    ['OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n', 400],
  ])('answers %j with %i', async (request, status) => {
    const client = await serve(hello);
    client.send(request);
    expect((await client.answer()).status).toBe(status);
  });

  test('answers with the page of ASP.NET Core, keeps the connection, and the app hears nothing of it', async () => {
    const seen: (string | undefined)[] = [];
    const client = await serve((request: IncomingMessage, response: { end(text: string): void }) => void (seen.push(request.url), response.end('hello')));
    client.send('POST /evil HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc');
    const refused = await client.answer();
    expect([refused.status, refused.headers['content-type']]).toEqual([400, 'text/html']);
    expect(refused.body).toContain('Bad Request - Invalid Hostname');
    client.send('GET /good HTTP/1.1\r\nHost: example.com\r\n\r\n');
    expect(await client.answer()).toMatchObject({ status: 200, body: 'hello' });
    expect(seen).toEqual(['/good']);
  });

  test('lets everything pass where every host is allowed', async () => {
    const client = await serve(hello, 'example.com;*');
    client.send('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n');
    expect((await client.answer()).status).toBe(200);
  });
});

describe('upgrades', () => {
  const upgrade = (host: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`;

  /** Takes every upgrade. */
  function upgradable(): { readonly app: Server; readonly taken: string[] } {
    const taken: string[] = [];
    const app = createServer((_request, response) => response.end('ordinary'));
    app.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      taken.push(String(request.headers.host));
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    });
    return { app, taken };
  }

  test('for other hosts are answered 400, and the connection is closed', async () => {
    const { app, taken } = upgradable();
    const client = await serve(app);
    client.send(upgrade('evil.example'));
    const { status, headers, body } = await client.answer();
    expect([status, headers['connection'], headers['content-type']]).toEqual([400, 'close', 'text/html']);
    expect(body).toContain('Invalid Hostname');
    await client.closed();
    expect(taken).toEqual([]);
  });

  test('for allowed hosts reach the app', async () => {
    const { app, taken } = upgradable();
    const client = await serve(app);
    client.send(upgrade('example.com'));
    expect((await client.answer()).status).toBe(101);
    expect(taken).toEqual(['example.com']);
  });

  test('of an app that begins to listen for them later are filtered, too', async () => {
    const app = createServer((_request, response) => response.end('ordinary'));
    const client = await serve(app);
    client.send(upgrade('example.com'));
    expect((await client.answer()).body).toBe('ordinary');
    app.on('upgrade', (_request, socket: Duplex) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    client.send(upgrade('evil.example'));
    expect((await client.answer()).status).toBe(400);
  });
});
