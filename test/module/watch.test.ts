import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ask, MODELS } from '../support/module-mews.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews, watchUnready } from '../support/watch-mews.ts';
import { KINDS, versionSource } from '../watch/sources.ts';

const EDITS = 3;

describe.each(MODELS)('mews watch, %s', (model) => {
  test.each(KINDS)('$kind is replaced under load: nothing refused, cut or answered by the wrong version', async ({ packages, main }) => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': main, 'src/version.ts': versionSource(0) });
    project.install(...packages);
    const watching = await watchMews(project, ['--hosting-model', model, '--urls', 'http://127.0.0.1:0']);
    const load = steadyLoad(watching.url);
    await load.sees(0);
    for (let edit = 1; edit <= EDITS; edit++) {
      watching.edit('src/version.ts', versionSource(edit));
      await load.sees(edit);
      await watching.nth('swapped', edit);
    }
    const { answered, slowAnswered, failures, stale } = await load.stop();
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
});
