import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { connected, hasOverlay, html, serveVersion, type Version } from '../../../support/app-versions.ts';
import { accessibleNodes, CHROMIUM, openTab } from '../../../support/chromium.ts';
import { hasProgram } from '../../../support/has-program.ts';
import { BUILD_FAILED, STARTING } from '../../../support/status-reports.ts';

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.tagName');


describe.skipIf(!hasProgram(CHROMIUM))('in Chromium, a report', () => {
  async function openForm(): Promise<{ version: Version; page: Page }> {
    const version = await serveVersion(html('<p>text</p><input>', '<style>* { color: hotpink !important; display: block !important; font-size: 80px } html { font-size: 40px }</style>'));
    const page = await openTab();
    await page.goto(version.url);
    await connected(version);
    await page.focus('input');
    return { version, page };
  }

  test('lies over the page until it is over, and the page keeps its focus', async () => {
    const { version, page } = await openForm();
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    await hasOverlay(page, true);
    const nodes = await accessibleNodes(page);
    for (const shown of ['dialog: Build failed', 'heading: Build failed', 'link: src/main.ts:2:7', 'StaticText: The build found 1 error and 1 warning.']) expect(nodes).toContain(shown);
    expect(await focused(page)).toBe('MEWS-REPORT');
    version.refresh.send({ type: 'showReport', report: { ...BUILD_FAILED, title: 'Type-check failed' } });
    await page.waitForFunction(`document.querySelectorAll('mews-report').length === 1`);
    expect(await accessibleNodes(page)).toContain('dialog: Type-check failed');
    version.refresh.send({ type: 'clearReport' });
    await hasOverlay(page, false);
    expect(await focused(page)).toBe('INPUT');
  });

  test('comes with a page that is opened later', async () => {
    const version = await serveVersion(html('<p>text</p>'));
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    const page = await openTab();
    await page.goto(version.url);
    await hasOverlay(page, true);
  });

  test.each<[string, (page: Page) => Promise<void>]>([
    ['Esc', (page) => page.keyboard.press('Escape')],
    ['a click beside it', (page) => page.mouse.click(3, 3)],
  ])('is closed with %s, and stays closed until there is another one', async (_name, close) => {
    const { version, page } = await openForm();
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    await hasOverlay(page, true);
    await close(page);
    await hasOverlay(page, false);
    expect(await focused(page)).toBe('INPUT');
    version.refresh.send({ type: 'showReport', report: BUILD_FAILED });
    version.refresh.send({ type: 'showReport', report: { ...BUILD_FAILED, message: 'Another one.' } });
    await hasOverlay(page, true);
    expect(await accessibleNodes(page)).toContain('StaticText: Another one.');
  });

  test('cannot smuggle anything in', async () => {
    const { version, page } = await openForm();
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    version.refresh.send({ type: 'showReport', report: { ...BUILD_FAILED, title: evil, message: evil, hint: evil, diagnostics: [{ severity: 'error', file: `/p/${evil}`, line: 1, column: 1, code: evil, text: evil, frame: evil }] } });
    await hasOverlay(page, true);
    expect([(await accessibleNodes(page)).filter((node) => node.includes(evil)).length > 4, await page.title()]).toEqual([true, '']);
  });

  test('of an app that is on its way leaves the keyboard to the page', async () => {
    const { version, page } = await openForm();
    version.refresh.send({ type: 'showReport', report: STARTING });
    await hasOverlay(page, true);
    await page.keyboard.type('typed');
    expect([await focused(page), await page.inputValue('input')]).toEqual(['INPUT', 'typed']);
    version.refresh.send({ type: 'clearReport' });
    await hasOverlay(page, false);
  });
});
