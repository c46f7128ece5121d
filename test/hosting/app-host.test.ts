import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { hostSource } from '../support/host-source.ts';
import { plannedUrls } from '../support/hosted-app.ts';

const host = hostSource();

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

const LIBRARY = { settings: { resolveMews: true } };

describe('what an app exports is served', () => {
  test.each(['export default app', 'await app.run()', 'app.run()', 'await app.start()'])('a WebApplication: %s', async (ending) => {
    const app = await host(
      { 'app.mjs': `import { WebApplication } from 'mews'; const app = WebApplication.create(); app.mapGet('/:name', (c) => 'hello ' + c.request.params.name + app.environment); ${ending}` },
      LIBRARY,
    );
    expect(await text(`${await app.address()}/you`)).toBe('hello youDevelopment');
    expect((await app.event('listening')).by).toBe('server');
    app.shutdown('SIGINT');
    expect(await app.exit).toEqual({ code: 0, signal: null });
  });

  test('a WebApplication of CommonJS', async () => {
    const app = await host({ 'app.cjs': `const { WebApplication } = require('mews'); const app = WebApplication.create(); app.mapGet('/', () => ({ main: require.main === module })); module.exports = app;` }, LIBRARY);
    expect(await text(await app.address())).toBe('{"main":true}');
  });

  test('a WebApplication keeps the planned addresses from an http server beside it', async () => {
    const app = await host({
      'app.mjs': `import { WebApplication } from 'mews'; import http from 'node:http';
        const app = WebApplication.create(); app.mapGet('/', () => 'app');
        http.createServer((q, s) => s.end('metrics')).listen(0, '127.0.0.1'); export default app;`,
    }, { settings: { resolveMews: true, urls: plannedUrls('http://localhost:0') } });
    const byServer = await app.until(() => app.events.find((event) => event.type === 'listening' && event.by === 'server'), 'server');
    expect(byServer).toMatchObject({ addresses: [expect.stringMatching(/^http:\/\/localhost:\d+$/)] });
  });

  test.each([
    ['fetch object', { 'app.mjs': `export default { fetch: (request) => new Response(request.method + new URL(request.url).pathname) }` }],
    ['fetch object of CommonJS', { 'app.cjs': `module.exports = { fetch: (request) => new Response(request.method + new URL(request.url).pathname) }` }],
    ['compiled CommonJS', { 'app.cjs': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { fetch: (request) => new Response(request.method + new URL(request.url).pathname) }` }],
    ['Hono', { 'app.mjs': `import { Hono } from 'hono'; const app = new Hono(); app.get('/x', (c) => c.text('GET' + c.req.path)); export default app` }],
    ['(req, res)', { 'app.mjs': `export default (req, res) => res.end(req.method + req.url)` }],
    ['Express', { 'app.mjs': `import express from 'express'; const app = express(); app.get('/x', (q, s) => s.send('GET' + q.path)); export default app` }],
    ['Express of CommonJS', { 'app.cjs': `const app = require('express')(); app.get('/x', (q, s) => s.send('GET' + q.path)); module.exports = app` }],
    ['Koa', { 'app.mjs': `import Koa from 'koa'; const app = new Koa(); app.use((c) => { c.body = c.method + c.path }); export default app` }],
    ['Koa callback', { 'app.mjs': `import Koa from 'koa'; const app = new Koa(); app.use((c) => { c.body = c.method + c.path }); export default app.callback()` }],
    ['Fastify', { 'app.mjs': `import Fastify from 'fastify'; const app = Fastify(); app.get('/x', (q) => q.method + q.url); export default app` }],
  ] as [string, Record<string, string>][])('%s', async (_name, files) => {
    const app = await host(files, { install: ['hono', 'express', 'koa', 'fastify'] });
    expect(await text(`${await app.address()}/x`)).toBe('GET/x');
    app.shutdown('SIGTERM');
    expect((await app.exit).code).toBe(0);
  });

  test('an app that exports itself and listens later hands the addresses to its own server', async () => {
    const app = await host({
      'app.mjs': `import http from 'node:http'; const app = (q, s) => s.end('exported'); export default app;
        process.on('message', () => http.createServer((q, s) => s.end('own')).listen(3000, () => process.send('up')));`,
    }, { settings: { urls: plannedUrls(`http://127.0.0.1:${await freePort()}`) } });
    const address = await app.address();
    expect(await text(address)).toBe('exported');
    app.child.send('go');
    await app.until(() => app.messages.find((message) => message === 'up'), 'up');
    expect(await text(address)).toBe('own');
  });

  test('an app error before the answer is 500 and shown, and the app lives on', async () => {
    const app = await host({ 'app.mjs': `export default { fetch(request) { if (request.url.endsWith('/bad')) throw new Error('oh no'); return new Response('fine') } }` });
    const address = await app.address();
    expect((await fetch(`${address}/bad`)).status).toBe(500);
    expect(await text(address)).toBe('fine');
    await app.until(() => (app.output.includes('oh no') ? true : undefined), 'oh no');
  });
});

describe('the start fails', () => {
  test('on a taken address, with the process that holds it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const app = await host({ 'app.mjs': `export default (req, res) => res.end()` }, { settings: { urls: plannedUrls(`http://127.0.0.1:${port}`) } });
    const { error } = await app.event('startFailed');
    expect(error).toMatchObject({ code: 'MEWS3006', message: expect.stringContaining(`http://127.0.0.1:${port}`) });
    if (process.platform === 'linux') expect(error.message).toContain(`${process.pid}`);
    expect((await app.exit).code).toBe(1);
  });

  test('on https without any certificate', async () => {
    const noCertificate = { Kestrel: { Certificates: { Default: { Path: 'missing.pem' } } } };
    const files = { 'app.mjs': `export default (req, res) => res.end()`, 'appsettings.json': JSON.stringify(noCertificate) };
    const app = await host(files, { settings: { urls: plannedUrls('https://localhost:0') } });
    expect((await app.event('startFailed')).error).toMatchObject({ code: 'MEWS3201', message: expect.stringContaining('missing.pem') });
    expect((await app.exit).code).toBe(1);
  });

  test('on an unknown server', async () => {
    const app = await host({ 'app.mjs': `export default (req, res) => res.end()` }, { settings: { server: 'kestrl' } });
    expect((await app.event('startFailed')).error).toMatchObject({ code: 'MEWS4001', hint: expect.stringContaining(`'kestrel'`) });
    expect((await app.exit).code).toBe(1);
  });

  test.each([
    ['ESM', { 'app.mjs': `throw new TypeError('boom')` }],
    ['CommonJS', { 'app.cjs': `throw new TypeError('boom')` }],
    ['a rejection', { 'app.mjs': `Promise.reject(new TypeError('boom'))` }],
  ] as [string, Record<string, string>][])('with a crash of the app: %s', async (_name, files) => {
    const app = await host(files);
    const crashed = await app.event('crashed');
    expect(crashed).toMatchObject({ name: 'TypeError', message: 'boom', stack: expect.stringContaining('app.') });
    expect((await app.exit).code).toBe(1);
    expect(app.events.filter(({ type }) => type === 'crashed')).toHaveLength(1);
  });

  test('not because of an error that the app handles itself', async () => {
    const app = await host({ 'app.mjs': `process.on('uncaughtException', () => { process.exitCode = 7 }); throw new Error('handled')` });
    expect((await app.exit).code).toBe(7);
    expect(app.events.map(({ type }) => type)).not.toContain('crashed');
  });
});

describe('a program', () => {
  test('that only runs ends with its own exit code and argv', async () => {
    const app = await host({ 'app.mjs': `console.log(process.argv[1]); process.exitCode = 3` }, { settings: { sourceEntry: '/src/app.ts' } });
    expect((await app.exit).code).toBe(3);
    expect(app.output.trim()).toBe('/src/app.ts');
    expect(app.events).toEqual([{ type: 'loaded' }]);
  });

  test('that exports nothing mews can serve, and ends, is told so', async () => {
    const app = await host({ 'app.mjs': `export default function main() {}` });
    expect((await app.event('appWarning')).text).toContain(`a function 'main' of 0 parameters`);
    expect((await app.exit).code).toBe(0);
  });

  test('keeps its own messages, and sees none of ours', async () => {
    const app = await host({ 'app.mjs': `process.on('message', (m) => { process.send({ echo: m }); if (m === 'end') process.disconnect() }); process.send('ready')` });
    await app.until(() => app.messages.find((message) => message === 'ready'), 'ready');
    app.child.send('end');
    await app.exit;
    expect(app.messages).toEqual(['ready', { echo: 'end' }]);
  });

  test('that forks gets children without an app host', async () => {
    const app = await host({
      'app.cjs': `if (process.argv[2] === 'child') process.send('child ' + process.execArgv.join());
        else require('node:child_process').fork(__filename, ['child']).on('message', (m) => console.log(m));`,
    });
    expect((await app.exit).code).toBe(0);
    expect(app.output.trim()).toBe('child --enable-source-maps');
  });

  test('with workers runs them untouched', async () => {
    const app = await host({ 'app.cjs': `const { Worker, isMainThread } = require('node:worker_threads'); if (isMainThread) new Worker(__filename); else console.log('worker')` });
    expect((await app.exit).code).toBe(0);
    expect(app.output.trim()).toBe('worker');
  });
});
