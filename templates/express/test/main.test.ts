import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import app from '../src/main.ts';

const server = createServer(app);
before(() => once(server.listen(0, '127.0.0.1'), 'listening'));
after(() => server.close());

async function ask(path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
}

test('greets the world', async () => {
  const response = await ask('/');
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'Hello World!');
});

test('greets by name', async () => {
  assert.deepEqual(await (await ask('/hello/Ada')).json(), { greeting: 'Hello Ada!' });
});
