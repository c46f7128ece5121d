import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { runMews, startMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

/** Each waits for a line on stdin before it is served: what the launch has looked at before may have changed by then. */
const WAIT = `import { once } from 'node:events';\nconsole.log('waiting');\nawait once(process.stdin, 'data');\nprocess.stdin.unref();\n`;

const KINDS = {
  'an exported app': `${WAIT}export default { fetch: () => new Response('answer') };`,
  'a program that listens by itself': `${WAIT}import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('answer')).listen(3000);`,
} as const;

async function listenOn(port: number, host = '127.0.0.1'): Promise<Server> {
  const server = createServer().listen(port, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const HOLDER = new RegExp(`already in use by pid ${process.pid} \\(\\S.*\\)`);

test('an address somebody wrote that is taken is refused before the build, naming who holds it', async () => {
  const taken = portOf(await listenOn(0));
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': KINDS['an exported app'] });
  const { code, stderr, stdout } = await runMews(['run', '--urls', `http://127.0.0.1:${taken}`], { cwd: root });
  expect(stderr).toMatch(new RegExp(`^error MEWS3006: Failed to bind to address http://127\\.0\\.0\\.1:${taken}: address ${HOLDER.source}`, 'm'));
  expect(stderr).toMatch(/^hint: /m);
  expect(stderr).not.toContain('Build');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('localhost is taken when one of the loopbacks is', async () => {
  const taken = portOf(await listenOn(0, '::1'));
  const { root } = await tempProject({ 'main.mjs': KINDS['an exported app'] });
  const { code, stderr } = await runMews(['run', 'main.mjs', '--urls', `http://localhost:${taken}`], { cwd: root });
  expect(stderr).toMatch(/^error MEWS3006: /m);
  expect(code).toBe(1);
});

describe.each(Object.entries(KINDS))('an address that is taken between the build and the bind: %s', (_, source) => {
  test('all or nothing: the first address is free again, and the holder is named', async () => {
    const [free, taken] = [await freePort(), await freePort()];
    const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
    const mews = startMews(['run', '--urls', `http://127.0.0.1:${free};http://127.0.0.1:${taken}`], { cwd: root, stdin: 'pipe' });
    await mews.printed(/waiting/);
    await listenOn(taken);
    mews.type('go\n');
    const { code, stderr } = await mews.exited;
    expect(stderr).toMatch(new RegExp(`^error MEWS3006: Failed to bind to address http://127\\.0\\.0\\.1:${taken}: address ${HOLDER.source}`, 'm'));
    expect(stderr).not.toContain('Now listening');
    expect(code).toBe(1);
    await listenOn(free);
  });
});

test('an app that handles the failure of its listen() is left to it', async () => {
  const taken = portOf(await listenOn(0));
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import { createServer } from 'node:http';\ncreateServer().on('error', ({ code, port }) => { console.log(code, port); process.exitCode = 8; }).listen(${taken}, '127.0.0.1');`,
  });
  const { code, stdout, stderr } = await runMews(['run'], { cwd: root });
  expect({ code, stdout }).toEqual({ code: 8, stdout: `EADDRINUSE ${taken}\n` });
  expect(stderr).not.toContain('error');
});

test('a port of its own that an app finds taken is told as an address, with who holds it', async () => {
  const taken = portOf(await listenOn(0));
  const { root } = await tempProject({ 'main.mjs': `import { createServer } from 'node:http';\ncreateServer().listen(${taken}, '127.0.0.1');` });
  const { code, stderr } = await runMews(['run', 'main.mjs'], { cwd: root });
  expect(stderr).toMatch(new RegExp(`^error MEWS3006: Failed to bind to address http://127\\.0\\.0\\.1:${taken}: address ${HOLDER.source}`, 'm'));
  expect(code).toBe(1);
});
