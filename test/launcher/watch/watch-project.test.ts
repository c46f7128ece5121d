import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { tempProject } from '../../support/temp-project.ts';
import { watchFolder } from './watch-fixture.ts';

const run = promisify(execFile);
const files = { 'package.json': {}, 'src/app.ts': 'let a = 1;', 'src/lib/b.ts': 'let b = 1;', 'wwwroot/site.css': 'p {}' };

describe('a save is one change, however an editor saves', () => {
  test.each<[string, (file: string) => void]>([
    ['written in place', (file) => writeFileSync(file, 'let a = 2;')],
    ['emptied, then written', (file) => {
      truncateSync(file);
      appendFileSync(file, 'let a = 2;');
    }],
    ['written in pieces', (file) => {
      const handle = openSync(file, 'w');
      for (const piece of ['let ', 'a ', '= 2;']) writeSync(handle, piece);
      closeSync(handle);
    }],
    ['written beside and renamed over it', (file) => {
      writeFileSync(`${file}.tmp`, 'let a = 2;');
      renameSync(`${file}.tmp`, file);
    }],
    ['as vim does: renamed away, written anew, the backup removed', (file) => {
      writeFileSync(join(dirname(file), '4913'), '');
      unlinkSync(join(dirname(file), '4913'));
      renameSync(file, `${file}~`);
      writeFileSync(file, 'let a = 2;');
      unlinkSync(`${file}~`);
    }],
    ['as JetBrains does', (file) => {
      writeFileSync(`${file}___jb_tmp___`, 'let a = 2;');
      renameSync(file, `${file}___jb_old___`);
      renameSync(`${file}___jb_tmp___`, file);
      unlinkSync(`${file}___jb_old___`);
    }],
    ['removed and written again', (file) => {
      unlinkSync(file);
      writeFileSync(file, 'let a = 2;');
    }],
    ['replaced by an older file', (file) => {
      writeFileSync(`${file}.old`, 'let a = 0;');
      utimesSync(`${file}.old`, 1000, 1000);
      renameSync(`${file}.old`, file);
    }],
    ['with a lock and a swap file around it', (file) => {
      const [folder, name] = [dirname(file), basename(file)];
      symlinkSync('me@host.1', join(folder, `.#${name}`));
      writeFileSync(join(folder, `.${name}.swp`), '');
      writeFileSync(file, 'let a = 2;');
      unlinkSync(join(folder, `.#${name}`));
    }],
    ['touched', (file) => utimesSync(file, new Date(), new Date())],
  ])('%s', async (_, save) => {
    const project = await tempProject(files);
    const { batch, rest } = await watchFolder(project);
    save(project.path('src/app.ts'));
    expect(await batch()).toEqual(['changed src/app.ts']);
    expect(await rest()).toEqual([]);
  });

  test('also again and again', async () => {
    const project = await tempProject(files);
    const { batch } = await watchFolder(project);
    for (let time = 0; time < 20; time++) {
      const [from, to] = [project.path('src/next.tmp'), project.path('src/app.ts')];
      writeFileSync(from, `let a = ${time};`);
      if (time % 2) renameSync(from, to);
      else writeFileSync(to, `let a = ${time};`);
      expect(await batch()).toEqual(['changed src/app.ts']);
    }
  });

  test('and rights alone are no change', async () => {
    const project = await tempProject(files);
    const { rest } = await watchFolder(project);
    chmodSync(project.path('src/app.ts'), 0o600);
    expect(await rest()).toEqual([]);
  });
});

