import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../first-answer.mjs';
import { answerOf } from '../../kestrel/request.mjs';
import { startGroup } from '../process-group.mjs';
import { writeSmallApp } from '../small-app.mjs';
import { toolEnvironment } from '../tools.mjs';

const WHAT = 'stylesheet saved → shown by Chromium: mews watch';
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE = 30_000;
/** Milliseconds of rest before a stylesheet is saved, and those in which the browser must show it. */
const REST = 300;
const LIMIT = 10_000;

const APP = `import { WebApplication } from 'mews';

const app = WebApplication.create();
app.useStaticFiles();
await app.run();
`;
const PAGE = '<!doctype html><html><head><title>styles</title><link rel="stylesheet" href="/site.css"></head><body><input id="form"></body></html>';
const stylesheet = (number) => `body { background-color: rgb(0, 0, ${number}); }\n`;

/** Tells of every new colour, once it is there to be painted: `shown(<number>)`. */
const WATCHING = `(() => {
  let last;
  const look = () => {
    const number = /, (\\d+)\\)$/.exec(getComputedStyle(document.body).backgroundColor)?.[1];
    if (number !== last) shown(Number(last = number));
    requestAnimationFrame(look);
  };
  look();
})()`;

/** Milliseconds from saving a stylesheet to the page that shows it; what was typed into the page must still be there. */
export async function run({ rounds, isQuick, tools }) {
  if (!existsSync(CHROMIUM)) return [{ what: WHAT, skipped: `there is no ${CHROMIUM}` }];
  const tool = tools.find(({ key }) => key === 'mews');
  if (!tool) return [{ what: WHAT, skipped: 'mews is not among the tools' }];
  const app = writeSmallApp({ 'src/main.ts': APP, 'wwwroot/index.html': PAGE, 'wwwroot/site.css': stylesheet(1) });
  const url = `http://127.0.0.1:${await freePort()}`;
  const group = startGroup(tool.command({ root: app.root, urls: url }), { cwd: app.root, env: toolEnvironment() });
  let browser;
  try {
    await served(url, group);
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const page = await browser.newPage();
    const colours = await openPage(page, `${url}/index.html`);
    const values = [];
    for (let edit = 2; edit < 2 + (isQuick ? 2 : rounds * 3); edit++) values.push(await measure({ app, colours, edit }));
    const typed = await page.inputValue('#form');
    return [{ what: WHAT, values, unit: ' ms', target: 100, atMost: true, failures: typed === 'typed' ? [] : ['the page was loaded anew: what was typed is gone'] }];
  } finally {
    await browser?.close();
    await group.stop();
    app.remove();
  }
}

async function served(url, group) {
  const deadline = performance.now() + PATIENCE;
  while ((await answerOf(url, { path: '/index.html' }).catch(() => undefined))?.status !== 200) {
    if (group.hasEnded() || performance.now() > deadline) throw new Error(`mews watch did not start: ${group.output().trim()}`);
    await delay(50);
  }
}

/** Resolves when a colour is shown. */
async function openPage(page, url) {
  let last;
  let look = () => undefined;
  await page.exposeFunction('shown', (number) => {
    last = number;
    look();
  });
  await page.goto(url);
  await page.fill('#form', 'typed');
  await page.evaluate(WATCHING);
  return (wanted) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the browser did not show stylesheet ${wanted} within ${LIMIT / 1000} s, but ${last}`)), LIMIT);
      look = () => {
        if (last !== wanted) return;
        clearTimeout(timer);
        resolve();
      };
      look();
    });
}

async function measure({ app, colours, edit }) {
  await delay(REST);
  const saved = performance.now();
  app.write('wwwroot/site.css', stylesheet(edit));
  await colours(edit);
  return performance.now() - saved;
}
