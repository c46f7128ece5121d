import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attachEditor } from '../support/cdp-client.ts';
import { freePort } from '../support/free-port.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews } from '../support/watch-mews.ts';
import { versionSource } from './sources.ts';

const MAIN = `import http from 'node:http';
import { version } from './version.ts';
http.createServer((_, res) => {
  const answer = version;
  res.end(answer);
}).listen(3000);
`;

test('an editor stays attached while versions come and go, and its breakpoints are hit in each', async () => {
  const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': MAIN, 'src/version.ts': versionSource(0) });
  const port = await freePort();
  const watching = await watchMews(project, ['--urls', `http://127.0.0.1:${await freePort()}`, '--inspect', String(port)]);
  const { webSocketDebuggerUrl } = ((await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [{ webSocketDebuggerUrl: string }])[0];
  const editor = await attachEditor(webSocketDebuggerUrl);
  await editor.send('Runtime.enable');
  await editor.send('Debugger.enable');
  await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'main\\.js$', lineNumber: readFileSync(project.path('dist/Debug/main.js'), 'utf8').split('\n').findIndex((line) => line.includes('res.end(answer)')) });
  for (const version of [0, 1, 2]) {
    if (version > 0) {
      watching.edit('src/version.ts', versionSource(version));
      await watching.nth('swapped', version);
    }
    const answer = fetch(watching.url, { headers: { Connection: 'close' } });
    const { callFrames } = (await editor.next('Debugger.paused')) as { callFrames: [{ callFrameId: string }] };
    const evaluated = await editor.send('Debugger.evaluateOnCallFrame', { callFrameId: callFrames[0].callFrameId, expression: 'version' });
    expect(evaluated).toMatchObject({ result: { value: `v${version}` } });
    await editor.send('Debugger.resume');
    expect(await (await answer).text()).toBe(`v${version}`);
  }
  watching.signal('SIGINT');
  await watching.exited;
});
