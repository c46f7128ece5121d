import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtLibrary } from '../support/built-library.ts';
import { makeCertificate } from '../support/certificates.ts';
import { askHttps } from '../support/https-client.ts';
import { tempProject } from '../support/temp-project.ts';

const built = builtLibrary();

async function run(source: string, env: Record<string, string>) {
  const project = await tempProject({ 'app.mjs': `import { WebApplication } from '${built.library}'; ${source}` });
  const child = spawn(process.execPath, [project.path('app.mjs')], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  let said = '';
  const listening = new Promise<string>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Application started.')) resolve(/Now listening on: (\S+)/.exec(said)?.[1] ?? '');
    });
  });
  return { child, exit, listening, said: () => said };
}

const APP = `const app = WebApplication.create(); app.mapGet('/', () => 'hi'); await app.run();`;

test.skipIf(process.platform === 'win32')('a WebApplication without a launcher listens on MEWS_URLS, and ends gracefully at a signal', async () => {
  const { child, exit, listening } = await run(APP, { MEWS_URLS: 'http://localhost:0', ASPNETCORE_URLS: 'nonsense' });
  const url = await listening;
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await (await fetch(url)).text()).toBe('hi');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('a bad address names the variable it comes from', async () => {
  const { exit, said } = await run(APP, { MEWS_URLS: '', ASPNETCORE_URLS: 'nonsense' });
  expect(await exit).toEqual([1, null]);
  expect(said()).toContain(`Invalid URL 'nonsense' (from ASPNETCORE_URLS)`);
});

/** Starts `source` as systemd does: with listening sockets from descriptor 3 on, and LISTEN_PID its own. */
async function runActivated(source: string, names: readonly string[]) {
  const project = await tempProject({ 'app.mjs': `import { WebApplication } from '${built.library}'; ${source}` });
  const servers = await Promise.all(names.map(async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  const descriptors = servers.map((server) => (server as unknown as { _handle: { fd: number } })._handle.fd);
  const env = { ...process.env, LISTEN_FDS: String(names.length), LISTEN_FDNAMES: names.join(':') };
  const child = spawn('sh', ['-c', `LISTEN_PID=$$ exec "${process.execPath}" app.mjs`], { cwd: project.root, env, stdio: ['ignore', 'pipe', 'pipe', ...descriptors] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for (const server of servers) server.close();
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Application started.')) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return { ports, said };
}

describe.skipIf(process.platform === 'win32')('a WebApplication that inherits listening sockets', () => {
  test('serves on them, and tells their addresses', async () => {
    const { ports, said } = await runActivated(APP, ['web', 'admin']);
    expect([...said.matchAll(/Now listening on: (\S+)/g)].map(([, url]) => url)).toEqual(ports.map((port) => `http://127.0.0.1:${port}`));
    for (const port of ports) expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hi');
  });

  test('may say in code what is served there', async () => {
    const { cert, key } = await makeCertificate({ names: ['inherited'] });
    const configured = `const app = WebApplication.create({ kestrel: (kestrel) => kestrel.useSystemd({ https: { certificate: ${JSON.stringify({ cert, key })} } }) }); app.mapGet('/', () => 'hi'); await app.run();`;
    const { ports } = await runActivated(configured, ['web']);
    expect(await askHttps(`https://127.0.0.1:${ports[0]}`)).toMatchObject({ text: 'hi', commonName: 'inherited' });
  });

  test('may name a descriptor itself', async () => {
    const { ports } = await runActivated(`const app = WebApplication.create().configureKestrel((kestrel) => kestrel.listenHandle(4)); app.mapGet('/', () => 'hi'); await app.run();`, ['no', 'yes']);
    expect(await (await fetch(`http://127.0.0.1:${ports[1]}`)).text()).toBe('hi');
  });
});

test('a descriptor that is no listening socket is refused', async () => {
  const { exit, said } = await run(`await WebApplication.create().configureKestrel((kestrel) => kestrel.listenHandle(97)).run();`, {});
  expect(await exit).toEqual([1, null]);
  expect(said()).toContain('Failed to bind to address http://<file handle> 97');
});

test('endpoints of code replace MEWS_URLS, with a warning; bad limits end the start', async () => {
  const { listening, said } = await run(`const app = WebApplication.create().configureKestrel((kestrel) => kestrel.listen('127.0.0.1', 0)); await app.run();`, { MEWS_URLS: 'http://localhost:0' });
  expect(await listening).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(said()).toContain(`warning: Overriding address(es) 'http://localhost:0'.`);
  const bad = await run(`await WebApplication.create().configureKestrel((kestrel) => { kestrel.limits = { maxRequestLineSize: 0 } }).run();`, {});
  expect(await bad.exit).toEqual([1, null]);
  expect(bad.said()).toContain('Value must be a positive number. (maxRequestLineSize is 0)');
});

const NEVER_STARTED = 'warning: A WebApplication was created but never started';

describe('a WebApplication that nobody starts', () => {
  test('is told of, once, when the process ends with nothing to do', async () => {
    const { exit, said } = await run(`export default WebApplication.create(); WebApplication.create();`, {});
    expect(await exit).toEqual([0, null]);
    expect(said().split(NEVER_STARTED)).toHaveLength(2);
    expect(said()).toContain(`'await app.run()'`);
  });

  test.each([
    ['another one is started', `WebApplication.create(); const app = WebApplication.create(); await app.start(); await app.stop(0);`],
    ['its start has failed', `const app = WebApplication.create().configureKestrel((kestrel) => kestrel.listenHandle(97)); await app.start().catch(() => {});`],
    ['it was started before another one was made', `const app = WebApplication.create(); await app.start(); await app.stop(0); WebApplication.create();`],
    ['there is none', `typeof WebApplication;`],
  ])('is no matter when %s', async (_, source) => {
    const { exit, said } = await run(source, { MEWS_URLS: 'http://127.0.0.1:0' });
    expect(await exit).toEqual([0, null]);
    expect(said()).not.toContain(NEVER_STARTED);
  });

  test.skipIf(process.platform === 'win32')('is not told of at a signal while it runs', async () => {
    const { child, exit, listening, said } = await run(APP, { MEWS_URLS: 'http://127.0.0.1:0' });
    await listening;
    child.kill('SIGTERM');
    await exit;
    expect(said()).not.toContain(NEVER_STARTED);
  });
});
