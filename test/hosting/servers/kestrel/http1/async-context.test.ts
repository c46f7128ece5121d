import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { startHttp1, turns } from '../../../../support/http1-server.ts';

/** More than the system takes at once: who writes it has to wait for the client. */
const MUCH = 'x'.repeat(20_000_000);

const answerAsAsked: RequestDelegate = ({ request, response }) => {
  if (request.path === '/much') return response.text(MUCH);
  if (request.path === '/unawaited') return void response.write(MUCH);
  if (request.path === '/now') return response.text('now');
  return (async () => {
    await new Promise(setImmediate);
    await response.text('later');
  })();
};

const PIPELINE = ['/much', '/now', '/later', '/unawaited', '/later', '/now', '/later', '/much', '/later', '/unawaited', '/now'];

describe('the async context of a request', () => {
  const ways = { run: 'AsyncLocalStorage.run', enterWith: 'AsyncLocalStorage.enterWith' } as const;
  test.each(Object.entries(ways))('is its own, whoever was answered before it on the connection (%s)', async (way) => {
    const storage = new AsyncLocalStorage<string>();
    const leaked: string[] = [];
    const server = await startHttp1((context) => {
      const { path } = context.request;
      const inherited = storage.getStore();
      if (inherited !== undefined) leaked.push(`${inherited} in ${path}`);
      if (way === 'run') return storage.run(path, () => answerAsAsked(context));
      storage.enterWith(path);
      return answerAsAsked(context);
    });
    const clients = await Promise.all([server.connect(), server.connect()]);
    for (const client of clients) client.send(PIPELINE.map((path) => `GET ${path} HTTP/1.1\r\nHost:\r\n\r\n`).join(''));
    for (const client of clients) for (const path of PIPELINE) expect([path, (await client.answer()).status]).toEqual([path, 200]);
    await turns();
    for (const client of clients) {
      client.send('GET /now HTTP/1.1\r\nHost:\r\n\r\n');
      expect((await client.answer()).body).toBe('now');
    }
    expect(leaked).toEqual([]);
  });

  test('lasts through the body and the callbacks of the response', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const note = (): void => void seen.push(storage.getStore());
    const server = await startHttp1((context) =>
      storage.run(context.request.path, async () => {
        context.response.onStarting(note);
        note();
        for await (const _ of context.request.body) note();
        await context.response.write(MUCH);
        note();
      }),
    );
    const client = await server.connect();
    client.send('POST /a HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\nx');
    await turns();
    client.send('y');
    await client.answer();
    expect(new Set(seen)).toEqual(new Set(['/a']));
    expect(seen.length).toBeGreaterThan(3);
  });
});
