import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAllowedHost } from '../../../../src/launcher/activation/inspector/allowed-host.ts';
import { openInspectorFront } from '../../../../src/launcher/activation/inspector/open-inspector-front.ts';
import { readInspectAddress } from '../../../../src/launcher/activation/inspector/read-inspect-address.ts';
import { attachEditor } from '../../../support/cdp-client.ts';
import { startInspected } from '../../../support/inspected-process.ts';
import { tempProject } from '../../../support/temp-project.ts';
import { openFront } from './front.ts';

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

function ask(address: string, path: string, { host, method = 'GET' }: { readonly host?: string; readonly method?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`http://${address}${path}`, { method, agent: false, ...(host !== undefined && { headers: { host } }) }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.once('end', () => resolve({ status: answer.statusCode, type: answer.headers['content-type'], body }));
    });
    asked.once('error', reject).end();
  });
}

const json = async (address: string, path: string): Promise<unknown> => JSON.parse((await ask(address, path)).body);

async function statusOfUpgrade(address: string, path: string, host = address): Promise<number | undefined> {
  const headers = { host, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const asked = request(`http://${address}${path}`, { agent: false, headers }).end();
  asked.once('upgrade', (_answer, socket) => socket.destroy());
  const [answer] = (await Promise.race([once(asked, 'response'), once(asked, 'upgrade')])) as [{ statusCode?: number }];
  asked.destroy();
  return answer.statusCode;
}

test('lists one target, in the fields of Node itself, that stays the same in the next version', async () => {
  const project = await tempProject({ 'app.mjs': 'setInterval(() => {}, 1e6);' });
  const front = await openFront();
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const own = new URL(app.inspectorUrl);
  const [theirs] = (await json(own.host, '/json/list')) as [Record<string, string>];
  const list = (await json(front.address, '/json/list')) as [Record<string, string>];
  const [ours] = list;
  expect(list).toHaveLength(1);
  const id = front.url.split('/').at(-1) ?? '';
  const renamed = Object.fromEntries(Object.entries(theirs).map(([name, value]) => [name, value.replaceAll(own.host, front.address).replaceAll(theirs['id'] ?? '', id)]));
  expect(ours).toEqual({ ...renamed, title: '/work/app/src/main.ts', url: 'file:///work/app/src/main.ts' });
  expect(ours['webSocketDebuggerUrl']).toBe(front.url);
  for (const path of ['/json', '/json/', '/json/list/']) expect(await json(front.address, path)).toEqual(list);
  expect(await json(front.address, '/json/version')).toEqual(await json(own.host, '/json/version'));

  await front.follow((await startInspected(project, 'app.mjs')).inspectorUrl);
  expect(await json(front.address, '/json/list')).toEqual(list);
});

test('gives the addresses under the name by which it was asked', async () => {
  const front = await openFront();
  const [target] = JSON.parse((await ask(front.address, '/json/list', { host: 'localhost:9999' })).body) as [Record<string, string>];
  expect(target['webSocketDebuggerUrl']).toMatch(/^ws:\/\/localhost:9999\/[\da-f-]{36}$/);
});

test('describes the protocol as the process does, also when that has gone; as long as there was none it cannot', async () => {
  const project = await tempProject({ 'app.mjs': 'setInterval(() => {}, 1e6);' });
  const front = await openFront();
  expect(await ask(front.address, '/json/protocol')).toMatchObject({ status: 503 });
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const described = await ask(front.address, '/json/protocol');
  expect(described).toMatchObject({ status: 200, type: 'application/json; charset=UTF-8' });
  expect((JSON.parse(described.body) as { domains: { domain: string }[] }).domains.map(({ domain }) => domain)).toContain('Debugger');
  app.kill();
  await app.exited;
  expect(await ask(front.address, '/json/protocol')).toEqual(described);
});

test('answers nobody who comes by another name: DNS rebinding', async () => {
  const front = await openFront();
  for (const path of ['/json', '/json/list', '/json/version', '/json/protocol']) {
    expect(await ask(front.address, path, { host: 'evil.example' })).toMatchObject({ status: 400, body: 'WebSockets request was expected\r\n' });
  }
  const path = new URL(front.url).pathname;
  expect(await statusOfUpgrade(front.address, path, 'evil.example:9229')).toBe(400);
  expect(await statusOfUpgrade(front.address, path)).toBe(101);
});

test('answers nothing but what there is', async () => {
  const front = await openFront();
  expect(await ask(front.address, '/')).toMatchObject({ status: 400 });
  expect(await ask(front.address, '/json/activate')).toMatchObject({ status: 400 });
  expect(await ask(front.address, '/json/list', { method: 'POST' })).toMatchObject({ status: 400 });
  expect(await statusOfUpgrade(front.address, '/00000000-0000-4000-8000-000000000000')).toBe(400);
});

test('says where it listens, and warns when others can reach it', async () => {
  const front = await openFront();
  expect(front.news).toEqual([{ type: 'note', text: `Debugger listening on ${front.url}` }]);
  expect(front.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[\da-f-]{36}$/);
  const open = await openFront({ host: '0.0.0.0' });
  expect(open.news).toContainEqual({ type: 'warning', text: `The debugger listens on ${open.address}: whoever can reach that address can run code as you.` });
});

test('localhost is both loopbacks', async () => {
  const front = await openFront({ host: 'localhost' });
  const { port } = new URL(front.url);
  expect(await ask(`127.0.0.1:${port}`, '/json/version')).toMatchObject({ status: 200 });
  expect(await ask(`[::1]:${port}`, '/json/version')).toMatchObject({ status: 200 });
});

test('a taken port is an error that names who holds it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const opened = openInspectorFront({ port, script: '/app.ts', report: () => undefined });
  await expect(opened).rejects.toMatchObject({ code: 'MEWS3006', message: expect.stringContaining(`127.0.0.1:${port}: address already in use by pid ${process.pid}`) as string });
});

test('close frees the port, and can be called again', async () => {
  const front = await openFront();
  const editor = await attachEditor(front.url);
  const { port } = new URL(front.url);
  await front.close();
  await front.close();
  expect(await editor.closed).toBe(1001);
  const next = await openFront({ port: Number(port) });
  expect(new URL(next.url).port).toBe(port);
});

describe('the Host header', () => {
  test.each([undefined, '', 'localhost', 'localhost:9229', 'LOCALHOST6:1', '127.0.0.1:9229', '192.168.1.5', '[::1]', '[::1]:9229'])('%s is allowed', (host) => {
    expect(isAllowedHost(host)).toBe(true);
  });
  test.each(['evil.example', 'evil.example:9229', 'localhost.evil.example', '127.0.0.1.evil.example', '1.2.3.evil', 'localhost:9229:1'])('%s is not', (host) => {
    expect(isAllowedHost(host)).toBe(false);
  });
});

test.each([
  ['9230', { host: '127.0.0.1', port: 9230 }],
  ['0', { host: '127.0.0.1', port: 0 }],
  ['localhost:9229', { host: 'localhost', port: 9229 }],
  ['[::1]:9229', { host: '::1', port: 9229 }],
])('--inspect=%s is read', (address, read) => {
  expect(readInspectAddress(address)).toEqual(read);
});
