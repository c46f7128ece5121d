import { rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type TempProject, tempProject } from '../../support/temp-project.ts';
import { watchFolder } from './watch-fixture.ts';

describe('what is followed', () => {
  test('is watched wherever it lies and whatever ignores it', async () => {
    const project = await tempProject({
      'app/.gitignore': 'generated/\n',
      'app/generated/api.ts': '', 'app/generated/other.txt': '',
      'shared/text.txt': '', 'shared/other.txt': '',
      'app/node_modules/dep/index.js': '',
    });
    const { watch, batch, rest } = await watchFolder(project, { root: project.path('app') });
    watch.follow({ files: ['app/generated/api.ts', 'shared/text.txt', 'app/node_modules/dep/index.js', 'shared/not-there-yet.json'].map((file) => project.path(file)) });
    for (const file of ['app/generated/api.ts', 'app/generated/other.txt', 'shared/text.txt', 'shared/other.txt', 'app/node_modules/dep/index.js', 'shared/not-there-yet.json']) project.write(file, 'changed');
    expect(await rest()).toEqual(['added ../shared/not-there-yet.json', 'changed ../shared/text.txt', 'changed generated/api.ts', 'changed node_modules/dep/index.js']);
    project.write('shared/beside.ts', '');
    expect(await batch()).toEqual(['added ../shared/beside.ts']);
    watch.follow({ files: [] });
    for (const file of ['app/generated/api.ts', 'shared/text.txt', 'shared/beside.ts']) project.write(file, 'changed again');
    expect(await rest()).toEqual([]);
  });

  test('may be whole folders, as packages of the workspace', async () => {
    const project = await tempProject({ 'app/app.ts': '', 'lib/src/a.ts': '', 'lib/.gitignore': 'made/\n' });
    const { watch, batch, rest } = await watchFolder(project, { root: project.path('app') });
    watch.follow({ files: [project.path('lib/src/a.ts')], folders: [project.path('lib')] });
    for (const file of ['lib/new/deep/b.ts', 'lib/made/c.ts', 'lib/dist/d.js', 'lib/node_modules/e/e.js']) project.write(file, '');
    expect(await rest()).toEqual(['added ../lib/new/deep/b.ts']);
    watch.follow({ files: [project.path('lib/src/a.ts')] });
    project.write('lib/new/deep/b.ts', 'changed');
    project.write('lib/src/a.ts', 'changed');
    expect(await batch()).toEqual(['changed ../lib/src/a.ts']);
  });

  test('has changed when it was written since the build that read it began', async () => {
    const project = await tempProject({ 'app/app.ts': '', 'app/late.ts': '', 'lib/a.ts': '', 'lib/late.ts': '' });
    const { ctimeMs } = statSync(project.path('lib/a.ts'));
    let since = Date.now();
    while (since <= ctimeMs + 50) since = Date.now();
    writeFileSync(project.path('app/late.ts'), 'changed during the build');
    writeFileSync(project.path('lib/late.ts'), 'changed during the build');
    const { watch, batch } = await watchFolder(project, { root: project.path('app'), since });
    expect(await batch()).toEqual(['changed late.ts']);
    watch.follow({ files: [project.path('lib/a.ts'), project.path('lib/late.ts')], since });
    expect(await batch()).toEqual(['changed ../lib/late.ts']);
  });

  test('is waited for when its folder goes, and found again', async () => {
    const project = await tempProject({ 'app/app.ts': '', 'lib/src/a.ts': '' });
    const { watch, batch } = await watchFolder(project, { root: project.path('app') });
    watch.follow({ files: [project.path('lib/src/a.ts')] });
    rmSync(project.path('lib'), { recursive: true });
    expect(await batch()).toEqual(['removed ../lib/src/a.ts']);
    project.write('lib/src/a.ts', 'back');
    expect(await batch()).toEqual(['added ../lib/src/a.ts']);
    project.write('lib/src/a.ts', 'changed');
    expect(await batch()).toEqual(['changed ../lib/src/a.ts']);
  });

  test('an install of packages is noticed by what it leaves', async () => {
    const project = await tempProject({ 'app/app.ts': '', 'package-lock.json': {}, 'node_modules/.package-lock.json': {}, '.git/HEAD': '' });
    const { batch } = await watchFolder(project, { root: project.path('app') });
    project.write('package-lock.json', '{ }');
    project.write('node_modules/.package-lock.json', '{ }');
    project.write('node_modules/new/index.js', '');
    expect(await batch()).toEqual(['changed ../node_modules/.package-lock.json', 'changed ../package-lock.json']);
    project.write('app/node_modules/.package-lock.json', '{}');
    expect(await batch()).toEqual(['added node_modules/.package-lock.json']);
  });
});

test('of a file app\'s folder only what it has read is watched, and sources beside it', async () => {
  const project = await tempProject({ 'one.ts': '', 'two.txt': '', 'sub/three.ts': '', 'wwwroot/site.css': '' });
  const { watch, rest } = await watchFolder(project, { kind: 'file', staticFolders: [project.path('wwwroot')] });
  watch.follow({ files: [project.path('one.ts'), project.path('.env'), project.path('end-1.txt')] });
  for (const file of ['one.ts', 'two.txt', 'sub/three.ts', 'wwwroot/site.css', '.env', 'beside.ts']) project.write(file, 'changed');
  expect(await rest()).toEqual(['added .env', 'added beside.ts', 'changed one.ts', 'changed wwwroot/site.css']);
});

describe('links', () => {
  const linked = async (): Promise<TempProject> => {
    const project = await tempProject({ 'app/src/app.ts': '', 'shared/css/site.css': '', 'shared/one.html': '' });
    symlinkSync(project.path('shared/css'), project.path('app/css'));
    symlinkSync(project.path('shared/one.html'), project.path('app/one.html'));
    symlinkSync('..', project.path('app/src/circle'));
    return project;
  };

  test('to folders and files are what they lead to, and circles end', async () => {
    const project = await linked();
    const { batch } = await watchFolder(project, { root: project.path('app') });
    project.write('shared/css/site.css', 'p {}');
    expect(await batch()).toEqual(['changed css/site.css']);
    project.write('shared/one.html', 'changed');
    expect(await batch()).toEqual(['changed one.html']);
    project.write('app/src/app.ts', 'changed');
    expect(await batch()).toEqual(['changed src/app.ts']);
  });

  test('lead the whole project, which is told by its real path', async () => {
    const project = await tempProject({ 'real/app.ts': '' });
    symlinkSync(project.path('real'), project.path('link'));
    const { batch } = await watchFolder(project, { root: project.path('link') });
    project.write('real/app.ts', 'changed');
    expect(await batch()).toEqual(['changed ../real/app.ts']);
  });
});
