import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ServerAddressesFeature } from 'mews';
import { createApp } from '../src/app.ts';

// Any free port, whatever the shell says.
process.env['MEWS_URLS'] = 'http://127.0.0.1:0';
const app = createApp();
before(() => app.start());
after(() => app.stop());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly location: string | null;
  readonly body: unknown;
}

async function ask(method: string, path: string, json?: unknown): Promise<Answer> {
  const [url = ''] = app.serverFeatures.get(ServerAddressesFeature)?.addresses ?? [];
  const sent = json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url + path, { method, ...sent });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), location: response.headers.get('location'), body: text === '' ? undefined : JSON.parse(text) };
}

test('a todo is added, found, changed and removed', async () => {
  const added = await ask('POST', '/todos', { title: 'Feed the falcon' });
  assert.equal(added.status, 201);
  const path = added.location ?? '';
  assert.deepEqual(await ask('GET', path).then(({ body }) => body), added.body);
  const changed = await ask('PUT', path, { title: 'Feed the falcon', done: true });
  assert.equal(changed.status, 200);
  assert.deepEqual((await ask('GET', '/todos?done=true')).body, [changed.body]);
  assert.deepEqual((await ask('GET', '/todos?done=false')).body, []);
  assert.equal((await ask('DELETE', path)).status, 204);
  assert.equal((await ask('GET', path)).status, 404);
  assert.equal((await ask('DELETE', path)).status, 404);
});

test('what is wrong with a todo is said for every field', async () => {
  const refused = await ask('POST', '/todos', { title: ' ', done: 'yes' });
  assert.deepEqual([refused.status, refused.type], [400, 'application/problem+json']);
  assert.deepEqual(refused.body, {
    title: 'One or more validation errors occurred.',
    status: 400,
    errors: { title: ['A title is required.'], done: ['It must be true or false.'] },
  });
  for (const json of [[], null, 7, { title: 'x'.repeat(201) }]) assert.equal((await ask('POST', '/todos', json)).status, 400);
});

test('what is no JSON is refused', async () => {
  const [url = ''] = app.serverFeatures.get(ServerAddressesFeature)?.addresses ?? [];
  const broken = await fetch(`${url}/todos`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
  assert.deepEqual([broken.status, broken.headers.get('content-type')], [400, 'application/problem+json']);
  await broken.text();
  const text = await fetch(`${url}/todos`, { method: 'POST', body: 'x' });
  assert.equal(text.status, 415);
  await text.text();
});

test('an unknown address is a problem, too', async () => {
  const answer = await ask('GET', '/nowhere');
  assert.deepEqual([answer.status, answer.type], [404, 'application/problem+json']);
});
