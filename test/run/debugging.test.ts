import { expect, test } from 'vitest';
import { startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const APP = `export default { fetch: () => new Response('answer' as string) };`;

test('--inspect lets a debugger attach to the app', async () => {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.ts': APP });
  const mews = await startListening(['--urls', 'http://localhost:0', '--inspect=127.0.0.1:0'], { cwd: root });
  const [, address] = await mews.said(/Debugger listening on ws:\/\/(127\.0\.0\.1:\d+)\//);
  expect(JSON.parse(await textOf(`http://${address}/json/version`))).toMatchObject({ Browser: `node.js/${process.version}` });
  expect(await textOf(mews.url)).toBe('answer');
  expect(mews.stderr().match(/Debugger listening/g)).toHaveLength(1);
  mews.signal('SIGINT');
  expect(await mews.exited).toMatchObject({ code: 0 });
});
