import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, MODELS, modularProject, save, settingsOf, startBehindModule, type ModuleMews } from '../support/module-mews.ts';

const SECONDS_OF_KILLING = 20;
const MEBIBYTE = 1024 * 1024;

interface Outcome {
  readonly statuses: Map<number, number>;
  readonly slowest: number;
}

/** Clients that never pause, each request on a connection of its own or on a kept one; what became of all of them. */
function load(url: string, { until }: { readonly until: AbortSignal }): Promise<Outcome> {
  const statuses = new Map<number, number>();
  let slowest = 0;
  const note = (status: number, began: number): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    slowest = Math.max(slowest, performance.now() - began);
  };
  const loop = async (init: RequestInit): Promise<void> => {
    while (!until.aborted) {
      const began = performance.now();
      await fetch(url, init).then(async (response) => (await response.arrayBuffer(), note(response.status, began))).catch(() => note(0, began));
    }
  };
  const kept = Array.from({ length: 4 }, () => loop({}));
  const fresh = Array.from({ length: 4 }, () => loop({ headers: { Connection: 'close' } }));
  return Promise.all([...kept, ...fresh]).then(() => ({ statuses, slowest }));
}

test('out of process, killing the app every second loses what is in flight and nothing else: 502, and never a hang', async () => {
  const mews = await startBehindModule(await modularProject('outofprocess', { module: { rapidFailsPerMinute: 100 } }), []);
  await ask(mews.url);
  const stopping = new AbortController();
  const loading = load(mews.url, { until: stopping.signal });
  for (let second = 0; second < SECONDS_OF_KILLING; second++) {
    await pause(1000);
    const [pid] = mews.workers().slice(-1);
    try {
      process.kill(pid ?? 0, 'SIGKILL');
    } catch {
      // It has not started again yet.
    }
  }
  stopping.abort();
  const { statuses, slowest } = await loading;
  const failed = statuses.get(502) ?? 0;
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 502)).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(SECONDS_OF_KILLING);
  // Eight clients have eight requests in flight at most.
  expect(failed).toBeLessThanOrEqual(8 * SECONDS_OF_KILLING);
  expect(slowest).toBeLessThan(30_000);
  expect((await ask(mews.url)).status).toBe(200);
}, 120_000);

