import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { hasProgram } from '../support/has-program.ts';
import { ask, MODELS } from '../support/module-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews, watchUnready } from '../support/watch-mews.ts';
import { editUnderLoad } from '../watch/edit-under-load.ts';
import { KINDS, versionSource } from '../watch/sources.ts';

const EDITS = 3;

describe.each(MODELS)('mews watch, %s', (model) => {
  test.each(KINDS)('$kind is replaced under load: nothing refused, cut or answered by the wrong version', async ({ packages, main }) => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': main, 'src/version.ts': versionSource(0) });
    project.install(...packages);
    const watching = await watchMews(project, ['--hosting-model', model, '--urls', 'http://127.0.0.1:0']);
    const { answered, slowAnswered, failures, stale } = await editUnderLoad(watching, EDITS);
    expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
    expect(answered).toBeGreaterThan(EDITS);
    expect(slowAnswered).toBeGreaterThan(0);
    watching.signal('SIGINT');
    expect((await watching.exited).code).toBe(130);
  });

  test('where the first version does not work the status page answers, until one does', async () => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': 'throw new Error("the version is broken");', 'src/version.ts': versionSource(0) });
    const url = `http://127.0.0.1:${await freePort()}`;
    const watching = watchUnready(project, ['--hosting-model', model, '--urls', url]);
    await watching.event('status');
    const answer = await ask(url, { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'crashed' });
    watching.edit('src/main.ts', KINDS[0]?.main ?? '');
    await watching.nth('status', 2);
    expect((await ask(url)).text).toBe('v0');
  });

  test('an app with a virtual path tells its pages of changes all the same', async () => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': KINDS[0]?.main ?? '', 'src/version.ts': versionSource(0) });
    const watching = await watchMews(project, ['--hosting-model', model, '--urls', 'http://127.0.0.1:0/shop', '-e', 'ASPNETCORE_ENVIRONMENT=Development']);
    expect((await ask(`${watching.url}/shop`)).text).toBe('v0');
    expect((await ask(watching.url)).status).toBe(404);
    expect((await ask(`${watching.url}/_framework/mews-refresh.js`)).status).toBe(200);
  });

  test('settings of a web.config that is edited count from then on', async () => {
    const main = `import http from 'node:http'; http.createServer((_, response) => response.end(process.env.FLAVOUR ?? 'none')).listen(3000);`;
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': main });
    const watching = await watchMews(project, ['--hosting-model', model, '--urls', 'http://127.0.0.1:0']);
    expect((await ask(watching.url)).text).toBe('none');
    watching.edit('web.config', '<configuration><system.webServer><aspNetCore><environmentVariables><environmentVariable name="FLAVOUR" value="sweet" /></environmentVariables></aspNetCore></system.webServer></configuration>');
    await watching.nth('swapped', 1);
    expect((await ask(watching.url)).text).toBe('sweet');
  });
});

test.skipIf(!hasProgram('python3'))('mews watch, out of process: a program in another language is replaced, and requests wait for it (needs python3)', async () => {
  const server = (version: number): string => `import os, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'v${version}'
        self.send_response(200); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['ASPNETCORE_PORT'])), Handler).serve_forever()
`;
  const profile = { commandName: 'Executable', executablePath: 'python3', commandLineArgs: 'server.py', hostingModel: 'outofprocess' };
  const project = await tempProject({ 'server.py': server(0), 'Properties/launchSettings.json': { profiles: { app: profile } } });
  const watching = await watchMews(project, ['--urls', 'http://127.0.0.1:0']);
  expect((await ask(watching.url)).text).toBe('v0');
  watching.edit('server.py', server(1));
  await watching.nth('swapped', 1);
  expect((await ask(watching.url)).text).toBe('v1');
});
