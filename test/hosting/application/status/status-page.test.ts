import { describe, expect, test } from 'vitest';
import type { BrowserRefresh } from '../../../../src/hosting/application/browser-refresh/browser-refresh.ts';
import type { StatusReport } from '../../../../src/foundation/events/status-report.ts';
import { statusApplication } from '../../../../src/hosting/application/status/status-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { connected, html, serveVersion, shows, type Version } from '../../../support/app-versions.ts';
import { accessibleNodes, CHROMIUM, openTab } from '../../../support/chromium.ts';
import { hasProgram } from '../../../support/has-program.ts';
import { openPages, testRefresh } from '../../../support/refreshed-pages.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';
import { BUILD_FAILED, CRASHED, STARTING } from '../../../support/status-reports.ts';

interface StatusHost {
  readonly url: string;
  readonly refresh: BrowserRefresh;
  become(state: StatusReport): void;
  /** An app that works takes the address over. */
  replace(): Promise<Version>;
}

async function serveStatus(state: StatusReport, address = 'http://localhost:0'): Promise<StatusHost> {
  const { refresh } = testRefresh('status');
  let now = state;
  const server = new KestrelServer(serverOptions(address));
  const url = await startServer(server, statusApplication(() => now, refresh));
  return {
    url,
    refresh,
    become(report) {
      now = report;
      refresh.send({ type: 'showReport', report });
    },
    async replace() {
      refresh.close();
      await server.stop(1000);
      return serveVersion(html('<p>it works</p>'), { generation: 'g1', address: url });
    },
  };
}

const heading = 'heading: ';

describe.skipIf(!hasProgram(CHROMIUM))('in Chromium, the status page', () => {
  test('follows the state, and makes way for the app at the address that was asked for', async () => {
    const host = await serveStatus(STARTING);
    const page = await openTab();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.text().includes('Content Security Policy') && complaints.push(message.text())));
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(`${host.url}/orders?page=2#last`);
    await openPages(host.refresh, 1);
    expect(await accessibleNodes(page)).toContain(`${heading}Starting…`);
    host.become(BUILD_FAILED);
    await page.getByRole('heading', { name: 'Build failed' }).waitFor();
    host.become(CRASHED);
    await page.getByRole('heading', { name: 'The app crashed on start' }).waitFor();
    expect([await page.title(), await page.getByRole('link', { name: 'src/data base.ts:3:9' }).count(), loads]).toEqual(['The app crashed on start', 2, 1]);
    const app = await host.replace();
    await shows(page, 'it works');
    await connected(app);
    expect([page.url(), app.requests, complaints]).toEqual([`${host.url}/orders?page=2#last`, ['GET /orders?page=2'], []]);
  });

  test('looks the same whether the server or the script has made it', async () => {
    const host = await serveStatus(CRASHED);
    const page = await openTab();
    await page.goto(host.url);
    await openPages(host.refresh, 1);
    const main = (): Promise<string> => page.locator('main').innerHTML();
    const fromServer = await main();
    host.become(BUILD_FAILED);
    await page.getByRole('heading', { name: 'Build failed' }).waitFor();
    host.become(CRASHED);
    await page.getByRole('heading', { name: 'The app crashed on start' }).waitFor();
    expect(await main()).toBe(fromServer);
  });

  test('in the place of an answer to a form does not send the form to the app', async () => {
    const host = await serveStatus(BUILD_FAILED);
    const page = await openTab();
    await page.goto('about:blank');
    await page.setContent(`<form method="post" action="${host.url}/order"><button>Buy</button></form>`);
    await page.click('button');
    await page.getByRole('heading', { name: 'Build failed' }).waitFor();
    await openPages(host.refresh, 1);
    const app = await host.replace();
    await shows(page, 'it works');
    expect(app.requests).toEqual(['GET /order']);
  });

  test('heals itself without scripts, too', async () => {
    const host = await serveStatus(BUILD_FAILED);
    const page = await openTab({ javaScriptEnabled: false });
    await page.goto(host.url);
    await host.replace();
    await page.getByText('it works').waitFor();
  });
});
