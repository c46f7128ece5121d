import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ServerAddressesFeature } from 'mews';
import { createApp } from '../src/app.ts';

// Any free port, whatever the shell says.
process.env['MEWS_URLS'] = 'http://127.0.0.1:0';
const app = createApp();
before(() => app.start());
after(() => app.stop());

test('greets the world', async () => {
  const [url = ''] = app.serverFeatures.get(ServerAddressesFeature)?.addresses ?? [];
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'Hello World!');
});
