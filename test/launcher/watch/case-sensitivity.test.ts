import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isCaseSensitive } from '../../../src/launcher/watch/case-sensitivity.ts';
import { pathTest } from '../../../src/launcher/watch/path-test.ts';
import { tempProject } from '../../support/temp-project.ts';

test('a file system is asked whether it tells upper from lower case', async () => {
  const project = await tempProject({ 'folder/file': '', 'UPPER/file': '', '1/file': '' });
  const isSensitive = !existsSync(project.path('FOLDER/file'));
  expect(isCaseSensitive(project.path('folder'), process.platform)).toBe(isSensitive);
  expect(isCaseSensitive(project.path('UPPER'), process.platform)).toBe(isSensitive);
  expect(['linux', 'win32', 'darwin'].map((platform) => isCaseSensitive(project.path('1'), platform as NodeJS.Platform))).toEqual([true, false, false]);
});

test('two folders that differ in case only are two', async () => {
  const project = await tempProject({ 'folder/file': '' });
  if (existsSync(project.path('FOLDER/file'))) return;
  project.write('FOLDER/file', '');
  expect(isCaseSensitive(project.path('folder'), 'linux')).toBe(true);
});

test('paths are compared as the file system does', () => {
  expect(['/a/B', '/A/b', '/a/c'].map(pathTest(['/a/B'], true))).toEqual([true, false, false]);
  expect(['/a/B', '/A/b', '/a/c'].map(pathTest(['/a/B'], false))).toEqual([true, true, false]);
});
