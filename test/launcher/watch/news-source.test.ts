import { EventEmitter } from 'node:events';
import { type FSWatcher, type WatchListener, mkdirSync, renameSync, rmSync, utimesSync, watch as watchPath, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WatchFunction } from '../../../src/launcher/watch/folder-watcher.ts';
import { tempProject } from '../../support/temp-project.ts';
import { watchFolder } from './watch-fixture.ts';

const files = { 'src/app.ts': 'let a = 1;', 'src/lib/b.ts': 'let b = 1;' };
const polling = { polling: { polling: true, reason: 'asked for' } };

describe('by polling', () => {
  test('changes of every kind are found', async () => {
    const project = await tempProject(files);
    const { batch, events } = await watchFolder(project, polling);
    expect(events).toEqual([{ type: 'note', text: 'asked for' }]);
    project.write('src/app.ts', 'let a = 22;');
    expect(await batch()).toEqual(['changed src/app.ts']);
    project.write('src/new/deep/c.ts', '');
    expect(await batch()).toEqual(['added src/new/deep/c.ts']);
    renameSync(project.path('src/lib'), project.path('src/moved'));
    expect(await batch()).toEqual(['removed src/lib/b.ts', 'added src/moved/b.ts']);
    writeFileSync(project.path('old'), 'let a = 33;');
    utimesSync(project.path('old'), 1000, 1000);
    renameSync(project.path('old'), project.path('src/app.ts'));
    expect(await batch()).toEqual(['changed src/app.ts']);
  });

  test('also that the project has gone and come back', async () => {
    const project = await tempProject({ 'app/app.ts': 'let a = 1;' });
    const root = project.path('app');
    const { batch, gone, back } = await watchFolder(project, { root, ...polling });
    rmSync(root, { recursive: true });
    await gone();
    project.write('app/app.ts', 'let a = 22;');
    await back();
    expect(await batch()).toEqual(['changed app.ts']);
  });
});

describe('where the system has no more room', () => {
  const limited = (most: number, code: string): WatchFunction => {
    let watches = 0;
    return (path, options, listener) => {
      if (++watches > most) throw Object.assign(new Error(`${code}: no room`), { code });
      return watchPath(path, options, listener);
    };
  };

  test.each([['ENOSPC', 'max_user_watches'], ['EMFILE', 'max_user_instances']])('%s turns to polling, says why, and loses nothing', async (code, limit) => {
    const project = await tempProject(files);
    const { batch, events } = await watchFolder(project, { watch: limited(2, code) });
    expect(events).toEqual([{ type: 'warning', text: expect.stringContaining(process.platform === 'linux' ? limit : code) }]);
    project.write('src/lib/b.ts', 'let b = 22;');
    expect(await batch()).toEqual(['changed src/lib/b.ts']);
  });

  test('also when it comes to that later', async () => {
    const project = await tempProject(files);
    const { batch, events, rest } = await watchFolder(project, { watch: limited(5, 'ENOSPC') });
    expect(events).toEqual([]);
    project.write('src/app.ts', 'let a = 22;');
    for (let folder = 0; folder < 10; folder++) project.write(`src/new-${folder}/c.ts`, '');
    const told = [...(await batch()), ...(await rest())];
    expect(told.sort()).toEqual([...Array.from({ length: 10 }, (_, folder) => `added src/new-${folder}/c.ts`), 'changed src/app.ts']);
    expect(events).toHaveLength(1);
    project.write('src/new-9/c.ts', 'later');
    expect(await batch()).toEqual(['changed src/new-9/c.ts']);
  });
});

test('a value of a variable that means nothing is told', async () => {
  const { events } = await watchFolder(await tempProject(files), { polling: { polling: false, reason: '', warning: 'MEWS_USE_POLLING is …' } });
  expect(events).toEqual([{ type: 'warning', text: 'MEWS_USE_POLLING is …' }]);
});

describe('where a whole tree is watched at once', () => {
  /** Stands for the system: the test says what it tells. */
  function treeWatch() {
    const watched = new Map<string, { readonly listener: WatchListener<string>; readonly emitter: EventEmitter; readonly recursive: boolean }>();
    const watch: WatchFunction = (path, { recursive }, listener) => {
      const emitter = new EventEmitter();
      watched.set(path, { listener, emitter, recursive });
      return Object.assign(emitter, { close: () => void watched.delete(path) }) as unknown as FSWatcher;
    };
    return { watch, watched };
  }

  test('its only watch tells of files at any depth', async () => {
    const project = await tempProject({ ...files, 'node_modules/a/index.js': '' });
    const { watch, watched } = treeWatch();
    const { batch } = await watchFolder(project, { isRecursive: true, watch });
    const root = watched.get(project.root);
    expect([...watched].map(([path, { recursive }]) => [path, recursive])).toEqual([[project.root, true]]);
    project.write('src/lib/b.ts', 'let b = 22;');
    root?.listener('change', join('src', 'lib', 'b.ts'));
    root?.listener('change', join('src', 'lib'));
    root?.listener('rename', join('node_modules', 'a', 'index.js'));
    expect(await batch()).toEqual(['changed src/lib/b.ts']);
    project.write('src/new/c.ts', '');
    root?.listener('rename', join('src', 'new'));
    root?.listener('rename', join('src', 'new', 'c.ts'));
    expect(await batch()).toEqual(['added src/new/c.ts']);
    rmSync(project.path('src/new'), { recursive: true });
    root?.listener('rename', join('src', 'new', 'c.ts'));
    root?.listener('rename', join('src', 'new'));
    expect(await batch()).toEqual(['removed src/new/c.ts']);
  });

  test('news without a name, and a watch that breaks, have all of it read again', async () => {
    const project = await tempProject(files);
    const { watch, watched } = treeWatch();
    const { batch } = await watchFolder(project, { isRecursive: true, watch });
    project.write('src/lib/b.ts', 'let b = 22;');
    mkdirSync(project.path('empty'));
    watched.get(project.root)?.listener('rename', null);
    expect(await batch()).toEqual(['changed src/lib/b.ts']);
    project.write('src/app.ts', 'let a = 22;');
    watched.get(project.root)?.emitter.emit('error', Object.assign(new Error('EPERM'), { code: 'EPERM' }));
    expect(await batch()).toEqual(['changed src/app.ts']);
    project.write('src/app.ts', 'let a = 333;');
    watched.get(project.root)?.listener('change', join('src', 'app.ts'));
    expect(await batch()).toEqual(['changed src/app.ts']);
  });
});
