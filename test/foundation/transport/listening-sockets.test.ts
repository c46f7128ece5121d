import { once } from 'node:events';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseBindingAddress } from '../../../src/foundation/addresses/parse-binding-address.ts';
import { bindListeningSockets, type BindOptions, type ListeningSockets } from '../../../src/foundation/transport/listening-sockets.ts';
import { tempProject } from '../../support/temp-project.ts';

const greet = (socket: Socket): void => void socket.on('error', () => {}).end('hi');

async function bind(urls: string[], options: Partial<BindOptions> = {}): Promise<ListeningSockets> {
  const addresses = urls.map((url) => parseBindingAddress(url, 'test'));
  const sockets = await bindListeningSockets({ addresses, onConnection: greet, ...options });
  onTestFinished(() => sockets.close());
  return sockets;
}

async function holding(host: string, port = 0): Promise<{ port: number; server: Server }> {
  const server = createServer(greet).listen({ host, port, ipv6Only: true });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

async function freePort(): Promise<number> {
  const { server, port } = await holding('127.0.0.1');
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function said(where: { host: string; port: number } | { path: string }): Promise<string> {
  const socket = connect(where);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

function portOf(sockets: ListeningSockets, at = 0): number {
  return Number(new URL(sockets.addresses[at] ?? '').port);
}

describe('binding', () => {
  test('localhost listens on both loopbacks on the same port, also on a free one', async () => {
    const sockets = await bind(['http://localhost:0']);
    const port = portOf(sockets);
    expect(sockets.addresses).toEqual([`http://localhost:${port}`]);
    expect(await said({ host: '127.0.0.1', port })).toBe('hi');
    expect(await said({ host: '::1', port })).toBe('hi');
  });

  test.each(['http://*:0', 'http://+:0', 'http://[::]:0', 'http://example.com:0'])('%s listens on every interface, v4 and v6', async (url) => {
    const sockets = await bind([url]);
    expect(sockets.addresses).toEqual([`http://[::]:${portOf(sockets)}`]);
    expect(await said({ host: '127.0.0.1', port: portOf(sockets) })).toBe('hi');
    expect(await said({ host: '::1', port: portOf(sockets) })).toBe('hi');
  });

  test('several addresses are each told with their real ports, and connections with the address they came by', async () => {
    const seen: string[] = [];
    const sockets = await bind(['http://127.0.0.1:0', 'http://[::1]:0', 'http://0.0.0.0:0'], {
      onConnection: (socket, { host }) => {
        seen.push(host);
        greet(socket);
      },
    });
    expect(sockets.addresses).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), expect.stringMatching(/^http:\/\/\[::1\]:\d+$/), expect.stringMatching(/^http:\/\/0\.0\.0\.0:\d+$/)]);
    await said({ host: '127.0.0.1', port: portOf(sockets, 2) });
    await said({ host: '::1', port: portOf(sockets, 1) });
    expect(seen).toEqual(['0.0.0.0', '::1']);
  });

  test('close frees the ports when it returns, and may be called again', async () => {
    const sockets = await bind(['http://localhost:0']);
    const port = portOf(sockets);
    const closed = sockets.close();
    await holding('127.0.0.1', port);
    await holding('::1', port);
    await Promise.all([closed, sockets.close()]);
  });
});

describe('a taken port', () => {
  test.each(['127.0.0.1', '::1'])('on %s fails localhost, and names its holder', async (host) => {
    const { port } = await holding(host);
    const failing = bind([`http://localhost:${port}`], { describeHolder: (taken) => `somebody on ${taken}` });
    await expect(failing).rejects.toMatchObject({ code: 'MEWS3006', message: expect.stringMatching(`http://localhost:${port}: address already in use by somebody on ${port}`) });
  });

  test('leaves none of the other addresses bound', async () => {
    const { port: taken } = await holding('127.0.0.1');
    const free = await freePort();
    await expect(bind([`http://localhost:${free}`, `http://127.0.0.1:${taken}`])).rejects.toMatchObject({ code: 'MEWS3006' });
    await holding('127.0.0.1', free);
    await holding('::1', free);
  });

  test('moves an address that may move to the next free one', async () => {
    const { port } = await holding('127.0.0.1');
    const sockets = await bind([`http://localhost:${port}`], { mayMove: true });
    expect(portOf(sockets)).toBeGreaterThan(port);
    expect(portOf(sockets)).toBeLessThanOrEqual(port + 100);
  });
});

test('an address of another machine is refused with the reason', async () => {
  await expect(bind(['http://192.0.2.1:0'])).rejects.toMatchObject({ code: 'MEWS3007', message: expect.stringContaining('EADDRNOTAVAIL') });
});

describe.skipIf(process.platform === 'win32')('a unix socket', () => {
  test('is its owner’s alone, and gone after the close', async () => {
    const path = (await tempProject()).path('app.sock');
    const sockets = await bind([`http://unix:${path}`]);
    expect(sockets.addresses).toEqual([`http://unix:${path}`]);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect(await said({ path })).toBe('hi');
    await sockets.close();
    expect(existsSync(path)).toBe(false);
  });

  test('that a crash left is replaced', async () => {
    const path = (await tempProject()).path('app.sock');
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`]);
    expect(lstatSync(path).isSocket()).toBe(true);
    await bind([`http://unix:${path}`]);
    expect(await said({ path })).toBe('hi');
  });

  test('that somebody serves is in use, and stays theirs', async () => {
    const path = (await tempProject()).path('app.sock');
    await bind([`http://unix:${path}`]);
    await expect(bind([`http://unix:${path}`])).rejects.toMatchObject({ code: 'MEWS3006' });
    expect(await said({ path })).toBe('hi');
  });

  test('never replaces a file of another kind', async () => {
    const project = await tempProject({ 'app.sock': 'precious' });
    await expect(bind([`http://unix:${project.path('app.sock')}`])).rejects.toMatchObject({ code: 'MEWS3007' });
    expect(readFileSync(project.path('app.sock'), 'utf8')).toBe('precious');
  });

  test('with too long a path is refused instead of cut', async () => {
    await expect(bind([`http://unix:/tmp/${'x'.repeat(110)}.sock`])).rejects.toMatchObject({ code: 'MEWS3007', message: expect.stringContaining('bytes') });
  });
});
