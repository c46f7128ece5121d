import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { connected, html, serveVersion } from '../../../support/app-versions.ts';
import { CHROMIUM, openTab } from '../../../support/chromium.ts';
import { hasProgram } from '../../../support/has-program.ts';

const SHEETS: Record<string, string> = {};

/** Serves sheets as they are in `SHEETS`, with a year in caches. */
const sheets: RequestDelegate = async ({ request, response }) => {
  const sheet = SHEETS[request.path];
  if (sheet === undefined) return void (response.statusCode = 404);
  response.headers.set('Cache-Control', 'public, max-age=31536000, immutable');
  await response.text(sheet, 'text/css');
};

/** A page with a form, long enough to be scrolled. */
const styled = (head: string): RequestDelegate => (context) =>
  context.request.path === '/' ? html(`<p>text</p><input><div style="height: 5000px"></div>`, head)(context) : sheets(context);

const colour = (page: Page, expected: string): Promise<unknown> => page.waitForFunction(`getComputedStyle(document.querySelector('p')).color === ${JSON.stringify(expected)}`);
const RED = 'rgb(255, 0, 0)';
const GREEN = 'rgb(0, 128, 0)';

describe.skipIf(!hasProgram(CHROMIUM))('in Chromium, stylesheets are renewed', () => {
  test.each<[string, string, Record<string, string>, string]>([
    ['linked', '<link rel="stylesheet" href="/a.css">', {}, '/a.css'],
    ['linked with a query, a hash of its contents and a name that is encoded', '<link rel="stylesheet" href="/b%C3%A9.css?v=1" integrity="">', {}, '/bé.css'],
    ['imported by a sheet that an imported sheet imports', '<link rel="stylesheet" href="/outer.css">', { '/outer.css': '@import "middle.css";', '/middle.css': '@import url(/c.css) screen;' }, '/c.css'],
    ['imported by the page', '<style>@import "/d.css";</style>', {}, '/d.css'],
  ])('%s, and the rest of the page stays', async (_name, head, others, path) => {
    Object.assign(SHEETS, others, { [path]: 'p { color: red }' });
    const version = await serveVersion(styled(head));
    const page = await openTab();
    await page.goto(version.url);
    await colour(page, RED);
    await connected(version);
    await page.fill('input', 'half a sen');
    await page.evaluate('window.scrollTo(0, 300)');
    SHEETS[path] = 'p { color: green }';
    version.refresh.send({ type: 'updateStyles', paths: [path] });
    await colour(page, GREEN);
    SHEETS[path] = 'p { color: red }';
    version.refresh.send({ type: 'updateStyles', paths: [path] });
    await colour(page, RED);
    await page.waitForFunction(`document.querySelectorAll('link, style').length === 1`);
    const left = await page.evaluate(`[document.querySelector('input').value, document.activeElement.tagName, scrollY, [...document.styleSheets].length]`);
    expect([left, version.requests.filter((request) => request === 'GET /')]).toEqual([['half a sen', 'INPUT', 300, 1], ['GET /']]);
  });

  test('also when the next change comes before the last one was loaded', async () => {
    SHEETS['/a.css'] = 'p { color: red }';
    const version = await serveVersion(styled('<link rel="stylesheet" href="/a.css">'));
    const page = await openTab();
    await page.goto(version.url);
    await connected(version);
    for (let round = 0; round < 5; round++) {
      SHEETS['/a.css'] = `p { color: ${round === 4 ? 'green' : 'blue'} }`;
      version.refresh.send({ type: 'updateStyles', paths: ['/a.css'] });
    }
    await colour(page, GREEN);
    await page.waitForFunction(`document.styleSheets.length === 1 && document.querySelectorAll('link').length === 1`);
  });

  test('but not taken away when they cannot be had', async () => {
    SHEETS['/a.css'] = 'p { color: red }';
    const version = await serveVersion(styled('<link rel="stylesheet" href="/a.css">'));
    const page = await openTab();
    await page.goto(version.url);
    await connected(version);
    delete SHEETS['/a.css'];
    version.refresh.send({ type: 'updateStyles', paths: ['/a.css'] });
    await page.waitForResponse((response) => response.url().includes('/a.css?mews='));
    await page.waitForFunction(`document.querySelectorAll('link').length === 1`);
    await colour(page, RED);
    SHEETS['/a.css'] = 'p { color: green }';
    version.refresh.send({ type: 'updateStyles', paths: ['/a.css'] });
    await colour(page, GREEN);
  });

  test('and the page is loaded again when it has no such sheet', async () => {
    const version = await serveVersion(styled(''));
    const page = await openTab();
    await page.goto(version.url);
    await connected(version);
    const loaded = page.waitForEvent('load');
    version.refresh.send({ type: 'updateStyles', paths: ['/in-a-component.css'] });
    await loaded;
    await connected(version);
    expect(version.requests).toEqual(['GET /', 'GET /in-a-component.css', 'GET /']);
  });
});
