import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLaunchSettings } from '../../../src/launcher/profiles/launch-settings-file.ts';
import { tempProject } from '../../support/temp-project.ts';
import { failureOf } from '../../support/failure-of.ts';

describe('findLaunchSettings', () => {
  it('prefers Properties/launchSettings.json, and names the file that loses', async () => {
    const project = await tempProject({ 'Properties/launchSettings.json': '{}', 'launchSettings.json': '{}' });
    const found = findLaunchSettings({ root: project.root });
    expect(found.file).toBe(project.path('Properties/launchSettings.json'));
    expect(found.overruled).toBe(project.path('launchSettings.json'));
  });

  it('prefers launchSettings.json in the root to a .run.json', async () => {
    const project = await tempProject({ 'app.run.json': '{}', 'launchSettings.json': '{}' });
    const found = findLaunchSettings({ root: project.root, fileName: 'app.ts' });
    expect(found).toMatchObject({ file: project.path('launchSettings.json'), overruled: project.path('app.run.json') });
  });

  it('takes the .run.json of a file app, and not that of another one', async () => {
    const project = await tempProject({ 'a.run.json': '{}', 'b.test.run.json': '{}' });
    expect(findLaunchSettings({ root: project.root, fileName: 'a.ts' }).file).toBe(project.path('a.run.json'));
    expect(findLaunchSettings({ root: project.root, fileName: 'b.test.mts' }).file).toBe(project.path('b.test.run.json'));
    expect(findLaunchSettings({ root: project.root, fileName: 'c.ts' }).file).toBeUndefined();
  });

  it('takes the .run.json named by the package without its scope, or by the folder', async () => {
    const project = await tempProject({ 'web.run.json': '{}', 'folder/folder.run.json': '{}' });
    expect(findLaunchSettings({ root: project.root, projectName: '@acme/web' }).file).toBe(project.path('web.run.json'));
    expect(findLaunchSettings({ root: project.path('folder'), projectName: 'web' }).file).toBe(project.path('folder/folder.run.json'));
  });

  it('finds the local file beside the file in use', async () => {
    const project = await tempProject({
      'Properties/launchSettings.json': '{}',
      'Properties/launchSettings.local.json': '{}',
      'launchSettings.local.json': '{}',
    });
    expect(findLaunchSettings({ root: project.root }).localFile).toBe(project.path('Properties/launchSettings.local.json'));
  });

  it('finds the local file of a .run.json under both names, its own first', async () => {
    const project = await tempProject({ 'app.run.json': '{}', 'launchSettings.local.json': '{}' });
    const find = (): string | undefined => findLaunchSettings({ root: project.root, fileName: 'app.ts' }).localFile;
    expect(find()).toBe(project.path('launchSettings.local.json'));
    project.write('app.run.local.json', '{}');
    expect(find()).toBe(project.path('app.run.local.json'));
  });

  it('finds a local file that stands alone', async () => {
    const project = await tempProject({ 'Properties/launchSettings.local.json': '{}' });
    expect(findLaunchSettings({ root: project.root })).toMatchObject({ localFile: project.path('Properties/launchSettings.local.json') });
  });

  it('says where it looked', async () => {
    const { root } = await tempProject({ Properties: 'a file, not a folder' });
    expect(findLaunchSettings({ root, fileName: 'app.ts' })).toEqual({
      tried: [join(root, 'Properties', 'launchSettings.json'), join(root, 'launchSettings.json'), join(root, 'app.run.json')],
    });
  });

  it('does not pass over a folder or a link in a circle where the file should be', async () => {
    const project = await tempProject();
    mkdirSync(project.path('launchSettings.json'));
    expect(failureOf(() => findLaunchSettings({ root: project.root })).message).toContain('it is a folder');
    const circle = await tempProject();
    symlinkSync('launchSettings.json', circle.path('launchSettings.json'));
    expect(failureOf(() => findLaunchSettings({ root: circle.root }))).toMatchObject({ code: 'MEWS1107' });
  });
});
