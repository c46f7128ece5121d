import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { connected, hasOverlay, html, serveVersion, shows } from '../../../support/app-versions.ts';
import { accessibleNodes, CHROMIUM, openTab } from '../../../support/chromium.ts';
import { hasProgram } from '../../../support/has-program.ts';
import { testRefresh } from '../../../support/refreshed-pages.ts';
import { BUILD_FAILED } from '../../../support/status-reports.ts';

describe.skipIf(!hasProgram(CHROMIUM))('in Chromium, a page', () => {
  test('loads again when another version has taken over', async () => {
    const first = await serveVersion(html('<p>one</p>'));
    const page = await openTab();
    await page.goto(`${first.url}/some/page?x=1#part`);
    await connected(first);
    const second = await first.replace('g2', html('<p>two</p>'));
    await shows(page, 'two');
    await connected(second);
    expect([page.url(), second.requests]).toEqual([`${second.url}/some/page?x=1#part`, ['GET /some/page?x=1']]);
  });

  test('loads again when it is told to', async () => {
    let text = 'one';
    const version = await serveVersion((context) => html(`<p>${text}</p>`)(context));
    const page = await openTab();
    await page.goto(version.url);
    await connected(version);
    text = 'two';
    version.refresh.send({ type: 'reload' });
    await shows(page, 'two');
    await connected(version);
    expect(version.requests).toEqual(['GET /', 'GET /']);
  });

  test('that another version has made loads again, but only once: a cache may give it for ever', async () => {
    const version = await serveVersion(html('<p>old</p>'), { madeBy: testRefresh('g0').refresh });
    const page = await openTab();
    await page.goto(version.url);
    await version.requested(2);
    await connected(version);
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    await hasOverlay(page, true);
    expect(version.requests).toEqual(['GET /', 'GET /']);
  });

  test('that answers a form does not send it again', async () => {
    const app: RequestDelegate = (context) => html(`<p>${context.request.method}</p><form method="post" action="/order"><button>Buy</button></form>`)(context);
    const first = await serveVersion(app);
    const page = await openTab();
    await page.goto(first.url);
    await page.click('button');
    await shows(page, 'POST');
    await connected(first);
    const second = await first.replace('g2', app);
    await shows(page, 'GET');
    expect([page.url(), first.requests, second.requests]).toEqual([`${second.url}/order`, ['GET /', 'POST /order'], ['GET /order']]);
  });

  test('works under a strict policy', async () => {
    const policy = `default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const strict = (text: string): RequestDelegate => (context) => {
      context.response.headers.set('Content-Security-Policy', policy);
      return html(`<p>${text}</p>`)(context);
    };
    const first = await serveVersion(strict('one'));
    const page = await openTab();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && !message.text().includes('favicon') && complaints.push(message.text())));
    await page.goto(first.url);
    await connected(first);
    first.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    await hasOverlay(page, true);
    expect([await accessibleNodes(page), complaints]).toEqual([expect.arrayContaining(['dialog: Build failed', 'heading: Build failed', 'link: src/main.ts:2:7']), []]);
    await first.replace('g2', strict('two'));
    await shows(page, 'two');
  });
});
