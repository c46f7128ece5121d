import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test } from 'vitest';
import { request, startHttp2 } from '../../../../support/http2-server.ts';

test('the async context of a request is its own, also after others on the connection have entered theirs', async () => {
  const storage = new AsyncLocalStorage<string>();
  const leaked: string[] = [];
  const server = await startHttp2(({ request: { path }, response }) => {
    const inherited = storage.getStore();
    if (inherited !== undefined) leaked.push(`${inherited} in ${path}`);
    storage.enterWith(path);
    return response.text('now');
  });
  const session = await server.connect();
  await Promise.all(['/a', '/b', '/c'].map((path) => request(session, { ':path': path })));
  for (const path of ['/d', '/e']) await request(session, { ':path': path }, 'body');
  expect(leaked).toEqual([]);
});
