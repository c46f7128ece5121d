import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { hostSource } from '../support/host-source.ts';
import { plannedUrls } from '../support/hosted-app.ts';
import { tempProject } from '../support/temp-project.ts';

const host = hostSource();

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function portOf(address: string): string {
  return new URL(address).port;
}

describe('an app that listens by itself', () => {
  test.each([
    ['port', 'listen(3000)'],
    ['nothing', 'listen()'],
    ['string port', `listen('3000')`],
    ['port and callback', `listen(3000, () => console.log('called'))`],
    ['port and host', `listen(3000, '0.0.0.0')`],
    ['port, host, backlog, callback', `listen(3000, 'localhost', 100, () => console.log('called'))`],
    ['options', `listen({ port: 3000, host: 'localhost', exclusive: true }, () => console.log('called'))`],
  ])('gets the planned address: %s', async (_name, listen) => {
    const app = await host(
      { 'app.mjs': `import http from 'node:http'; const server = http.createServer((q, s) => s.end(JSON.stringify(server.address()))).${listen}` },
      { settings: { urls: plannedUrls('http://localhost:0') } },
    );
    const { addresses, by } = await app.event('listening');
    expect(by).toBe('app');
    expect(addresses).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+$/)]);
    const port = portOf(addresses[0] ?? '');
    expect(JSON.parse(await text(`http://127.0.0.1:${port}`))).toMatchObject({ address: '127.0.0.1', port: Number(port) });
    expect(JSON.parse(await text(`http://[::1]:${port}`))).toMatchObject({ port: Number(port) });
    if (listen.includes('called')) await app.until(() => (app.output.includes('called') ? true : undefined), 'the callback');
    app.shutdown('SIGTERM');
    expect(await app.exit).toEqual({ code: 143, signal: null });
  });

  test('gets every planned http address', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const app = await host(
      { 'app.mjs': `import http from 'node:http'; http.createServer((q, s) => s.end('ok')).listen(3000)` },
      { settings: { urls: plannedUrls(`http://localhost:${first}`, `http://127.0.0.1:${second}`, 'https://localhost:0') } },
    );
    const { addresses } = await app.event('listening');
    expect(addresses).toEqual([`http://localhost:${first}`, `http://127.0.0.1:${second}`]);
    for (const url of [...addresses, `http://[::1]:${first}`]) expect(await text(url)).toBe('ok');
  });

  test.each([
    ['a profile says so', { listen: 'app' as const }],
    ['nobody wrote an address', { urls: [{ value: 'http://localhost:5000', from: 'default', isDefault: true }] }],
  ])('keeps its address when %s', async (_name, settings) => {
    const port = await freePort();
    const app = await host({ 'app.mjs': `import http from 'node:http'; http.createServer((q, s) => s.end('ok')).listen(${port}, 'localhost')` }, { settings });
    expect((await app.event('listening')).addresses).toEqual([`http://localhost:${port}`]);
  });

  test('keeps unix sockets, and servers of other protocols are not touched', async () => {
    const app = await host({
      'app.mjs': `import http from 'node:http'; import net from 'node:net';
        net.createServer((s) => s.end('raw')).listen(0, '127.0.0.1', function () { console.log('raw ' + this.address().port);
          http.createServer((q, s) => s.end('ok')).listen('own.sock'); });`,
    });
    expect((await app.event('listening')).addresses).toEqual(['http://unix:own.sock']);
    expect(app.events.filter(({ type }) => type === 'listening')).toHaveLength(1);
  });

  test('sees a taken planned address as its own error event', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const planned = { settings: { urls: plannedUrls(`http://localhost:${port}`) } };
    const handling = await host({ 'app.mjs': `import http from 'node:http'; http.createServer().on('error', (e) => console.log(e.code)).listen(3000)` }, planned);
    expect((await handling.exit).code).toBe(0);
    expect(handling.output.trim()).toBe('EADDRINUSE');
    const crashing = await host({ 'app.mjs': `import http from 'node:http'; http.createServer().listen(3000)` }, planned);
    expect((await crashing.event('crashed')).message).toMatch(new RegExp(`EADDRINUSE.*:${port}`));
    expect((await crashing.exit).code).toBe(1);
  });

  test.each([
    ['express', `import express from 'express'; express().get('/', (q, s) => s.send('ok')).listen(3000)`],
    ['fastify', `import Fastify from 'fastify'; const app = Fastify(); app.get('/', () => 'ok'); const at = await app.listen({ port: 3000 }); console.log('at ' + at)`],
    ['fastify', `import Fastify from 'fastify'; const app = Fastify(); app.get('/', () => 'ok'); app.listen({ port: 3000, host: '0.0.0.0' }, (error, at) => console.log('at ' + at, error))`],
    ['koa', `import Koa from 'koa'; new Koa().use((c) => { c.body = 'ok' }).listen(3000)`],
    ['@hono/node-server', `import { serve } from '@hono/node-server'; import { Hono } from 'hono'; const app = new Hono(); app.get('/', (c) => c.text('ok')); serve(app); export default app`],
  ])('%s, unmodified: %s', async (_name, source) => {
    const install = ['express', 'fastify', 'koa', 'hono', '@hono/node-server'];
    for (const url of [`http://localhost:${await freePort()}`, `http://127.0.0.1:${await freePort()}`]) {
      const app = await host({ 'app.mjs': source }, { install, settings: { urls: plannedUrls(url) } });
      expect(await app.address()).toBe(url);
      expect(await text(url)).toBe('ok');
      if (source.includes(`'at '`)) await app.until(() => (app.output.includes(`at http://127.0.0.1:${portOf(url)}`) ? true : undefined), 'the address');
      app.shutdown('SIGINT');
      expect((await app.exit).code).toBe(130);
      expect(app.events.map(({ type }) => type).filter((type) => type !== 'loaded')).toEqual(['listening']);
    }
  });

  test('fastify on its own localhost is one address', async () => {
    const port = await freePort();
    const source = `import Fastify from 'fastify'; const app = Fastify(); await app.listen({ port: ${port} }); console.log('up')`;
    const app = await host({ 'app.mjs': source }, { install: ['fastify'], settings: { listen: 'app' } });
    await app.until(() => (app.output.includes('up') ? true : undefined), 'up');
    expect(app.events).toEqual([{ type: 'listening', addresses: [`http://localhost:${port}`], by: 'app' }]);
  });

  test('closes everything with its server', async () => {
    const port = await freePort();
    const source = `import http from 'node:http'; const server = http.createServer().listen(3000, () => setImmediate(() => server.close()))`;
    const app = await host({ 'app.mjs': source }, { settings: { urls: plannedUrls(`http://localhost:${port}`) } });
    expect((await app.exit).code).toBe(0);
  });

  test('that is closed before it was bound never listens', async () => {
    const source = `import http from 'node:http'; const server = http.createServer().listen(3000); server.close()`;
    const app = await host({ 'app.mjs': source });
    expect((await app.exit).code).toBe(0);
    expect(app.events.map(({ type }) => type)).not.toContain('listening');
  });

  test.each([
    ['https', `import https from 'node:https'; https.createServer({}).listen(0, '127.0.0.1')`, 'https'],
    ['http2 over TLS', `import http2 from 'node:http2'; http2.createSecureServer({}).listen(0, '127.0.0.1')`, 'https'],
  ])('with %s keeps its address, with a word, when only http is planned', async (_name, source, scheme) => {
    const app = await host({ 'app.mjs': source });
    expect((await app.event('appWarning')).text).toContain(`no ${scheme} address is planned`);
    expect(await app.address()).toMatch(new RegExp(`^${scheme}://127\\.0\\.0\\.1:\\d+$`));
  });

  test('with TLS gets the planned https address', async () => {
    const app = await host({ 'app.mjs': `import https from 'node:https'; https.createServer({}).listen(3000)` }, { settings: { urls: plannedUrls('http://127.0.0.1:0', 'https://localhost:0') } });
    expect(await app.address()).toMatch(/^https:\/\/localhost:\d+$/);
  });

  test('with http2 in the clear gets the planned address', async () => {
    const app = await host({ 'app.mjs': `import http2 from 'node:http2'; http2.createServer().listen(3000)` });
    expect(await app.address()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('on a planned unix socket', async () => {
    const path = (await tempProject()).path('own.sock');
    const app = await host({ 'app.mjs': `import http from 'node:http'; http.createServer((q, s) => s.end('ok')).listen(3000)` }, { settings: { urls: plannedUrls(`http://unix:${path}`) } });
    expect(await app.address()).toBe(`http://unix:${path}`);
  });

  test('obeys its own abort signal', async () => {
    const source = `import http from 'node:http'; const stop = new AbortController();
      http.createServer().listen({ port: 3000, signal: stop.signal }, () => setImmediate(() => stop.abort()))`;
    const app = await host({ 'app.mjs': source }, { settings: { urls: plannedUrls('http://localhost:0') } });
    expect((await app.exit).code).toBe(0);
  });

  test('on further ports tells of the planned address first', async () => {
    const source = `import http from 'node:http';
      http.createServer((q, s) => s.end('app')).listen(3000); http.createServer((q, s) => s.end('metrics')).listen(0, '127.0.0.1')`;
    const app = await host({ 'app.mjs': source }, { settings: { urls: plannedUrls('http://localhost:0') } });
    await app.until(() => (app.events.filter(({ type }) => type === 'listening').length === 2 ? true : undefined), 'both');
    expect(await text(await app.address())).toBe('app');
  });

  test('and again after it was closed gets the same address', async () => {
    const port = await freePort();
    const source = `import http from 'node:http'; const server = http.createServer((q, s) => s.end('again'));
      server.listen(3000, () => server.close(() => server.listen(3000, () => process.send('again'))))`;
    const app = await host({ 'app.mjs': source }, { settings: { urls: plannedUrls(`http://localhost:${port}`) } });
    await app.until(() => app.messages.find((message) => message === 'again'), 'again');
    expect(await text(`http://[::1]:${port}`)).toBe('again');
  });

  test('in cluster workers is the business of the cluster', async () => {
    const port = await freePort();
    const source = `const cluster = require('node:cluster'); const http = require('node:http');
      if (cluster.isPrimary) cluster.fork().on('message', (m) => process.send(m));
      else http.createServer((q, s) => s.end('worker')).listen(${port}, '127.0.0.1', () => process.send('up'));`;
    const app = await host({ 'app.cjs': source });
    await app.until(() => app.messages.find((message) => message === 'up'), 'up');
    expect(await app.event('listening')).toMatchObject({ addresses: [`http://127.0.0.1:${port}`], by: 'app' });
    expect(await text(`http://127.0.0.1:${port}`)).toBe('worker');
  });
});
