import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseBindingAddress } from '../../../src/foundation/addresses/parse-binding-address.ts';
import { canInherit, type RawHandle } from '../../../src/foundation/transport/raw-handle.ts';
import { PublicSockets } from '../../../src/launcher/activation/public-sockets.ts';
import { tempProject } from '../../support/temp-project.ts';

const address = (url: string) => parseBindingAddress(url, 'test');

function publicSockets(mode: 'inherit' | 'handover', onConnection: (socket: number, connection: RawHandle) => void = () => {}): PublicSockets {
  const sockets = new PublicSockets({ mode, onConnection });
  onTestFinished(() => sockets.close());
  return sockets;
}

test('sockets can be inherited on this system', () => {
  expect(canInherit).toBe(process.platform !== 'win32');
});

describe.each(['inherit', 'handover'] as const)('public sockets, to be had by %s', (mode) => {
  test('localhost is both loopbacks on one port, bound once however often it is asked for', async () => {
    const sockets = publicSockets(mode);
    await sockets.bind([address('http://localhost:0')]);
    const [v4, v6] = sockets.all;
    expect(v4?.lent.bound?.port).toBeGreaterThan(0);
    if (v6) expect(v6.lent.bound?.port).toBe(v4?.lent.bound?.port);
    const before = sockets.all.length;
    await sockets.bind([address('http://localhost:0')]);
    expect(sockets.all).toHaveLength(before);
  });

  test('two addresses with a free port are two sockets', async () => {
    const sockets = publicSockets(mode);
    await sockets.bind([address('http://127.0.0.1:0'), address('https://127.0.0.1:0')]);
    expect(new Set(sockets.all.map(({ lent }) => lent.bound?.port)).size).toBe(2);
  });

  test('what a process asks for beyond that is bound then, and is there for the next one', async () => {
    const sockets = publicSockets(mode);
    const first = await sockets.borrow({ host: '127.0.0.1', port: 0 }, 0);
    expect(await sockets.borrow({ host: '127.0.0.1', port: 0 }, 0)).toBe(first);
    expect(await sockets.borrow({ host: '127.0.0.1', port: 0 }, 1)).not.toBe(first);
    await expect(sockets.borrow({ host: '203.0.113.1', port: 0 }, 0)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  test('a unix socket whose file somebody has removed is bound anew', async () => {
    const project = await tempProject();
    const path = project.path('app.sock');
    const sockets = publicSockets(mode);
    await sockets.bind([address(`http://unix:${path}`)]);
    const [first] = sockets.all;
    const { rmSync } = await import('node:fs');
    rmSync(path);
    expect(await sockets.borrow({ host: path, port: -1 }, 0)).not.toBe(first);
    sockets.close();
    expect(existsSync(path)).toBe(false);
  });
});

test('in handover each connection is given away unread', async () => {
  let take: (connection: RawHandle) => void = () => {};
  const taken = new Promise<RawHandle>((resolve) => (take = resolve));
  const sockets = publicSockets('handover', (_, connection) => take(connection));
  await sockets.bind([address('http://127.0.0.1:0')]);
  const client = connect(sockets.all[0]?.lent.bound?.port ?? 0, '127.0.0.1');
  client.write('hello');
  const handle = await taken;
  const { Socket } = await import('node:net');
  const [text] = (await once(new Socket({ handle, readable: true, writable: true } as object), 'data')) as [Buffer];
  expect(text.toString()).toBe('hello');
  client.destroy();
});
