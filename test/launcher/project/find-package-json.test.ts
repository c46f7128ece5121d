import { expect, it } from 'vitest';
import { findPackageJson } from '../../../src/launcher/project/find-package-json.ts';
import { tempProject } from '../../support/temp-project.ts';

it('finds the nearest package.json, from the folder upward', async () => {
  const { root, path } = await tempProject({ 'package.json': { name: 'outer' }, 'inner/package.json': { name: 'inner' }, 'inner/deep/er/a.ts': '' });
  const nameFor = (folder: string): unknown => findPackageJson(folder)?.json['name'];
  expect([root, path('inner'), path('inner/deep/er')].map(nameFor)).toEqual(['outer', 'inner', 'inner']);
});
