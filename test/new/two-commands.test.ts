import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { cleanEnvironment, mewsBin, repository } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

/** A line typed in a shell, in which `mews` is this checkout's. */
function type(line: string, { root, path }: TempProject): ChildProcess & { readonly said: () => string } {
  const child = spawn('/bin/sh', ['-c', line], {
    cwd: root,
    env: { ...cleanEnvironment(), NO_COLOR: '1', npm_config_fetch_retries: '0', PATH: `${path('bin')}:${process.env['PATH']}` },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(-child.pid, 'SIGINT');
    await once(child, 'close');
  });
  return Object.assign(child, { said: () => said });
}

/** An empty folder, with `mews` on the PATH. */
async function emptyFolder(npm?: string): Promise<TempProject> {
  const project = await tempProject({ 'bin/mews': `#!/bin/sh\nexec '${process.execPath}' '${mewsBin}' "$@"\n`, ...(npm === undefined ? {} : { 'bin/npm': npm }) });
  for (const name of ['mews', 'npm']) if (existsSync(project.path('bin', name))) chmodSync(project.path('bin', name), 0o755);
  return project;
}

/** The status of the first answer at the address that the app reports. */
async function firstAnswer(child: ReturnType<typeof type>): Promise<number> {
  for (;;) {
    const [, url] = /Now listening on: (\S+)/.exec(child.said()) ?? [];
    if (url !== undefined) return (await fetch(url)).status;
    expect(child.exitCode, child.said()).toBeNull();
    await Promise.race([once(child.stderr ?? child, 'data'), once(child, 'close')]);
  }
}

/** npm as it is when the registry has everything, without a registry. */
const LINKING_NPM = `#!/bin/sh\nmkdir -p node_modules/.bin && ln -s '${repository}' node_modules/mews && ln -s ../mews/bin/mews.js node_modules/.bin/mews\n`;

describe.skipIf(process.platform === 'win32')('from an empty folder to the first 200 answer it is two commands', () => {
  test('with the packages installed', async () => {
    const folder = await emptyFolder(LINKING_NPM);
    await once(type('mews new web -n hello', folder), 'close');
    expect(await firstAnswer(type('cd hello && npx mews run', folder))).toBe(200);
  });

  test('without any of them, too', async () => {
    const folder = await emptyFolder('#!/bin/sh\nexit 1\n');
    await once(type('mews new webapp -n hello', folder), 'close');
    expect(await firstAnswer(type('cd hello && mews run', folder))).toBe(200);
  });

  test('with the packages of the registry', { timeout: 180_000 }, async (context: TestContext) => {
    const folder = await emptyFolder();
    const made = type('mews new express -n hello', folder);
    await once(made, 'close');
    if (made.said().includes('MEWS1310')) {
      console.warn('The npm registry cannot be reached: installing a template for real is skipped.');
      context.skip();
    }
    expect(made.said()).toContain('Restore succeeded.');
    expect(existsSync(join(folder.root, 'hello/node_modules/express'))).toBe(true);
    const tested = type('cd hello && npm test && npx tsc -p .', folder);
    expect((await once(tested, 'close'))[0], tested.said()).toBe(0);
    expect(await firstAnswer(type('cd hello && npx mews run', folder))).toBe(200);
  });
});
