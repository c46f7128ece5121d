import { describe, expect, test } from 'vitest';
import { ask, MODELS, settingsOf, startBehindModule } from '../support/module-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { KINDS } from '../watch/sources.ts';

describe.each(MODELS)('%s', (model) => {
  test.each(KINDS)('$kind is started by the first request, and answers', async ({ main, packages }) => {
    const project = await tempProject({
      'package.json': { name: 'app', type: 'module' },
      'src/main.ts': main,
      'src/version.ts': `export const version = 'v1';`,
      'Properties/launchSettings.json': settingsOf(model, {}),
    });
    project.install(...packages);
    const mews = await startBehindModule(project, ['--typecheck', 'off']);
    expect((await ask(mews.url)).text).toBe('v1');
    expect((await ask(`${mews.url}/slow`)).text).toBe('v1');
    expect(mews.workers()).toHaveLength(1);
  });
});
