import { describe, expect, test } from 'vitest';
import { isAlive } from '../support/is-alive.ts';
import { ask, MODELS, modularProject, save, settingsOf, startBehindModule } from '../support/module-mews.ts';

describe.each(MODELS)('%s', (model) => {
  test('the addresses are there before the app, which the first request starts', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    expect(mews.workers()).toEqual([]);
    expect((await ask(mews.url)).text).toBe('v0');
    expect(mews.workers()).toHaveLength(1);
    expect(Number((await ask(`${mews.url}/pid`)).text)).toBe(mews.workers()[0]);
  });

  test('a thousand first requests start one process, and all are answered', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    const answers = await Promise.all(Array.from({ length: 1000 }, () => ask(`${mews.url}/pid`)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(mews.workers()).toHaveLength(1);
  });

  test.each(['/exit', '/crash'])('after %s the next request starts the app again', async (path) => {
    const mews = await startBehindModule(await modularProject(model), []);
    const before = (await ask(`${mews.url}/pid`)).text;
    await ask(`${mews.url}${path}`, { method: 'POST' }).catch(() => {}); // A GET would be repeated.
    await mews.event('workerEnded');
    const after = (await ask(`${mews.url}/pid`)).text;
    expect(after).not.toBe(before);
    expect(mews.workers()).toHaveLength(2);
  });

  test('it is the same where connections are handed over one by one, as on Windows', async () => {
    const mews = await startBehindModule(await modularProject(model), [], { env: { MEWS_ACTIVATION: 'handover' } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${mews.url}/pid`)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(mews.workers().map(String)));
    await ask(`${mews.url}/exit`, { method: 'POST' }).catch(() => {});
    await mews.event('workerEnded');
    expect((await ask(mews.url)).text).toBe('v0');
    expect(mews.workers()).toHaveLength(2);
  });

  test('a process that is killed is replaced with the next request', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    const pid = Number((await ask(`${mews.url}/pid`)).text);
    process.kill(pid, 'SIGKILL');
    await mews.event('workerEnded');
    expect((await ask(mews.url)).text).toBe('v0');
  });

  test('an app that keeps dying is not started any more for a while', async () => {
    const project = await modularProject(model, { main: `process.stderr.write('no database at 10.0.0.9\\n'); process.exit(7);`, module: { rapidFailsPerMinute: 3 } });
    const mews = await startBehindModule(project, []);
    const failed = model === 'inprocess' ? 500 : 502;
    const statuses: number[] = [];
    for (let request = 0; request < 5; request++) statuses.push((await ask(mews.url)).status);
    expect(statuses).toEqual([failed, failed, failed, 503, 503]);
    // Other settings may mend it.
    save(project, 'Properties/launchSettings.json', settingsOf(model, { rapidFailsPerMinute: 4 }));
    await mews.event('recycling');
    expect((await ask(mews.url)).status).toBe(failed);
  });

  test('a process that is idle for idleTimeout is ended, and the next request starts another one', async () => {
    const mews = await startBehindModule(await modularProject(model, { module: { idleTimeout: 1 } }), []);
    const before = (await ask(`${mews.url}/pid`)).text;
    const ended = await mews.event('workerEnded');
    expect(ended).toMatchObject({ reason: 'idle', pid: Number(before) });
    expect(isAlive(Number(before))).toBe(false);
    expect((await ask(`${mews.url}/pid`)).text).not.toBe(before);
  });

  test('when mews is stopped, requests in flight are answered and nothing is left', async () => {
    const mews = await startBehindModule(await modularProject(model), []);
    const pid = Number((await ask(`${mews.url}/pid`)).text);
    const slow = ask(`${mews.url}/slow`);
    await ask(mews.url);
    mews.signal('SIGINT');
    expect((await slow).text).toBe(`slow ${pid}`);
    expect((await mews.exited).code).toBe(130);
    expect(isAlive(pid)).toBe(false);
    await expect(ask(mews.url)).rejects.toThrow();
  });
});
