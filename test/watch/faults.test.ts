import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { watchMews, type WatchingMews } from '../support/watch-mews.ts';
import { versionSource } from './sources.ts';

const MAIN = `import http from 'node:http';
import { version } from './version.ts';
http.createServer((req, res) => {
  if (req.url === '/slow') setTimeout(() => res.end(version), 500);
  else if (req.url === '/pid') res.end(String(process.pid));
  else if (req.url === '/upload') { let size = 0; req.on('data', (chunk) => (size += chunk.length)).on('end', () => res.end(version + ' ' + size)); }
  else if (req.url === '/events') { res.writeHead(200, { 'Content-Type': 'text/event-stream' }); res.write('data: ' + version + '\\n\\n'); }
  else if (req.url === '/self') fetch('http://' + req.headers.host + '/').then((r) => r.text()).then((text) => setTimeout(() => res.end(version + ' calls ' + text), 300));
  else res.end(version);
}).listen(3000);
`;

async function plainApp(files: Record<string, string | object> = {}): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': MAIN, 'src/version.ts': versionSource(0), ...files });
}

async function watchPlain(project: TempProject, { env = {}, args = [] }: { env?: Record<string, string>; args?: readonly string[] } = {}): Promise<WatchingMews> {
  return watchMews(project, ['--urls', `http://127.0.0.1:${await freePort()}`, ...args], { env });
}

async function get(url: string): Promise<string> {
  return (await fetch(url, { headers: { Connection: 'close' } })).text();
}

