import { expect, test } from 'vitest';
import { readTsconfig } from '../../../src/launcher/build/tsconfig-chain.ts';
import { tempProject } from '../../support/temp-project.ts';

test('later bases win over earlier ones, the file over its bases, and paths stay with the file that says them', async () => {
  const project = await tempProject({
    'tsconfig.json': `\uFEFF{ "extends": ["./a", "pkg/strict.json", "@scope/base"], /* hi */ "compilerOptions": { "target": "es2024", "types": null, }, }`,
    'a.json': { compilerOptions: { target: 'es5', outDir: 'out', types: ['x'] }, include: ['src'], exclude: ['src/gen'] },
    'node_modules/pkg/strict.json': { compilerOptions: { strict: true, outDir: '${configDir}/built' } },
    'node_modules/@scope/base/tsconfig.json': { extends: './more.json', compilerOptions: { module: 'nodenext' } },
    'node_modules/@scope/base/more.json': { compilerOptions: { paths: { '~/*': ['${configDir}/src/*', './lib/*'] } } },
  });
  const chain = readTsconfig(project.path('tsconfig.json'));
  expect(chain.options).toEqual({
    target: 'es2024', strict: true, module: 'nodenext', outDir: project.path('built'),
    paths: { '~/*': [project.path('src/*'), project.path('node_modules/@scope/base/lib/*')] },
  });
  expect(chain.roots).toEqual({ include: [project.path('src')], exclude: [project.path('src/gen')] });
  expect(chain.files).toHaveLength(5);
});

test('paths follow baseUrl where there is one', async () => {
  const project = await tempProject({ 'tsconfig.json': { compilerOptions: { baseUrl: './src', paths: { x: ['x.ts'] } } } });
  expect(readTsconfig(project.path('tsconfig.json')).options['paths']).toEqual({ x: [project.path('src/x.ts')] });
});

test('a circle, a missing base and broken JSON are left to the type-checker to report', async () => {
  const project = await tempProject({ 'tsconfig.json': { extends: ['./b.json', './missing', 'no-package'], compilerOptions: { strict: true } }, 'b.json': '{ "extends": "./tsconfig.json", "compilerOptions": {' });
  expect(readTsconfig(project.path('tsconfig.json')).options).toEqual({ strict: true });
});
