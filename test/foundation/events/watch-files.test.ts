import { EventEmitter, once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { watchFiles } from '../../../src/foundation/events/watch-files.ts';
import { tempProject } from '../../support/temp-project.ts';

/** Watches `files`; `changed` resolves with the next change that has not been asked for yet. */
function watching(...files: string[]): { changed: () => Promise<void>; count: () => number } {
  const changes = new EventEmitter();
  const seen: number[] = [];
  const watch = watchFiles(files, () => {
    seen.push(seen.length);
    changes.emit('change');
  });
  onTestFinished(() => watch.close());
  let asked = 0;
  return {
    count: () => seen.length,
    changed: async () => {
      asked++;
      if (seen.length < asked) await once(changes, 'change');
    },
  };
}

test('a file that is written over has changed', async () => {
  const project = await tempProject({ 'a.pem': '1' });
  const { changed } = watching(project.path('a.pem'));
  writeFileSync(project.path('a.pem'), '2');
  await changed();
});

test('a file that is replaced by a rename has changed, again and again', async () => {
  const project = await tempProject({ 'a.pem': '1' });
  const { changed } = watching(project.path('a.pem'));
  for (const text of ['2', '3', '4']) {
    writeFileSync(project.path('a.tmp'), text);
    renameSync(project.path('a.tmp'), project.path('a.pem'));
    await changed();
    expect(readFileSync(project.path('a.pem'), 'utf8')).toBe(text);
  }
});

test('a file that comes, and one that goes, have changed', async () => {
  const project = await tempProject();
  const { changed } = watching(project.path('a.pem'));
  writeFileSync(project.path('a.pem'), '1');
  await changed();
  rmSync(project.path('a.pem'));
  await changed();
});

test('two files written one after the other are one change; others in the folder are none', async () => {
  const project = await tempProject({ 'a.pem': '1', 'k.pem': '1' });
  const { changed, count } = watching(project.path('a.pem'), project.path('k.pem'));
  writeFileSync(project.path('other'), 'x');
  writeFileSync(project.path('a.pem'), '2');
  writeFileSync(project.path('k.pem'), '2');
  await changed();
  expect(count()).toBe(1);
});

describe.skipIf(process.platform === 'win32')('links', () => {
  test('to a folder that is exchanged, as Kubernetes does it', async () => {
    const project = await tempProject({ '..v1/tls.crt': '1', '..v2/tls.crt': '2', '..v3/tls.crt': '3' });
    symlinkSync('..v1', project.path('..data'));
    symlinkSync('..data/tls.crt', project.path('tls.crt'));
    const { changed } = watching(project.path('tls.crt'));
    for (const version of ['..v2', '..v3']) {
      symlinkSync(version, project.path('..tmp'));
      renameSync(project.path('..tmp'), project.path('..data'));
      await changed();
    }
    expect(readFileSync(project.path('tls.crt'), 'utf8')).toBe('3');
  });

  test('to a file in another folder, which is written over', async () => {
    const project = await tempProject({ 'archive/fullchain1.pem': '1' });
    mkdirSync(project.path('live'));
    symlinkSync('../archive/fullchain1.pem', project.path('live/fullchain.pem'));
    const { changed } = watching(project.path('live/fullchain.pem'));
    writeFileSync(project.path('archive/fullchain1.pem'), 'one');
    await changed();
  });

  test('on the way to the file', async () => {
    const project = await tempProject({ 'v1/certs/a.pem': '1', 'v2/certs/a.pem': '2' });
    symlinkSync('v1', project.path('current'));
    const { changed } = watching(project.path('current/certs/a.pem'));
    symlinkSync('v2', project.path('next'));
    renameSync(project.path('next'), project.path('current'));
    await changed();
  });

  test('in a circle are no file', async () => {
    const project = await tempProject();
    symlinkSync('b', project.path('a'));
    symlinkSync('a', project.path('b'));
    const { changed } = watching(project.path('a'));
    rmSync(project.path('a'));
    writeFileSync(project.path('a'), '1');
    await changed();
  });
});

test('a folder that is not there is passed over', async () => {
  const project = await tempProject();
  expect(watching(project.path('nowhere/a.pem')).count()).toBe(0);
});
