import { describe, expect, test } from 'vitest';
import { connected, hasOverlay, html, serveVersion, shows } from '../../../support/app-versions.ts';
import { CHROMIUM, openTab, openWindow } from '../../../support/chromium.ts';
import { hasProgram } from '../../../support/has-program.ts';
import { BUILD_FAILED } from '../../../support/status-reports.ts';

describe.skipIf(!hasProgram(CHROMIUM))('in Chromium, a hidden tab', () => {
  test('gives its connection back, and catches up when it is seen again', async () => {
    let sheet = 'p { color: red }';
    const version = await serveVersion((context) => (context.request.path === '/a.css' ? context.response.text(sheet, 'text/css') : html('<p>text</p>', '<link rel="stylesheet" href="/a.css">')(context)));
    const window = await openWindow();
    const [page = await window.newPage()] = window.pages();
    await page.goto(version.url);
    await connected(version);
    const other = await window.newPage();
    await connected(version, 0);
    sheet = 'p { color: green }';
    version.refresh.send({ type: 'updateStyles', paths: ['/a.css'] });
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    await other.close();
    await page.waitForFunction(`getComputedStyle(document.querySelector('p')).color === 'rgb(0, 128, 0)'`);
    await hasOverlay(page, true);
    expect(version.requests.filter((request) => request === 'GET /')).toHaveLength(1);
  });

  test('hears of another version when it is seen again', async () => {
    const first = await serveVersion(html('<p>one</p>'));
    const window = await openWindow();
    const [page = await window.newPage()] = window.pages();
    await page.goto(first.url);
    await connected(first);
    const other = await window.newPage();
    await connected(first, 0);
    const second = await first.replace('g2', html('<p>two</p>'));
    expect(second.requests).toEqual([]);
    await other.close();
    await shows(page, 'two');
  });

  test('that comes back from the history does, too', async () => {
    const first = await serveVersion(html('<p>one</p>'));
    const page = await openTab();
    await page.goto(first.url);
    await connected(first);
    await page.goto(`${first.url}/next`);
    const second = await first.replace('g2', html('<p>two</p>'));
    await shows(page, 'two');
    await page.goBack();
    await shows(page, 'two');
    await connected(second);
  });
});
