import { rmSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findRepository, isGitAtWork } from '../../../src/launcher/watch/git-repository.ts';
import { tempProject } from '../../support/temp-project.ts';

test('git is at work while it holds the lock of its index, unless it died with it', async () => {
  const project = await tempProject({ '.git/HEAD': '', 'app/src/app.ts': '' });
  const repository = findRepository(project.path('app/src'));
  expect(repository).toEqual({ root: project.root, gitFolder: project.path('.git'), commonFolder: project.path('.git') });
  const isAtWork = () => repository !== undefined && isGitAtWork(repository);
  expect(isAtWork()).toBe(false);
  project.write('.git/index.lock', '');
  utimesSync(project.path('.git/index.lock'), new Date(), new Date());
  expect(isAtWork()).toBe(true);
  const before = new Date(Date.now() - 120_000);
  utimesSync(project.path('.git/index.lock'), before, before);
  expect(isAtWork()).toBe(false);
  rmSync(project.path('.git/index.lock'));
  expect(isAtWork()).toBe(false);
});

test('a linked working tree has a lock of its own, and shares the rest', async () => {
  const project = await tempProject({ 'main/.git/worktrees/other/commondir': '../..\n', 'other/.git': `gitdir: ../main/.git/worktrees/other\n` });
  expect(findRepository(project.path('other'))).toEqual({ root: project.path('other'), gitFolder: project.path('main/.git/worktrees/other'), commonFolder: project.path('main/.git') });
});
