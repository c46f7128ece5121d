import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../support/is-alive.ts';
import { ask, MODELS, modularProject, save, settingsOf, startBehindModule } from '../support/module-mews.ts';

const FAILS = `console.error('no database at 10.0.0.9'); process.exit(7);`;

describe.each(MODELS)('%s', (model) => {
  const failed = model === 'inprocess' ? { status: 500, subStatus: '500.30' } : { status: 502, subStatus: '502.5' };

  test('an app that fails to start is told of with exit code and last lines: as a page, a problem, and text', async () => {
    const mews = await startBehindModule(await modularProject(model, { main: FAILS }), []);
    const page = await ask(mews.url, { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(failed.status);
    expect(page.text).toContain(`HTTP Error ${failed.subStatus}`);
    expect(page.text).toContain('no database at 10.0.0.9');
    const problem = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(problem.text)).toMatchObject({ status: failed.status, subStatus: failed.subStatus, exitCode: 7, lastLines: ['no database at 10.0.0.9'], code: 'MEWS3405' });
    const text = await ask(mews.url, { headers: { 'User-Agent': 'curl/8' } });
    expect(text.text).toContain(failed.subStatus);
    expect(text.text).toContain('Exit code: 7');
  });

  test('in Production clients are told the status alone', async () => {
    const mews = await startBehindModule(await modularProject(model, { main: FAILS }), ['-e', 'ASPNETCORE_ENVIRONMENT=Production']);
    const answer = await ask(mews.url, { headers: { Accept: 'text/html' } });
    expect([answer.status, answer.text]).toEqual([failed.status, '']);
  });

  test('so they are with disableStartUpErrorPage', async () => {
    const mews = await startBehindModule(await modularProject(model, { main: FAILS, module: { disableStartUpErrorPage: true } }), []);
    const answer = await ask(mews.url, { headers: { Accept: 'text/html' } });
    expect([answer.status, answer.text]).toEqual([failed.status, '']);
  });

  test('an app that throws on start is told of with its stack', async () => {
    const mews = await startBehindModule(await modularProject(model, { main: `function connect() { throw new TypeError('no <b>connection</b>'); }\nconnect();` }), []);
    const page = await ask(mews.url, { headers: { Accept: 'text/html' } });
    expect(page.text).toContain('TypeError: no &lt;b&gt;connection&lt;/b&gt;');
    expect(page.text).toContain('main.js:1');
  });

  test('an app that cannot read its settings is told of, too', async () => {
    const main = `import { WebApplication } from 'mews'; export default WebApplication.create();`;
    const mews = await startBehindModule(await modularProject(model, { main, files: { 'appsettings.json': '{ "Kestrel": ' } }), []);
    const answer = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ ...failed, code: 'MEWS4101' });
  });

  test('an app that does not listen in time is ended', async () => {
    const mews = await startBehindModule(await modularProject(model, { main: 'setInterval(() => {}, 1000);', module: { startupTimeLimit: 0.5 } }), []);
    const answer = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ subStatus: model === 'inprocess' ? '500.37' : '502.5', code: 'MEWS4301' });
  });

  test('settings that become wrong while it runs are answered 500.0 until they are mended', async () => {
    const project = await modularProject(model);
    const mews = await startBehindModule(project, []);
    expect((await ask(mews.url)).status).toBe(200);
    save(project, 'web.config', '<configuration><system.webServer><aspNetCore startupTimeLimit="soon" /></system.webServer></configuration>');
    await mews.event('workerEnded');
    const answer = await ask(mews.url, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 500, subStatus: '500.0', code: 'MEWS1217' });
    save(project, 'web.config', '<configuration><system.webServer><aspNetCore startupTimeLimit="20" /></system.webServer></configuration>');
    await mews.event('recycling');
    expect((await ask(mews.url)).status).toBe(200);
  });

  test('what the app writes is kept in a log where that is wanted, and the failure names it', async () => {
    const main = `console.log('starting up'); console.error('no database'); process.exit(7);`;
    const project = await modularProject(model, { main, module: { stdoutLogEnabled: true, stdoutLogFile: '.\\logs\\app' } });
    const mews = await startBehindModule(project, []);
    const { logFile } = JSON.parse((await ask(mews.url, { headers: { Accept: 'application/json' } })).text) as { logFile: string };
    expect(logFile).toMatch(new RegExp(`^${project.path('logs', 'app')}_\\d{14}_\\d+\\.log$`));
    expect(readFileSync(logFile, 'utf8')).toBe('starting up\nno database\n');
  });

  test('changed settings recycle the app, and no request is lost', async () => {
    const project = await modularProject(model, { files: { 'web.config': '<configuration />' } });
    const mews = await startBehindModule(project, []);
    const stopping = new AbortController();
    const failures: string[] = [];
    const load = Array.from({ length: 4 }, async () => {
      while (!stopping.signal.aborted) {
        const answer = await ask(mews.url).catch((error: unknown) => ({ status: 0, text: String(error) }));
        if (answer.text !== 'v0') failures.push(`${answer.status} ${answer.text}`);
      }
    });
    await ask(mews.url);
    const before = (await ask(`${mews.url}/pid`)).text;
    save(project, 'web.config', `<configuration><system.webServer><aspNetCore><environmentVariables><environmentVariable name="NEW" value="new" /></environmentVariables></aspNetCore></system.webServer></configuration>`);
    await mews.nth('workerStarted', 2);
    await mews.nth('workerEnded', 1);
    stopping.abort();
    await Promise.all(load);
    expect(failures).toEqual([]);
    expect((await ask(`${mews.url}/pid`)).text).not.toBe(before);
    expect(JSON.parse((await ask(`${mews.url}/env`)).text)).toMatchObject({ NEW: 'new' });
    save(project, 'Properties/launchSettings.local.json', { profiles: { app: { module: { environmentVariables: { NEW: 'newer' } } } } });
    await mews.nth('workerStarted', 3);
  });

  test('when mews is stopped while the app is being recycled, nothing is left', async () => {
    const project = await modularProject(model);
    const mews = await startBehindModule(project, []);
    await ask(mews.url);
    save(project, 'Properties/launchSettings.json', settingsOf(model, { environmentVariables: { NEW: 'new' } }));
    await mews.event('recycling');
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(130);
    for (const worker of mews.workers()) expect(isAlive(worker)).toBe(false);
  });

  test('and so it is when that has come as far as a new process that serves', async () => {
    const project = await modularProject(model);
    const mews = await startBehindModule(project, []);
    await ask(mews.url);
    save(project, 'Properties/launchSettings.json', settingsOf(model, { environmentVariables: { NEW: 'new' } }));
    await mews.nth('workerStarted', 2);
    mews.signal('SIGTERM');
    expect((await mews.exited).code).toBe(143);
    for (const worker of mews.workers()) expect(isAlive(worker)).toBe(false);
  });
});
