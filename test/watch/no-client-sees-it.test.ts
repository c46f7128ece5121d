import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews } from '../support/watch-mews.ts';
import { editUnderLoad } from './edit-under-load.ts';
import { KINDS, versionSource } from './sources.ts';

const EDITS = 2;

describe.each(['inherit', 'handover'])('connections that are the launcher\'s (%s)', (mode) => {
  test.each(KINDS)('$kind is replaced under load: nothing refused, cut or answered by the wrong version', async ({ packages, main }) => {
    const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': main, 'src/version.ts': versionSource(0) });
    project.install(...packages);
    const watching = await watchMews(project, ['--urls', `http://localhost:${await freePort()}`], { env: { MEWS_ACTIVATION: mode } });
    const { answered, slowAnswered, failures, stale } = await editUnderLoad(watching, EDITS);
    expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
    expect(answered).toBeGreaterThan(EDITS);
    expect(slowAnswered).toBeGreaterThan(0);
    watching.signal('SIGINT');
    expect((await watching.exited).code).toBe(130);
  });
});