test('an app that answers half and dies cuts its client, and serves the next one', async () => {
  const main = `import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url !== '/half') return response.end('v0');
  response.writeHead(200, { 'Content-Length': 100 });
  response.write('half', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50));
}).listen(3000);`;
  const mews = await startBehindModule(await modularProject('outofprocess', { main }), []);
  const response = await fetch(`${mews.url}/half`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  await mews.event('workerEnded');
  expect((await ask(mews.url)).text).toBe('v0');
});

test('an app that accepts and never answers is told of with 502.3, and is not taken for dead', async () => {
  const main = `import { createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
let silent = 0;
createHttpServer((request, response) => { if (request.url === '/never') silent++; else response.end('silent ' + silent); }).listen(3000);`;
  const mews = await startBehindModule(await modularProject('outofprocess', { main, module: { requestTimeout: 1 } }), []);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${mews.url}/never`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
  expect((await ask(mews.url)).text).toBe('silent 20');
  expect(mews.workers()).toHaveLength(1);
});

/** Octets of memory of a process that are not shared with files. */
function memoryOf(pid: number): number {
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** The children of a process. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

test.skipIf(process.platform !== 'linux')('100 MiB go both ways at once, and the module\'s memory stays flat (Linux: /proc)', async () => {
  const main = `import { createServer } from 'node:http';
createServer((request, response) => { if (request.url === '/echo') request.pipe(response); else response.end('v0'); }).listen(3000);`;
  const mews = await startBehindModule(await modularProject('outofprocess', { main }), []);
  await ask(mews.url);
  const worker = mews.workers()[0] ?? 0;
  const front = childrenOf(mews.pid).find((pid) => pid !== worker && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('app-host')) ?? 0;
  const before = memoryOf(front);
  const size = 100 * MEBIBYTE;
  const outgoing = httpRequest(`${mews.url}/echo`, { method: 'POST', agent: false, headers: { 'Content-Length': size } });
  const chunk = Buffer.alloc(MEBIBYTE, 'x');
  const sending = (async () => {
    for (let sent = 0; sent < size; sent += chunk.length) if (!outgoing.write(chunk)) await once(outgoing, 'drain');
    outgoing.end();
  })();
  const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
  let [received, most] = [0, 0];
  for await (const data of response) {
    received += (data as Buffer).length;
    if (received % (5 * MEBIBYTE) < (data as Buffer).length) most = Math.max(most, memoryOf(front) - before);
  }
  await sending;
  expect(received).toBe(size);
  expect(most).toBeLessThan(60 * MEBIBYTE);
}, 90_000);

const SOCKETS = 2000;
const WEB_SOCKETS = `import { WebApplication } from 'mews';
const app = WebApplication.create();
app.useWebSockets();
app.use(async (context, next) => {
  if (!context.webSockets.isWebSocketRequest) return next();
  const socket = await context.webSockets.accept();
  socket.on('message', (data) => socket.send(process.pid + ' ' + data));
  await new Promise((resolve) => socket.on('close', resolve));
});
app.mapGet('/', () => 'v0');
export default app;`;

async function openSockets(mews: ModuleMews, count: number): Promise<WebSocket[]> {
  const url = mews.url.replace('http', 'ws');
  const sockets: WebSocket[] = [];
  const batch = 100;
  for (let opened = 0; opened < count; opened += batch) {
    const some = Array.from({ length: batch }, () => new WebSocket(`${url}/socket`, { perMessageDeflate: false }));
    sockets.push(...some);
    await Promise.all(some.map((socket) => once(socket, 'open')));
  }
  return sockets;
}

describe.each(MODELS)('%s', (model) => {
  test('2,000 WebSocket connections through a restart: each is told to come again, and can', async () => {
    const project = await modularProject(model, { main: WEB_SOCKETS, module: { shutdownTimeLimit: 2 } });
    const mews = await startBehindModule(project, ['--typecheck', 'off']);
    const sockets = await openSockets(mews, SOCKETS);
    onTestFinished(() => sockets.forEach((socket) => socket.terminate()));
    const closes = sockets.map((socket) => once(socket, 'close') as Promise<[number, Buffer]>);
    save(project, 'Properties/launchSettings.json', settingsOf(model, { shutdownTimeLimit: 2, environmentVariables: { NEW: 'new' } }));
    const codes = (await Promise.all(closes)).map(([code]) => code);
    expect(new Set(codes)).toEqual(new Set([1012]));
    await mews.nth('workerEnded', 1);
    const again = await openSockets(mews, SOCKETS);
    onTestFinished(() => again.forEach((socket) => socket.terminate()));
    const [last] = again.slice(-1);
    last?.send('hello');
    const [answer] = (await once(last as WebSocket, 'message')) as [Buffer];
    expect(String(answer)).toBe(`${mews.workers()[1]} hello`);
  }, 120_000);

  test('a client that connects and asks nothing wakes the app at most, and is in nobody\'s way', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    const { hostname, port } = new URL(mews.url);
    const silent = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    onTestFinished(() => silent.forEach((socket) => socket.destroy()));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect((await ask(mews.url)).text).toBe('v0');
  });

  test.skipIf(process.platform !== 'linux')('when the launcher is killed nothing is left (Linux: /proc)', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    await ask(mews.url);
    const children = childrenOf(mews.pid);
    mews.signal('SIGKILL');
    await mews.exited;
    const isGone = (pid: number): boolean => {
      try {
        return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return true;
      }
    };
    while (!children.every(isGone)) await pause(20);
    await expect(ask(mews.url)).rejects.toThrow();
  });
});

test('out of process, a module that is killed is replaced, and requests wait for it', async () => {
  const mews = await startBehindModule(await modularProject('outofprocess'), []);
  await ask(mews.url);
  const worker = mews.workers()[0] ?? 0;
  const front = childrenOf(mews.pid).find((pid) => pid !== worker && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('app-host')) ?? 0;
  process.kill(front, 'SIGKILL');
  await mews.eventually(() => mews.events().find(({ type, error }) => type === 'error' && (error as { code?: string }).code === 'MEWS4305'));
  expect((await ask(mews.url)).text).toBe('v0');
  expect(mews.workers()).toEqual([worker]);
});
