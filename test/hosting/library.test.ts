import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { builtLibrary } from '../support/built-library.ts';
import { tempProject } from '../support/temp-project.ts';

const built = builtLibrary();

async function run(source: string, env: Record<string, string>) {
  const project = await tempProject({ 'app.mjs': `import { WebApplication } from '${built.library}'; ${source}` });
  const child = spawn(process.execPath, [project.path('app.mjs')], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  let said = '';
  const listening = new Promise<string>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Application started.')) resolve(/Now listening on: (\S+)/.exec(said)?.[1] ?? '');
    });
  });
  return { child, exit, listening, said: () => said };
}

const APP = `const app = WebApplication.create(); app.mapGet('/', () => 'hi'); await app.run();`;

test.skipIf(process.platform === 'win32')('a WebApplication without a launcher listens on MEWS_URLS, and ends gracefully at a signal', async () => {
  const { child, exit, listening } = await run(APP, { MEWS_URLS: 'http://localhost:0', ASPNETCORE_URLS: 'nonsense' });
  const url = await listening;
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await (await fetch(url)).text()).toBe('hi');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('a bad address names the variable it comes from', async () => {
  const { exit, said } = await run(APP, { MEWS_URLS: '', ASPNETCORE_URLS: 'nonsense' });
  expect(await exit).toEqual([1, null]);
  expect(said()).toContain(`Invalid URL 'nonsense' (from ASPNETCORE_URLS)`);
});
