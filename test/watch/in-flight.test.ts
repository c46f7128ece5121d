import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { get, plainApp, watchPlain } from './plain-app.ts';
import { versionSource } from './sources.ts';

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

describe('what is in flight on Kestrel', () => {
  const KESTREL = `import { WebApplication } from 'mews';
import { version } from './version.ts';
const app = WebApplication.create();
app.useWebSockets();
app.mapGet('/', () => version);
app.mapGet('/events', async ({ response, requestAborted }) => {
  response.headers.set('Content-Type', 'text/event-stream');
  await response.write('data: ' + version + '\\n\\n');
  await new Promise((resolve) => requestAborted.addEventListener('abort', resolve));
});
app.map('/chat', (chat) => { chat.use(async (context) => { (await context.webSockets.accept()).send(version); }); });
export default app;
`;

  test('an event stream is ended at the deadline, a WebSocket closed with 1012', async () => {
    const project = await plainApp({ 'src/main.ts': KESTREL });
    const watching = await watchPlain(project, { env: { MEWS_DRAIN_TIMEOUT: '500' } });
    const reader = (await fetch(`${watching.url}/events`)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('v0');
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${watching.url.replace('http', 'ws')}/chat`);
    expect(String((await once(socket, 'message'))[0])).toBe('v0');
    watching.edit('src/version.ts', versionSource(1));
    const closed = once(socket, 'close');
    await watching.nth('swapped', 1);
    expect((await reader?.read())?.done).toBe(true);
    expect((await closed)[0]).toBe(1012);
    expect(await watching.nth('drainEnded', 1)).toMatchObject({ cut: 0 });
    expect(await get(watching.url)).toBe('v1');
  });
});
