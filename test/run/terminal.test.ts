import { describe, expect, test } from 'vitest';
import { hasProgram } from '../support/has-program.ts';
import { tempProject } from '../support/temp-project.ts';
import { startInTerminal } from './terminal.ts';

const URLS = ['--urls', 'http://127.0.0.1:0'];

describe.skipIf(!hasProgram('python3'))('on a terminal', () => {
  test('addresses are coloured, and plain with NO_COLOR', async () => {
    const { root } = await tempProject({ 'main.mjs': `export default { fetch: () => new Response('answer') };` });
    const colourful = await startInTerminal(['run', 'main.mjs', ...URLS], { cwd: root, env: {} });
    const said = await colourful.said(/Now listening on: (\S+)/);
    expect(said[1]).toContain('\u001B[36m');
    await colourful.stop();
    const plain = await startInTerminal(['run', 'main.mjs', ...URLS], { cwd: root, env: { NO_COLOR: '1' } });
    await plain.said(/Content root path/);
    expect(plain.output()).not.toContain('\u001B[');
    await plain.stop();
  });

  test('Ctrl+C typed there stops the app gracefully, and the app still sees a terminal', async () => {
    const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': `console.log('tty', process.stdout.isTTY, process.stdin.isTTY);\nexport default { fetch: () => new Response('answer') };` });
    const mews = await startInTerminal(['run', ...URLS], { cwd: root, env: {} });
    await mews.said(/tty \S*true\S* \S*true/);
    await mews.said(/Content root path/);
    mews.type('\u0003');
    expect(await mews.exited).toBe(0);
    expect(mews.output()).toContain('Application is shutting down...');
  });

  test('what is typed there reaches the app', async () => {
    const { root } = await tempProject({ 'main.mjs': `process.stdin.setEncoding('utf8').once('data', (text) => { console.log('got', text.trim()); process.exit(12); });\nconsole.log('ready');` });
    const mews = await startInTerminal(['run', 'main.mjs'], { cwd: root, env: {} });
    await mews.said(/ready/);
    mews.type('typed\n');
    expect(await mews.exited).toBe(12);
    expect(mews.output()).toContain('got typed');
  });

  test('a Ctrl+C that a package manager passes on is the same one', async () => {
    const { root } = await tempProject({
      'main.mjs': `process.on('SIGINT', () => { console.log('once'); process.stdin.once('data', () => process.exit(7)); });\nconsole.log('parent ' + process.ppid);\nsetInterval(() => {}, 1000);`,
    });
    const mews = await startInTerminal(['run', 'main.mjs'], { cwd: root, env: { npm_lifecycle_event: 'start' } });
    const [, pid] = await mews.said(/parent (\d+)/);
    mews.type('\u0003');
    await mews.said(/shutting down/);
    process.kill(Number(pid), 'SIGINT');
    await mews.said(/once/);
    mews.type('now\n');
    expect(await mews.exited).toBe(7);
  });
});
