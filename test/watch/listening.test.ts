import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { watchMews, watchUnready } from '../support/watch-mews.ts';
import { get, plainApp } from './plain-app.ts';
import { versionSource } from './sources.ts';

test('a planned address for which the app has no server refuses, as it would without watch', async () => {
  const [http, https] = [await freePort(), await freePort()];
  const watching = await watchMews(await plainApp(), ['--urls', `http://127.0.0.1:${http};https://127.0.0.1:${https}`]);
  expect(await get(watching.url)).toBe('v0');
  await expect.poll(() => connected(https), { timeout: 20_000 }).toBeUndefined();
  watching.edit('src/version.ts', versionSource(1));
  await watching.nth('swapped', 1);
  expect(await get(watching.url)).toBe('v1');
  expect(await connected(https)).toBeUndefined();
});

test('connections that come while nothing is ready wait for the first version', async () => {
  const project = await plainApp({ 'src/version.ts': `await new Promise((resolve) => setTimeout(resolve, 3000));\n${versionSource(0)}` });
  const port = await freePort();
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
  // One that nobody takes is reset in the end.
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return once(socket, 'connect').then(
    () => socket,
    () => undefined,
  );
}
