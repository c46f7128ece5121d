import assert from 'node:assert/strict';
import { test } from 'node:test';
import app from '../src/main.ts';

test('greets the world', async () => {
  const response = await app.request('/');
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'Hello World!');
});

test('greets by name', async () => {
  assert.deepEqual(await (await app.request('/hello/Ada')).json(), { greeting: 'Hello Ada!' });
});
