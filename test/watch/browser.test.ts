import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accessibleNodes, CHROMIUM, openTab } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews, watchUnready } from '../support/watch-mews.ts';

const APP = `import { WebApplication } from 'mews';
import { heading } from './heading.ts';
const app = WebApplication.create();
app.useStaticFiles();
app.mapGet('/', ({ response }) => response.text('<!doctype html><html><head><link rel="stylesheet" href="/site.css"></head><body><h1>' + heading + '</h1><input id="name"></body></html>', 'text/html'));
export default app;
`;

const EXPRESS = `import express from 'express';
import { heading } from './heading.ts';
const app = express();
app.use(express.static('wwwroot'));
app.get('/', (_, res) => void res.send('<!doctype html><html><head><link rel="stylesheet" href="/site.css"></head><body><h1>' + heading + '</h1><input id="name"></body></html>'));
app.listen(3000);
`;

function headingSource(text: string): string {
  return `export const heading = ${JSON.stringify(text)};\n`;
}

// Each needs Debian's chromium.
describe.skipIf(!existsSync(CHROMIUM))('in a browser', () => {
  test.each([
    { kind: 'a WebApplication', main: APP, packages: [] },
    { kind: 'an Express app that listens by itself', main: EXPRESS, packages: ['express'] },
  ])('$kind: an edit reloads the page, a stylesheet is swapped under a half-filled form, a failed build is shown over the page', async ({ main, packages }) => {
    const project = await tempProject({
      'package.json': { name: 'app', type: 'module' },
      'src/main.ts': main,
      'src/heading.ts': headingSource('first'),
      'wwwroot/site.css': 'h1 { color: rgb(1, 0, 0) }',
    });
    project.install(...packages);
    const watching = await watchMews(project, ['--urls', `http://localhost:${await freePort()}`]);
    const page = await openTab();
    await page.goto(watching.url);
    const colour = (): Promise<string> => page.evaluate(`getComputedStyle(document.querySelector('h1')).color`);
    expect(await colour()).toBe('rgb(1, 0, 0)');
    // The channel must be open before anything is told through it.
    await page.waitForFunction(`performance.getEntriesByName(location.origin + '/_framework/mews-refresh.js').length > 0`);

    watching.edit('src/heading.ts', headingSource('second'));
    await page.waitForSelector('h1:text("second")');

    await page.fill('#name', 'half a na');
    watching.edit('wwwroot/site.css', 'h1 { color: rgb(2, 0, 0) }');
    await page.waitForFunction(`getComputedStyle(document.querySelector('h1')).color === 'rgb(2, 0, 0)'`);
    expect(await page.inputValue('#name')).toBe('half a na');

    watching.edit('src/heading.ts', 'export const heading = ');
    await watching.nth('status', 1);
    await expect.poll(async () => (await accessibleNodes(page)).some((node) => node.includes('Build failed')), { timeout: 20_000 }).toBe(true);
    expect(await page.inputValue('#name')).toBe('half a na');
    watching.edit('src/heading.ts', headingSource('third'));
    await page.waitForSelector('h1:text("third")');
    expect((await accessibleNodes(page)).some((node) => node.includes('Build failed'))).toBe(false);
  });

  test('the page that tells of a first build that failed heals itself into the app', async () => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': APP, 'src/heading.ts': 'export const heading = ' });
    const url = `http://localhost:${await freePort()}`;
    const watching = watchUnready(project, ['--urls', url]);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: false, report: { kind: 'buildFailed' } });
    const page = await openTab();
    const answer = await page.goto(url);
    expect(answer?.status()).toBe(503);
    expect(await page.textContent('body')).toContain('Build failed');
    await watching.event('watching');
    watching.edit('src/heading.ts', headingSource('at last'));
    await page.waitForSelector('h1:text("at last")');
    expect(page.url()).toBe(`${url}/`);
  });
});

describe('without a version that works', () => {
  test('for its settings cannot be read, this is said, too', async () => {
    const main = `import { WebApplication } from 'mews';\nexport default WebApplication.create();\n`;
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'main.js': main, 'appsettings.json': '{ "Kestrel": ' });
    const url = `http://127.0.0.1:${await freePort()}`;
    await watchUnready(project, ['--urls', url]).nth('status', 1);
    const problem = await fetch(url, { headers: { Accept: 'application/json', Connection: 'close' } });
    expect(await problem.json()).toMatchObject({ status: 503, code: 'MEWS4101' });
  });

  test('programs get problem+json, a prompt gets text, and both are told when to come again', async () => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': `throw new Error('no database');\n` });
    const url = `http://127.0.0.1:${await freePort()}`;
    const watching = watchUnready(project, ['--urls', url]);
    await watching.nth('status', 1);
    const problem = await fetch(url, { headers: { Accept: 'application/json', Connection: 'close' } });
    expect([problem.status, problem.headers.get('content-type'), problem.headers.get('retry-after')]).toEqual([503, 'application/problem+json', '1']);
    expect(await problem.json()).toMatchObject({ title: 'The app crashed', status: 503, code: 'MEWS3105' });
    const text = await fetch(url, { method: 'POST', headers: { 'User-Agent': 'curl/8.0', Accept: '*/*', Connection: 'close' } });
    expect([text.status, text.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(await text.text()).toContain('no database');
    await watching.event('watching');
    watching.edit('src/main.ts', `export default { fetch: () => new Response('works') };\n`);
    await expect.poll(async () => (await fetch(url, { headers: { Connection: 'close' } })).text(), { timeout: 20_000 }).toBe('works');
  });
});