describe('files and folders come and go', () => {
  test('a new file, a removed file, a renamed file', async () => {
    const project = await tempProject(files);
    const { batch } = await watchFolder(project);
    project.write('src/new.ts', '');
    expect(await batch()).toEqual(['added src/new.ts']);
    renameSync(project.path('src/new.ts'), project.path('src/lib/moved.ts'));
    expect(await batch()).toEqual(['added src/lib/moved.ts', 'removed src/new.ts']);
    rmSync(project.path('src/lib/moved.ts'));
    expect(await batch()).toEqual(['removed src/lib/moved.ts']);
  });

  test('a file that comes and goes at once was never there', async () => {
    const project = await tempProject(files);
    const { rest } = await watchFolder(project);
    project.write('src/new.ts', '');
    rmSync(project.path('src/new.ts'));
    expect(await rest()).toEqual([]);
  });

  test('new folders within new folders, with files made in one go, lose nothing', async () => {
    const project = await tempProject(files);
    const { batch, rest } = await watchFolder(project);
    const made = Array.from({ length: 50 }, (_, index) => `a/b${index % 5}/c/file-${index}.ts`);
    for (const file of made) project.write(file, '');
    const told: string[] = [];
    while (told.length < made.length) told.push(...(await batch()));
    expect(told.sort()).toEqual(made.map((file) => `added ${file}`).sort());
    project.write('a/b3/c/file-3.ts', 'later');
    expect(await batch()).toEqual(['changed a/b3/c/file-3.ts']);
    expect(await rest()).toEqual([]);
  });

  test('folders are followed to their new names, and forgotten under the old', async () => {
    const project = await tempProject(files);
    const { batch, rest } = await watchFolder(project);
    renameSync(project.path('src'), project.path('source'));
    expect(await batch()).toEqual(['added source/app.ts', 'added source/lib/b.ts', 'removed src/app.ts', 'removed src/lib/b.ts']);
    project.write('source/lib/b.ts', 'changed');
    expect(await batch()).toEqual(['changed source/lib/b.ts']);
    mkdirSync(project.path('src'));
    project.write('src/app.ts', 'new');
    expect(await rest()).toEqual(['added src/app.ts']);
  });

  test('a folder that is replaced by another of its name is the new one', async () => {
    const project = await tempProject({ ...files, 'other/b.ts': 'let b = 2;', 'other/c.ts': '' });
    const { batch } = await watchFolder(project);
    rmSync(project.path('src/lib'), { recursive: true });
    renameSync(project.path('other'), project.path('src/lib'));
    expect(await batch()).toEqual(['removed other/b.ts', 'removed other/c.ts', 'changed src/lib/b.ts', 'added src/lib/c.ts']);
    project.write('src/lib/c.ts', 'later');
    expect(await batch()).toEqual(['changed src/lib/c.ts']);
  });

  test('a file in the place of a folder, and a folder in the place of a file', async () => {
    const project = await tempProject(files);
    const { batch } = await watchFolder(project);
    rmSync(project.path('src/lib'), { recursive: true });
    project.write('src/lib', 'now a file');
    rmSync(project.path('src/app.ts'));
    project.write('src/app.ts/index.ts', '');
    expect(await batch()).toEqual(['removed src/app.ts', 'added src/app.ts/index.ts', 'added src/lib', 'removed src/lib/b.ts']);
  });

  test('the project\'s own folder', async () => {
    const project = await tempProject({ 'app/src/app.ts': 'let a = 1;', 'app/src/b.ts': '' });
    const root = project.path('app');
    const { batch, gone, back, rest } = await watchFolder(project, { root });
    renameSync(root, project.path('elsewhere'));
    await gone();
    project.write('elsewhere/src/new.ts', '');
    rmSync(project.path('elsewhere/src/b.ts'));
    renameSync(project.path('elsewhere'), root);
    await back();
    expect(await batch()).toEqual(['removed src/b.ts', 'added src/new.ts']);
    rmSync(root, { recursive: true });
    await gone();
    project.write('app/src/app.ts', 'let a = 2;');
    await back();
    expect((await batch()).filter((change) => change !== 'removed src/new.ts')).toEqual(['changed src/app.ts']);
    project.write('app/src/app.ts', 'let a = 3;');
    expect(await rest()).toContain('changed src/app.ts');
  });
});

test('a checkout of a thousand files is one batch', async () => {
  const project = await tempProject({ 'src/app.ts': '' });
  const git = (...args: string[]) => run('git', ['-c', 'user.name=me', '-c', 'user.email=me@localhost', ...args], { cwd: project.root });
  const write = (text: string) => {
    for (let index = 0; index < 1000; index++) writeFileSync(join(project.root, 'src', `folder-${index % 20}`, `file-${index}.ts`), text);
  };
  for (let index = 0; index < 20; index++) mkdirSync(project.path(`src/folder-${index}`));
  await git('init', '--quiet', '--initial-branch', 'one');
  write('first');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'one');
  await git('checkout', '--quiet', '-b', 'two');
  write('second version');
  await git('commit', '--quiet', '--all', '--message', 'two');
  const { batch, rest } = await watchFolder(project);
  await git('checkout', '--quiet', 'one');
  const told = await batch();
  expect(told).toHaveLength(1000);
  expect(new Set(told.map((change) => change.split(' ')[0]))).toEqual(new Set(['changed']));
  expect(await rest()).toEqual([]);
});

describe('what nobody means is not told', () => {
  test('outputs, packages, hidden folders, what .gitignore names', async () => {
    const project = await tempProject({ ...files, '.gitignore': 'ignored/\n*.gen.ts\n', 'dist/Debug/app.js': '', 'node_modules/a/index.js': '', '.git/HEAD': '', 'ignored/a.ts': '' });
    const { rest } = await watchFolder(project);
    for (const file of ['dist/Debug/app.js', 'node_modules/a/index.js', '.git/HEAD', 'ignored/a.ts', 'src/a.gen.ts', 'src/.app.ts.swp', '.cache/x', 'debug.log']) project.write(file, 'changed');
    project.write('.env', 'A=1');
    expect(await rest()).toEqual(['added .env']);
  });

  test('and a changed .gitignore counts at once', async () => {
    const project = await tempProject({ ...files, '.gitignore': 'src/lib/\n' });
    const { batch, rest } = await watchFolder(project);
    project.write('src/lib/b.ts', 'let b = 2;');
    project.write('.gitignore', 'src/app.ts\n');
    expect(await batch()).toEqual(['changed .gitignore', 'added src/lib/b.ts']);
    project.write('src/app.ts', 'let a = 2;');
    project.write('src/lib/b.ts', 'let b = 3;');
    expect(await rest()).toEqual(['changed src/lib/b.ts']);
  });
});
