import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { hostSource } from '../support/host-source.ts';

const host = hostSource();

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe('the shutdown', () => {
  const slow = `(q, s) => { s.writeHead(200); s.write('a'); console.log('begun'); process.once('message', () => s.end('b')) }`;

  test.each([
    ['of an exported app', `export default ${slow}`, 0],
    ['of an app that listens by itself', `import http from 'node:http'; http.createServer(${slow}).listen(3000)`, 143],
  ])('%s lets a request in flight finish, and no new one begin', async (_name, source, code) => {
    const app = await host({ 'app.mjs': source });
    const address = await app.address();
    const answer = text(address);
    await app.until(() => (app.output.includes('begun') ? true : undefined), 'begun');
    app.shutdown('SIGTERM');
    await refused(address);
    app.child.send('finish');
    expect(await answer).toBe('ab');
    expect((await app.exit).code).toBe(code);
  });

  test('ends an idle keep-alive connection at once', async () => {
    const app = await host({ 'app.mjs': `export default (q, s) => s.end('ok')` });
    const { port } = new URL(await app.address());
    const unused = connect(Number(port), '127.0.0.1');
    const used = connect(Number(port), '127.0.0.1');
    used.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(used, 'data');
    app.shutdown('SIGTERM');
    await Promise.all([once(unused, 'close'), once(used, 'close')]);
    expect((await app.exit).code).toBe(0);
  });

  test('does not wait for a connection that speaks another protocol by now', async () => {
    const source = `import http from 'node:http'; http.createServer().on('upgrade', (q, s) => s.write('HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n')).listen(3000)`;
    const app = await host({ 'app.mjs': source });
    const { port } = new URL(await app.address());
    const upgraded = connect(Number(port), '127.0.0.1');
    upgraded.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await once(upgraded, 'data');
    const askedAt = performance.now();
    app.shutdown('SIGTERM');
    expect((await app.exit).code).toBe(143);
    expect(performance.now() - askedAt).toBeLessThan(3000);
  });

  test('leaves the work to an app that has a handler for the signal', async () => {
    const app = await host({ 'app.mjs': `import http from 'node:http'; const server = http.createServer().listen(3000); process.on('SIGINT', (name) => { console.log('bye ' + name); process.exit(9) })` });
    await app.event('listening');
    app.shutdown('SIGINT');
    expect((await app.exit).code).toBe(9);
    expect(app.output).toContain('bye SIGINT');
  });

  test('of a program that serves nothing is immediate', async () => {
    const app = await host({ 'app.mjs': `setInterval(() => {}, 1000)` });
    await app.event('loaded');
    app.shutdown('SIGINT');
    expect((await app.exit).code).toBe(130);
  });

  test('asked for twice does not wait for a handler that never ends', async () => {
    const app = await host({ 'app.mjs': `import http from 'node:http'; http.createServer().listen(3000); process.on('SIGTERM', () => {})` });
    await app.event('listening');
    app.shutdown('SIGTERM');
    app.shutdown('SIGTERM');
    expect((await app.exit).code).toBe(143);
  });
});

async function refused(address: string): Promise<void> {
  for (;;) {
    const isRefused = await new Promise<boolean>((resolve) => {
      request(address, { agent: false }, (response) => response.destroy()).on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED')).on('response', () => resolve(false)).end();
    });
    if (isRefused) return;
  }
}
