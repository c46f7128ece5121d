import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const KINDS = {
  'an exported app': `export default { fetch: () => new Response('answer') };`,
  'a program that listens by itself': `import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('answer')).listen(3000);`,
} as const;

function project(source: string = KINDS['an exported app']): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'web', type: 'module' }, 'main.js': source });
}

/** Every "Now listening on" line so far, and those that come with the line "Application started". */
async function addressesOf(urls: string, source: string): Promise<string[]> {
  const { root } = await project(source);
  const mews = startMews(['run', '--urls', urls], { cwd: root });
  await mews.said(/Application started/);
  return [...mews.stderr().matchAll(/Now listening on: (\S+)/g)].map(([, address = '']) => address);
}

describe.each(Object.entries(KINDS))('%s', (_, source) => {
  test('on localhost answers on both loopbacks', async () => {
    const [address = ''] = await addressesOf('http://localhost:0', source);
    expect(address).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await textOf(address, { host: '127.0.0.1' })).toBe('answer');
    expect(await textOf(address, { host: '::1' })).toBe('answer');
  });

  test('on several addresses answers on each', async () => {
    const addresses = await addressesOf('http://127.0.0.1:0;http://[::1]:0;http://localhost:0', source);
    expect(addresses).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), expect.stringMatching(/^http:\/\/\[::1\]:\d+$/), expect.stringMatching(/^http:\/\/localhost:\d+$/)]);
    for (const address of addresses) expect(await textOf(address)).toBe('answer');
  });

  test.each(['*', '+', '[::]'])('on %s listens on every interface', async (host) => {
    const [address = ''] = await addressesOf(`http://${host}:0`, source);
    expect(address).toMatch(/^http:\/\/\[::\]:\d+$/);
    expect(await textOf(address, { host: '127.0.0.1' })).toBe('answer');
    expect(await textOf(address, { host: '::1' })).toBe('answer');
  });

  test('on 0.0.0.0 listens on every interface of version 4', async () => {
    const [address = ''] = await addressesOf('http://0.0.0.0:0', source);
    expect(address).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    expect(await textOf(address, { host: '127.0.0.1' })).toBe('answer');
  });

});

test('on http and https, a program that listens by itself with http is told of the other', async () => {
  const { root } = await project(KINDS['a program that listens by itself']);
  const mews = await startListening(['--urls', 'https://localhost:0;http://localhost:0'], { cwd: root });
  expect(mews.url).toMatch(/^http:/);
  expect(await textOf(mews.url)).toBe('answer');
  await mews.said(/warning: .*https:\/\/localhost:0/);
  expect(mews.stderr().match(/https:/g)).toHaveLength(1);
});

test('an app on https without any certificate is refused with what to do', async () => {
  const { root } = await project();
  const { code, stderr } = await runMews(['run', '--urls', 'https://127.0.0.1:0'], { cwd: root, env: { MEWS_DEV_CERTS_DIRECTORY: `${root}/none` } });
  expect(stderr).toMatch(/^error MEWS3209: Unable to configure HTTPS endpoint\. No server certificate was specified for https:\/\/127\.0\.0\.1:0/m);
  expect(stderr).toContain('mews dev-certs https');
  expect(code).toBe(1);
});

test('on every interface, the addresses by which other machines reach it are told', async () => {
  const { root } = await project();
  const mews = await startListening(['--urls', 'http://*:0'], { cwd: root });
  await mews.said(/Application started/);
  const outward = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal);
  const told = [...mews.stderr().matchAll(/^On the network: (\S+)$/gm)].map(([, address = '']) => address);
  expect(told).toEqual(outward.map(({ address }) => `http://${address}:${new URL(mews.url).port}`));
  for (const address of told) expect(await textOf(address)).toBe('answer');
});

test('a profile that says "listen": "app" leaves the listen() of the program as it is written', async () => {
  const { root, write } = await project(`import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('own')).listen(0, '127.0.0.1');`);
  write('Properties/launchSettings.json', { profiles: { own: { commandName: 'Project', applicationUrl: 'http://localhost:3000', listen: 'app' } } });
  const { url } = await startListening([], { cwd: root });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(url).not.toMatch(/:3000$/);
  expect(await textOf(url)).toBe('own');
});

test('without any address an app that listens by itself keeps its own', async () => {
  const { root } = await project(`import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('own')).listen(0, '127.0.0.1');`);
  const { url } = await startListening([], { cwd: root });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await textOf(url)).toBe('own');
});

test('the default address moves to the next free port when 5000 is taken, and the launch says so', async () => {
  const squatter = createServer().listen(5000, '127.0.0.1');
  onTestFinished(() => void squatter.close());
  // Taken by somebody else is as good as taken by us.
  await Promise.race([once(squatter, 'listening'), once(squatter, 'error').catch(() => undefined)]);
  const { root } = await project();
  const mews = await startListening([], { cwd: root });
  expect(mews.url).toMatch(/^http:\/\/localhost:50(0[1-9]|[1-9]\d)$/);
  await mews.said(/port 5000 is taken/);
  expect(await textOf(mews.url)).toBe('answer');
});
