import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, watch } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasProgram } from '../support/has-program.ts';
import { startListening, type RunningMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { startInTerminal } from './terminal.ts';

/** Writes the address it is to open to a file beside it. `xdg-open` runs what $BROWSER names. */
const BROWSER = `#!/bin/sh\nprintf '%s' "$1" > "$(dirname "$0")/opened.part" && mv "$(dirname "$0")/opened.part" "$(dirname "$0")/opened"\n`;

async function project(profile: object): Promise<TempProject> {
  const made = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `export default { fetch: () => new Response('answer') };`,
    'browser.sh': BROWSER,
    'Properties/launchSettings.json': { profiles: { web: { commandName: 'Project', applicationUrl: 'http://localhost:0', ...profile } } },
  });
  chmodSync(made.path('browser.sh'), 0o755);
  return made;
}

function environment({ path }: TempProject): Record<string, string> {
  return { BROWSER: path('browser.sh'), DISPLAY: '', WAYLAND_DISPLAY: '' };
}

/** The address that the browser was given. */
async function opened({ root, path }: TempProject): Promise<string> {
  const file = path('opened');
  const watcher = watch(root);
  try {
    while (!existsSync(file)) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
  return readFileSync(file, 'utf8');
}

async function end(mews: Pick<RunningMews, 'signal' | 'exited'>): Promise<void> {
  mews.signal('SIGINT');
  await mews.exited;
}

describe('--open opens the browser, with or without a terminal', () => {
  test.each([
    ['without a launchUrl', {}, (url: string) => `${url}/`],
    ['a relative launchUrl', { launchUrl: 'swagger/index.html?x=1' }, (url: string) => `${url}/swagger/index.html?x=1`],
    ['an absolute launchUrl', { launchUrl: 'https://example.org/page' }, () => 'https://example.org/page'],
    ['every interface', { applicationUrl: 'http://*:0', launchUrl: '/page' }, (url: string) => `${url.replace('[::]', 'localhost')}/page`],
  ])('%s', async (_, profile, expected) => {
    const made = await project(profile);
    const mews = await startListening(['--open'], { cwd: made.root, env: environment(made) });
    expect(await opened(made)).toBe(expected(mews.url));
  });
});

test('a profile that wants a browser gets none without a terminal', async () => {
  const made = await project({ launchBrowser: true });
  const mews = await startListening([], { cwd: made.root, env: environment(made) });
  await mews.said(/Content root path/);
  await end(mews);
  expect(existsSync(made.path('opened'))).toBe(false);
});

test('the browser of an executable waits until the program listens', async () => {
  const made = await project({ commandName: 'Executable', executablePath: process.execPath, commandLineArgs: `-e "http.createServer((q, s) => s.end('x')).listen(0, '127.0.0.1')"`, launchUrl: 'page' });
  const mews = await startListening(['--open'], { cwd: made.root, env: environment(made) });
  expect(await opened(made)).toBe(`${mews.url}/page`);
});

describe.skipIf(!hasProgram('python3'))('on a terminal', () => {
  test('a profile that wants a browser gets one', async () => {
    const made = await project({ launchBrowser: true, launchUrl: 'start' });
    const mews = await startInTerminal(['run'], { cwd: made.root, env: environment(made) });
    expect(await opened(made)).toMatch(/^http:\/\/localhost:\d+\/start$/);
    await mews.stop();
  });

  test('--no-open leaves it closed', async () => {
    const made = await project({ launchBrowser: true });
    const mews = await startInTerminal(['run', '--no-open'], { cwd: made.root, env: environment(made) });
    await mews.said(/Content root path/);
    await mews.stop();
    expect(existsSync(made.path('opened'))).toBe(false);
  });
});