describe('what does not work never replaces what works', () => {
  test('a syntax error, and back', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1`);
    const failed = await watching.nth('status', 1);
    expect(failed).toMatchObject({ isServing: true, report: { kind: 'buildFailed', code: 'MEWS2001', diagnostics: [{ severity: 'error', line: 1 }] } });
    expect(await get(watching.url)).toBe('v0');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
    expect((await watching.nth('status', 2))['report']).toBeNull();
  });

  test('a type error, with gate', async () => {
    const project = await plainApp({ 'tsconfig.json': { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [] } } });
    project.install('typescript', '@types/node');
    project.write('src/main.ts', `declare const process: { env: Record<string, string> };\nimport { version } from './version.ts';\nexport default { fetch: () => new Response(version) };\n`);
    project.write('tsconfig.json', { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [] } });
    const watching = await watchPlain(project, { args: ['--typecheck', 'gate'] });
    watching.edit('src/version.ts', `export const version: number = 'v1';\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'typecheckFailed' } });
    expect(await get(watching.url)).toBe('v0');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
  });

  test('a throw on import', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1';\nthrow new Error('not today');\n`);
    const { report } = (await watching.nth('status', 1)) as unknown as { report: { message: string; location: { file: string; line: number }; stack: string } };
    expect(report).toMatchObject({ kind: 'crashed', location: { line: 2 } });
    expect(report.message).toContain('not today');
    expect(report.stack).toContain('version.ts');
    expect(await get(watching.url)).toBe('v0');
  });

  test('an app that never listens', async () => {
    const watching = await watchPlain(await plainApp(), { env: { MEWS_HOLD_TIMEOUT: '1500' } });
    watching.edit('src/main.ts', `setInterval(() => {}, 1000);\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'neverListens' } });
    expect(await get(watching.url)).toBe('v0');
  });

  test('an app that ends at once', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1';\nprocess.exit(0);\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'exited' } });
    expect(await get(watching.url)).toBe('v0');
  });

  test('a dist that cannot be written', async () => {
    const project = await plainApp();
    const watching = await watchPlain(project);
    rmSync(project.path('dist'), { recursive: true });
    project.write('dist', 'a file where a folder should be');
    watching.edit('src/version.ts', versionSource(1));
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { code: 'MEWS2006' } });
    expect(await get(watching.url)).toBe('v0');
    rmSync(project.path('dist'));
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
  });
});

describe('what is in flight', () => {
  test('an upload of 100 MiB is finished by the version that began it', async () => {
    const watching = await watchPlain(await plainApp());
    const size = 100 * 1024 * 1024;
    const upload = request(`${watching.url}/upload`, { method: 'POST', headers: { 'Content-Length': size } });
    const answered = once(upload, 'response');
    const half = Buffer.alloc(size / 2);
    await new Promise((resolve) => upload.write(half, resolve));
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    upload.end(half);
    const [response] = await answered;
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).toBe(`v0 ${size}`);
    expect(await get(watching.url)).toBe('v1');
  });

  test('an event stream is kept to the deadline, then ended so that its client comes again', async () => {
    const watching = await watchPlain(await plainApp(), { env: { MEWS_DRAIN_TIMEOUT: '500' } });
    const response = await fetch(`${watching.url}/events`);
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('v0');
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    // A clean end, not an error.
    expect((await reader?.read())?.done).toBe(true);
    expect(await watching.nth('drainEnded', 1)).toMatchObject({ cut: 0 });
    expect(await get(watching.url)).toBe('v1');
  });

  test('a WebSocket is closed at the deadline with 1012: come again', async () => {
    const project = await plainApp();
    project.install('ws');
    project.write('src/main.ts', `import http from 'node:http';\nimport { WebSocketServer } from 'ws';\nimport { version } from './version.ts';\nconst server = http.createServer((_, res) => res.end(version));\nnew WebSocketServer({ server }).on('connection', (socket) => { socket.send(version); socket.on('message', (data) => socket.send(version + ' ' + data)); });\nserver.listen(3000);\n`);
    const watching = await watchPlain(project, { env: { MEWS_DRAIN_TIMEOUT: '500' } });
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(watching.url.replace('http', 'ws'));
    expect(String((await once(socket, 'message'))[0])).toBe('v0');
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    socket.send('still here');
    expect(String((await once(socket, 'message'))[0])).toBe('v0 still here');
    expect((await once(socket, 'close'))[0]).toBe(1012);
  });

  test('an app that calls itself while it makes way is answered', async () => {
    const watching = await watchPlain(await plainApp());
    const calls = Array.from({ length: 10 }, () => get(`${watching.url}/self`));
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    for (const answer of await Promise.all(calls)) expect(answer).toMatch(/^v[01] calls v[01]$/);
  });
});

describe('processes', () => {
  test('one that is killed under load costs its requests in flight and nothing else', async () => {
    const watching = await watchPlain(await plainApp());
    const load = steadyLoad(watching.url, { kept: 0, fresh: 3, slow: 0 });
    await load.sees(0);
    const pid = Number(await get(`${watching.url}/pid`));
    process.kill(pid, 'SIGKILL');
    await watching.nth('restarting', 1);
    expect(Number(await get(`${watching.url}/pid`))).not.toBe(pid);
    const { failures } = await load.stop();
    // Three clients, one request each in flight.
    expect(failures.length).toBeLessThanOrEqual(3);
    for (const failure of failures) expect(failure).toMatch(/ECONNRESET|socket hang up|EPIPE/);
  });

  test('one that keeps dying is started more and more slowly, and at once by the next edit', async () => {
    const project = await plainApp({ 'src/main.ts': `import http from 'node:http';\nimport { version } from './version.ts';\nhttp.createServer((_, res) => res.end(version)).listen(3000, () => { if (version === 'v0') setTimeout(() => { throw new Error('again'); }, 50); });\n` });
    const watching = await watchPlain(project);
    const pauses = [1, 2, 3].map((count) => watching.nth('restarting', count));
    expect((await Promise.all(pauses)).map(({ pauseMilliseconds }) => pauseMilliseconds)).toEqual([0, 250, 500]);
    watching.edit('src/version.ts', versionSource(1));
    await watching.when(({ type, cause }) => type === 'swapped' && String(cause).includes('version.ts'));
    expect(await get(watching.url)).toBe('v1');
  });

  test('one that does not want to end is ended', async () => {
    const project = await plainApp();
    project.write('src/main.ts', `${MAIN}\nprocess.on('SIGTERM', () => console.error('no'));\n`);
    const watching = await watchPlain(project);
    const pid = Number(await get(`${watching.url}/pid`));
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
    expect(await get(watching.url)).toBe('v1');
  });

  test('one that needs a port the running one holds is started when that has ended, and so from then on', async () => {
    const other = await freePort();
    const project = await plainApp();
    project.write('src/main.ts', `import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(${other}, '127.0.0.1');\n${MAIN}`);
    const watching = await watchPlain(project);
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v1');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 2);
    expect(await get(watching.url)).toBe('v2');
    expect(watching.events().filter(({ type, text }) => type === 'note' && String(text).includes('"swap": "sequential"'))).toHaveLength(1);
  });

  test('"swap": "sequential" ends the running one first, and connections wait', async () => {
    const port = await freePort();
    const project = await plainApp({ 'Properties/launchSettings.json': { profiles: { app: { commandName: 'Project', swap: 'sequential', applicationUrl: `http://127.0.0.1:${port}` } } } });
    const watching = await watchMews(project);
    const load = steadyLoad(watching.url, { kept: 2, fresh: 2, slow: 1 });
    await load.sees(0);
    watching.edit('src/version.ts', versionSource(1));
    await load.sees(1);
    const { failures, stale } = await load.stop();
    expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
  });

  test('an edit while the next version is being made makes one for both', async () => {
    const watching = await watchPlain(await plainApp());
    for (let edit = 1; edit <= 40; edit++) watching.edit('src/version.ts', versionSource(edit));
    await watching.when(({ type }) => type === 'swapped');
    await expect.poll(() => get(watching.url)).toBe('v40');
    expect(watching.events().filter(({ type }) => type === 'swapped').length).toBeLessThanOrEqual(3);
  });
});

test('connections that come while nothing is ready wait for the first version', async () => {
  const project = await plainApp({ 'src/version.ts': `await new Promise((resolve) => setTimeout(resolve, 3000));\n${versionSource(0)}` });
  const port = await freePort();
  const { watchUnready } = await import('../support/watch-mews.ts');
  watchUnready(project, ['--urls', `http://127.0.0.1:${port}`]);
  // From the moment that the first process has booted; its app takes a second more to listen.
  const socket = await expect.poll(() => connected(port), { interval: 20, timeout: 20_000 }).not.toBeUndefined().then(() => connected(port));
  if (!socket) throw new Error('nobody listens');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/v0/);
});

async function connected(port: number): Promise<Socket | undefined> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => socket,
    () => undefined,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
