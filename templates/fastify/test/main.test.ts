import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import app from '../src/main.ts';

after(() => app.close());

test('greets the world', async () => {
  const response = await app.inject('/');
  assert.deepEqual([response.statusCode, response.body], [200, 'Hello World!']);
});

test('greets by name', async () => {
  assert.deepEqual((await app.inject('/hello/Ada')).json(), { greeting: 'Hello Ada!' });
});
