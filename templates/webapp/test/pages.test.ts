import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ServerAddressesFeature } from 'mews';
import { createApp } from '../src/app.ts';
import { html } from '../src/html.ts';

// Any free port, whatever the shell says.
process.env['MEWS_URLS'] = 'http://127.0.0.1:0';
const app = createApp();
before(() => app.start());
after(() => app.stop());

async function open(path: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }> {
  const [url = ''] = app.serverFeatures.get(ServerAddressesFeature)?.addresses ?? [];
  const response = await fetch(url + path, init);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('the pages are HTML, and one that is not there says so', async () => {
  for (const [path, status] of [['/', 200], ['/about', 200], ['/nowhere', 404]] as const) {
    const page = await open(path);
    assert.deepEqual([page.status, page.type], [status, 'text/html; charset=utf-8']);
    assert.match(page.text, /^<!doctype html>/);
  }
});

test('the style sheet comes from wwwroot', async () => {
  const { status, type } = await open('/css/site.css');
  assert.deepEqual([status, type], [200, 'text/css; charset=utf-8']);
});

test('a guest signs, and the name is shown as it was typed', async () => {
  const signed = await open('/', { method: 'POST', body: new URLSearchParams({ name: ' <b>Ada</b> & co ' }) });
  assert.equal(signed.status, 200);
  assert.match(signed.text, /<li>&lt;b&gt;Ada&lt;\/b&gt; &amp; co <time/);
});

test('a guest without a name is asked for it', async () => {
  const { status, text } = await open('/', { method: 'POST', body: new URLSearchParams({ name: ' ' }) });
  assert.equal(status, 400);
  assert.match(text, /Please tell us your name\./);
});

test('html escapes texts, and leaves HTML as it is', () => {
  assert.equal(String(html`<p title="${'"'}">${'<'}${html`<i>${7}</i>`}${[1, html`<br>`]}${undefined}${false}</p>`), '<p title="&quot;">&lt;<i>7</i>1<br></p>');
});
