import { describe, expect, it } from 'vitest';
import { readLaunchSettings } from '../../../src/launcher/profiles/read-launch-settings.ts';
import { readSettingsText } from '../../../src/launcher/profiles/read-settings-text.ts';
import { tempProject } from '../../support/temp-project.ts';
import { failureOf } from '../../support/failure-of.ts';

const settings = (...names: string[]): object => ({ profiles: Object.fromEntries(names.map((name) => [name, { commandName: 'Project' }])) });

describe('readLaunchSettings', () => {
  it('gives no settings when there is no file', async () => {
    const { root } = await tempProject();
    expect(readLaunchSettings({ root }).settings).toBeUndefined();
  });

  it('merges the local file over the main one', async () => {
    const project = await tempProject({ 'launchSettings.json': settings('a'), 'launchSettings.local.json': settings('b') });
    const read = readLaunchSettings({ root: project.root }).settings;
    expect(read?.profiles.map(({ name, file }) => [name, file])).toEqual([
      ['a', project.path('launchSettings.json')],
      ['b', project.path('launchSettings.local.json')],
    ]);
  });

  it('takes a local file alone', async () => {
    const project = await tempProject({ 'launchSettings.local.json': settings('mine') });
    expect(readLaunchSettings({ root: project.root }).settings?.file).toBe(project.path('launchSettings.local.json'));
  });

  it('names the local file when that one is broken', async () => {
    const project = await tempProject({ 'launchSettings.json': settings('a'), 'launchSettings.local.json': '{' });
    const failure = failureOf(() => readLaunchSettings({ root: project.root }));
    expect(failure).toMatchObject({ code: 'MEWS1201', location: { file: project.path('launchSettings.local.json'), line: 1, column: 2 } });
  });

  it.each(['utf8', 'utf16le'] as const)('reads files in %s with a byte order mark', async (encoding) => {
    const project = await tempProject({ 'a.json': Buffer.from('\uFEFF{"é": 1}', encoding) });
    expect(readSettingsText(project.path('a.json'))).toBe('{"é": 1}');
  });

  it('reads UTF-16 in big endian order', async () => {
    const project = await tempProject({ 'a.json': Buffer.from('\uFEFF{"é": 1}', 'utf16le').swap16() });
    expect(readSettingsText(project.path('a.json'))).toBe('{"é": 1}');
  });

  it('says why a file cannot be read', async () => {
    const { root } = await tempProject();
    expect(failureOf(() => readSettingsText(root)).message).toBe(`'${root}' cannot be read: illegal operation on a directory.`);
  });
});
