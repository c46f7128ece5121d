import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';

export const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser: Promise<Browser> | undefined;

/** A tab with a profile of its own, closed when the test ends. The browser is one for all tests of a file. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const context = await (await browser).newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

afterAll(async () => (await browser)?.close());

/** A browser as people have it: a tab is hidden when another one is in front of it. Playwright's own has all tabs in front. */
export async function openWindow(): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), 'mews-chromium-'));
  const process = spawn(CHROMIUM, [...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(process, 'exit');
  onTestFinished(async () => {
    process.kill();
    await ended;
    // Its own children may still be writing.
    await rm(profile, { recursive: true, force: true, maxRetries: 20 });
  });
  let said = '';
  let address: string | undefined;
  for await (const text of process.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += String(text);
    address = /DevTools listening on (\S+)/.exec(said)?.[1];
    if (address !== undefined) break;
  }
  process.stderr.resume();
  if (address === undefined) throw new Error(`Chromium did not start: ${said}`);
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const [context] = browser.contexts();
  if (!context) throw new Error('Chromium has no window.');
  return context;
}

interface AccessibleNode {
  readonly ignored?: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
}

/** What somebody who uses the page is told of it, with what closed shadow roots hide from scripts: `role: name`. */
export async function accessibleNodes(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AccessibleNode[] };
  await session.detach();
  return nodes.filter(({ ignored }) => ignored !== true).map(({ role, name }) => `${role?.value ?? ''}: ${name?.value ?? ''}`);
}
