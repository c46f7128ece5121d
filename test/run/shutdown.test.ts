import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { startListening, startMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const HTTP = `import { createServer } from 'node:http';`;

const APPS = {
  'a mews app': `import { WebApplication } from 'mews';
    const app = WebApplication.create();
    app.mapGet('/slow', async () => { console.log('in flight'); await new Promise((resolve) => app.lifetime.on('stopping', () => setTimeout(resolve, 20))); return 'whole'; });
    export default app;`,
  'a fetch app': `export default { fetch: async () => { console.log('in flight'); await new Promise((resolve) => setTimeout(resolve, 150)); return new Response('whole'); } };`,
  'an app that listens by itself': `${HTTP}\ncreateServer((q, s) => { console.log('in flight'); setTimeout(() => s.end('whole'), 150); }).listen(3000);`,
} as const;

const CODES = {
  'a mews app': { SIGINT: 0, SIGTERM: 0 },
  'a fetch app': { SIGINT: 0, SIGTERM: 0 },
  'an app that listens by itself': { SIGINT: 130, SIGTERM: 143 },
} as const;

async function start(source: string, urls = 'http://127.0.0.1:0') {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
  return startListening(['--urls', urls], { cwd: root });
}

async function isFree(url: string): Promise<boolean> {
  const { port } = new URL(url);
  const server = createServer();
  const free = new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen({ port: Number(port), host: '127.0.0.1', exclusive: true }, () => resolve(true)));
  return free.finally(() => server.close());
}

function slowly(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${url}/slow`, { agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text)).on('error', reject);
    }).on('error', reject);
  });
}

describe.each(Object.keys(APPS) as (keyof typeof APPS)[])('%s', (kind) => {
  test.each(['SIGINT', 'SIGTERM'] as const)('finishes the request in flight after %s, and then ends', async (signal) => {
    const mews = await start(APPS[kind]);
    const answer = slowly(mews.url);
    await mews.printed(/in flight/);
    mews.signal(signal);
    expect(await answer).toBe('whole');
    const { code, stderr } = await mews.exited;
    expect(code).toBe(CODES[kind][signal]);
    expect(stderr).toMatch(/Application is shutting down\.\.\.\n$/);
    expect(await isFree(mews.url)).toBe(true);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('an app with a handler of its own for %s ends as it wants', async (signal) => {
  const mews = await start(`${HTTP}\nconst server = createServer((q, s) => s.end()).listen(3000);\nprocess.once('${signal}', (name, number) => { console.log('bye', name, number); server.close(() => process.exit(42)); });`);
  mews.signal(signal);
  const { code, stdout } = await mews.exited;
  expect({ code, stdout }).toEqual({ code: 42, stdout: `bye ${signal} ${signal === 'SIGINT' ? 2 : 15}\n` });
});

test('a handler that lets the app end by itself gives its exit code', async () => {
  const mews = await start(`${HTTP}\nconst server = createServer((q, s) => s.end()).listen(3000);\nprocess.once('SIGINT', () => { server.close(); process.exitCode = 6; });`);
  mews.signal('SIGINT');
  expect(await mews.exited).toMatchObject({ code: 6 });
});

test('a script that does not listen is interrupted as a shell would', async () => {
  const { root } = await tempProject({ 'main.mjs': `console.log('busy');\nsetInterval(() => {}, 1000);` });
  const mews = startMews(['run', 'main.mjs'], { cwd: root });
  await mews.printed(/busy/);
  mews.signal('SIGINT');
  expect(await mews.exited).toMatchObject({ code: 130, signal: null });
});

test('a stop while the build runs starts nothing', async () => {
  const { root } = await tempProject({ 'package.json': { type: 'module', mews: { build: 'echo building; sleep 30', entry: 'main.js' } }, 'main.js': `console.log('never');` });
  const mews = startMews(['run'], { cwd: root });
  await mews.said(/building/);
  mews.signal('SIGINT');
  const { code, stdout } = await mews.exited;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});

describe('an app that will not stop', () => {
  const DEAF = `${HTTP}\nfor (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log('heard', name));\ncreateServer((q, s) => s.end()).listen(3000);`;

  test('is gone at once after the second signal', async () => {
    const mews = await start(DEAF);
    const begun = performance.now();
    mews.signal('SIGINT');
    await mews.printed(/heard SIGINT/);
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 130 });
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(await isFree(mews.url)).toBe(true);
  });

  test('is gone after five seconds', async () => {
    const mews = await start(DEAF);
    const begun = performance.now();
    mews.signal('SIGTERM');
    expect(await mews.exited).toMatchObject({ code: 143 });
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(4000);
    expect(took).toBeLessThan(6500);
    expect(await isFree(mews.url)).toBe(true);
  });

  test('even when its event loop is blocked', async () => {
    const { root } = await tempProject({ 'main.mjs': `process.stdout.write('blocked\\n', () => { for (;;); });` });
    const mews = startMews(['run', 'main.mjs'], { cwd: root });
    await mews.printed(/blocked/);
    mews.signal('SIGINT');
    await mews.said(/shutting down/);
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 130 });
  });
});

test('a keep-alive connection that idles does not hold the app', async () => {
  const mews = await start(APPS['a fetch app']);
  const { port } = new URL(mews.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  const begun = performance.now();
  mews.signal('SIGINT');
  expect(await mews.exited).toMatchObject({ code: 0 });
  expect(performance.now() - begun).toBeLessThan(2000);
  socket.destroy();
});
