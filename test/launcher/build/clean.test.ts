import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clean } from '../../../src/launcher/build/clean.ts';
import { tempProject } from '../../support/temp-project.ts';
import { buildApp } from './build-fixture.ts';

test('what was built is removed, and dist when nothing else is in it', async () => {
  const project = await tempProject({ 'package.json': {}, 'app.ts': 'console.log(1)' });
  await buildApp(project, 'app.ts');
  await buildApp(project, 'app.ts', { configuration: 'Release' });
  expect(clean({ root: project.root, configuration: 'Debug' })).toEqual([project.path('dist/Debug')]);
  expect(existsSync(project.path('dist/Release/app.js'))).toBe(true);
  expect(clean({ root: project.root })).toEqual([project.path('dist/Release')]);
  expect(existsSync(project.path('dist'))).toBe(false);
  expect(clean({ root: project.root })).toEqual([]);
});

test('a folder of that name that is not ours stays', async () => {
  const project = await tempProject({ 'dist/Release/other-tool.txt': 'precious' });
  expect(clean({ root: project.root })).toEqual([]);
  expect(existsSync(project.path('dist/Release/other-tool.txt'))).toBe(true);
});
