import { expect, test } from 'vitest';
import { startInTerminal } from '../run/terminal.ts';
import { freePort } from '../support/free-port.ts';
import { hasProgram } from '../support/has-program.ts';
import { tempProject } from '../support/temp-project.ts';

const APP = `import http from 'node:http';\nhttp.createServer((_, res) => res.end(String(process.pid))).listen(3000);\n`;

test.skipIf(!hasProgram('python3'))('keys of a terminal (needs python3 for one): help, addresses, restart, quit', async () => {
  const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.mts': APP });
  const url = `http://127.0.0.1:${await freePort()}`;
  const terminal = await startInTerminal(['watch', '--urls', url], { cwd: project.root, env: {} });
  await terminal.said(/Press \? for shortcuts/);
  const pid = async (): Promise<string> => (await fetch(url, { headers: { Connection: 'close' } })).text();
  const before = await pid();
  terminal.type('?');
  await terminal.said(/restart the app \(Ctrl\+R, too\)/);
  terminal.type('r');
  await terminal.said(/restart requested → .*swapped in \d+ ms/);
  expect(await pid()).not.toBe(before);
  terminal.type('\u0012');
  await terminal.said(/restart requested[^]*restart requested/);
  terminal.type('u');
  await terminal.said(/Now listening on[^]*Now listening on: .*127\.0\.0\.1/);
  terminal.type('q');
  expect(await terminal.exited).toBe(130);
});
