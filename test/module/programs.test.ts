import { describe, expect, test } from 'vitest';
import { choosePort } from '../../src/launcher/launch/hosting-module/choose-port.ts';
import { hasProgram } from '../support/has-program.ts';
import { isAlive } from '../support/is-alive.ts';
import { ask, save, startBehindModule } from '../support/module-mews.ts';
import { runMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const PYTHON = `import os, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        body = ('python %d %s' % (os.getpid(), self.headers['X-Forwarded-Proto'])).encode()
        self.send_response(200); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`;

/** One answer a process, as a shell script gives it. */
const NETCAT = `#!/bin/sh
while true; do printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\nnetcat' | nc -l -N 127.0.0.1 "$PORT" > /dev/null || exit 1; done
`;

function profile(executable: object): object {
  return { profiles: { app: { commandName: 'Executable', hostingModel: 'outofprocess', ...executable } } };
}

describe('a program in another language, out of process', () => {
  test.skipIf(!hasProgram('python3'))('is started by the first request, told its port, and started again when it has died (needs python3)', async () => {
    const project = await tempProject({ 'server.py': PYTHON, 'Properties/launchSettings.json': profile({ executablePath: 'python3', commandLineArgs: 'server.py' }) });
    const mews = await startBehindModule(project, []);
    expect(mews.workers()).toEqual([]);
    expect((await ask(mews.url)).text).toMatch(/^python \d+ http$/);
    const pid = Number(/\d+/.exec((await ask(mews.url)).text)?.[0]);
    process.kill(pid, 'SIGKILL');
    await mews.event('workerEnded');
    expect((await ask(mews.url)).text).toMatch(/^python \d+ http$/);
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(130);
    for (const worker of mews.workers()) expect(isAlive(worker)).toBe(false);
  });

  test.skipIf(!hasProgram('nc'))('may be a shell script around netcat (needs nc)', async () => {
    const project = await tempProject({ 'server.sh': NETCAT, 'Properties/launchSettings.json': profile({ executablePath: 'sh', commandLineArgs: 'server.sh' }) });
    const mews = await startBehindModule(project, []);
    expect((await ask(mews.url)).text).toBe('netcat');
  });

  test.skipIf(!hasProgram('python3'))('may come from a web.config, its port as an argument (needs python3)', async () => {
    const project = await tempProject({
      'package.json': { name: 'app', type: 'module' },
      'main.js': '',
      'page.txt': 'served by python',
      'web.config': `<?xml version="1.0" encoding="utf-8"?>
<configuration><location path="." inheritInChildApplications="false"><system.webServer>
  <aspNetCore processPath="python3" arguments="-m http.server %ASPNETCORE_PORT% --bind 127.0.0.1" hostingModel="OutOfProcess" />
</system.webServer></location></configuration>`,
      'Properties/launchSettings.json': { iisSettings: { iisExpress: { applicationUrl: 'http://127.0.0.1:0', sslPort: 0 } }, profiles: { iis: { commandName: 'IISExpress' } } },
    });
    const mews = await startBehindModule(project, ['-lp', 'iis']);
    expect((await ask(`${mews.url}/page.txt`)).text).toBe('served by python');
  });

  test.skipIf(!hasProgram('python3'))('has the port that is configured for it, and is ended before the next one needs it (needs python3)', async () => {
    const port = await choosePort(undefined);
    const settings = (version: string): object => profile({ executablePath: 'python3', commandLineArgs: 'server.py', environmentVariables: { ASPNETCORE_PORT: String(port), VERSION: version } });
    const project = await tempProject({ 'server.py': PYTHON, 'Properties/launchSettings.json': settings('1') });
    const mews = await startBehindModule(project, []);
    const first = (await ask(mews.url)).text;
    expect((await ask(`http://127.0.0.1:${port}/`)).text).toMatch(/^python \d+ None$/);
    save(project, 'Properties/launchSettings.json', settings('2'));
    await mews.event('workerEnded');
    const second = (await ask(mews.url)).text;
    expect(second).toMatch(/^python \d+ http$/);
    expect(second).not.toBe(first);
  });

  test('that does not exist is told of with 502.5', async () => {
    const project = await tempProject({ 'Properties/launchSettings.json': profile({ executablePath: 'no-such-program', environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' } }) });
    const mews = await startBehindModule(project, []);
    const answer = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 502, subStatus: '502.5', code: 'MEWS3101' });
  });

  test('cannot be hosted in-process', async () => {
    const project = await tempProject({ 'Properties/launchSettings.json': profile({ executablePath: 'sh', hostingModel: 'inprocess' }) });
    const { code, stderr } = await runMews(['run'], { cwd: project.root });
    expect([code, stderr]).toEqual([1, expect.stringContaining('MEWS4306')]);
  });
});
