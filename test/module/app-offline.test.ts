import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../support/is-alive.ts';
import { ask, MODELS, modularProject, save, startBehindModule } from '../support/module-mews.ts';

const PAGE = '<h1>We are moving house</h1>';

describe.each(MODELS)('app_offline.htm, %s', (model) => {
  test('is there before the start: 503 with its content, and no process; when it goes the app starts', async () => {
    const project = await modularProject(model, { files: { 'app_offline.htm': PAGE } });
    const mews = await startBehindModule(project, []);
    const answer = await ask(mews.url);
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([503, PAGE, 'text/html']);
    expect(mews.workers()).toEqual([]);
    rmSync(project.path('app_offline.htm'));
    await mews.eventually(() => mews.events().find(({ type, isOffline }) => type === 'offline' && isOffline === false));
    expect((await ask(mews.url)).text).toBe('v0');
  });

  test('comes while the app runs: what is in flight is answered, the process ends', async () => {
    const project = await modularProject(model);
    const mews = await startBehindModule(project, []);
    const pid = Number((await ask(`${mews.url}/pid`)).text);
    const slow = ask(`${mews.url}/slow`);
    await ask(mews.url);
    save(project, 'app_offline.htm', PAGE);
    await mews.event('workerEnded');
    expect((await slow).text).toBe(`slow ${pid}`);
    expect(isAlive(pid)).toBe(false);
    expect((await ask(mews.url)).text).toBe(PAGE);
    save(project, 'app_offline.htm', 'still moving');
    while ((await ask(mews.url)).text === PAGE);
    expect((await ask(mews.url)).text).toBe('still moving');
  });

  test('comes and goes quickly under load: clients see 200 and 503, and nothing else', async () => {
    const project = await modularProject(model);
    const mews = await startBehindModule(project, []);
    const statuses = new Set<number>();
    const stopping = new AbortController();
    const load = Array.from({ length: 4 }, async () => {
      while (!stopping.signal.aborted) statuses.add((await ask(mews.url)).status);
    });
    for (let round = 1; round <= 3; round++) {
      const turned = (isOffline: boolean): Promise<unknown> => mews.eventually(() => mews.events().filter((event) => event.type === 'offline' && event.isOffline === isOffline)[round - 1]);
      await ask(mews.url);
      save(project, 'app_offline.htm', PAGE);
      await turned(true);
      await ask(mews.url);
      rmSync(project.path('app_offline.htm'));
      await turned(false);
    }
    stopping.abort();
    await Promise.all(load);
    expect([...statuses].toSorted()).toEqual([200, 503]);
  });

  test('is shown also when the app cannot be started', async () => {
    const project = await modularProject(model, { main: 'process.exit(9);' });
    const mews = await startBehindModule(project, []);
    expect((await ask(mews.url)).status).toBe(model === 'inprocess' ? 500 : 502);
    save(project, 'app_offline.htm', PAGE);
    await mews.event('offline');
    const answer = await ask(mews.url);
    expect([answer.status, answer.text]).toEqual([503, PAGE]);
  });

  test('is empty for clients when it cannot be read', async () => {
    const project = await modularProject(model, { files: { 'app_offline.htm/inside': 'a folder of that name' } });
    const mews = await startBehindModule(project, []);
    const answer = await ask(mews.url);
    expect([answer.status, answer.text]).toEqual([503, '']);
  });
});
