import { mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BuildInputs } from '../../../src/launcher/build/build-inputs.ts';
import { type TempProject, tempProject } from '../../support/temp-project.ts';
import { buildApp } from './build-fixture.ts';

const below = ({ root }: TempProject, paths: Iterable<string>) => [...paths].filter((path) => path.startsWith(root)).map((path) => path.slice(root.length + 1)).sort();

function shown(project: TempProject, { files, rules, globbed, packages }: BuildInputs) {
  return { files: below(project, files), rules: below(project, rules), globbed: below(project, globbed), packages: below(project, packages) };
}

test('a bundle was made from its sources, also those of the workspace, and ruled by package.json and tsconfig files', async () => {
  const project = await tempProject({
    'app/package.json': { type: 'module', dependencies: { '@w/lib': '*' } },
    'app/tsconfig.json': { extends: '../base.json' },
    'base.json': {},
    'app/src/app.ts': `import { greet } from '@w/lib';\nimport type { T } from './types.ts';\nimport data from './data.json';\nconst name = process.argv[2];\nconst page = await import(\`./pages/\${name}.ts\`);\nconsole.log(greet(), data, page as T);`,
    'app/src/types.ts': 'export type T = unknown;',
    'app/src/data.json': {},
    'app/src/pages/home.ts': 'export {};',
    'app/src/unused.ts': '',
    'lib/package.json': { name: '@w/lib', type: 'module', exports: './src/index.ts' },
    'lib/src/index.ts': `export const greet = (): string => 'hello';`,
  });
  mkdirSync(project.path('app/node_modules/@w'), { recursive: true });
  symlinkSync(project.path('lib'), project.path('app/node_modules/@w/lib'));
  const expected = {
    files: ['app/src/app.ts', 'app/src/data.json', 'app/src/pages/home.ts', 'lib/src/index.ts'],
    rules: [
      ...['app', 'app/src', 'app/src/pages'].flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`]),
      'base.json',
      ...['lib', 'lib/src'].flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`]),
    ].sort(),
    globbed: ['app/src/pages'],
    packages: ['lib'],
  };
  const built = await buildApp(project, 'app/src/app.ts', { root: project.path('app') });
  expect(shown(project, built.result.inputs())).toEqual(expected);
  const again = await buildApp(project, 'app/src/app.ts', { root: project.path('app') });
  expect(again.result.upToDate).toBe(true);
  expect(shown(project, again.result.inputs())).toEqual(expected);
});

test('plain JavaScript is made from what it imports', async () => {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'app.js': `import './lib/a.js';`, 'lib/a.js': '', 'b.js': '' });
  const { result } = await buildApp(project, 'app.js');
  expect(shown(project, result.inputs())).toMatchObject({ files: ['app.js', 'lib/a.js'], rules: expect.arrayContaining(['package.json', 'lib/package.json']) });
});

test('of a project with its own toolchain only the rules are known', async () => {
  const project = await tempProject({ 'package.json': {}, 'tsconfig.json': {}, 'src/app.ts': '', 'out/app.js': '' });
  const { result } = await buildApp(project, 'out/app.js', { buildCommand: 'node --version' });
  expect(shown(project, result.inputs())).toEqual({ files: [], rules: ['package.json', 'tsconfig.json'], globbed: [], packages: [] });
});

test('without a build the output is all that counts', async () => {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'app.ts': '' });
  await buildApp(project, 'app.ts');
  const { result } = await buildApp(project, 'app.ts', { noBuild: true });
  expect(shown(project, result.inputs()).files).toEqual(['dist/Debug/app.js']);
});
