import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planBuild } from '../../../src/launcher/build/plan-build.ts';
import { tempProject } from '../../support/temp-project.ts';
import { buildApp, buildRequest, runNode } from './build-fixture.ts';

const prints = `import { sep } from 'node:path';\nexport {};\nconsole.log(sep);`;

describe('the output of a bundle is named for what Node would take its entry for', () => {
  test.each([
    ['src/app.ts', { type: 'module' }, 'app.js'],
    ['src/app.ts', { type: 'commonjs' }, 'app.js'],
    ['src/app.ts', {}, 'app.js'],
    ['src/app.mts', {}, 'app.mjs'],
    ['src/app.mts', { type: 'module' }, 'app.js'],
    ['src/app.cts', { type: 'module' }, 'app.cjs'],
    ['src/app.cts', {}, 'app.js'],
  ])('%s in a package with %j becomes %s', async (entry, manifest, expected) => {
    const project = await tempProject({ 'package.json': manifest, [entry]: prints });
    const { result } = await buildApp(project, entry);
    expect(basename(result.outputEntry)).toBe(expected);
    expect(planBuild(buildRequest(project, entry).request).outputEntry).toBe(result.outputEntry);
    expect(runNode(result.outputEntry, project.root)).toBe('/');
  });

  test('without a package.json it is an ES module, unless the source is plainly CommonJS', async () => {
    const project = await tempProject({ 'esm.ts': prints, 'common.ts': `const { sep } = require('node:path');\nmodule.exports = sep;\nconsole.log(sep);` });
    for (const [entry, output] of [['esm.ts', 'esm.mjs'], ['common.ts', 'common.cjs']] as const) {
      const { result } = await buildApp(project, entry, { kind: 'file' });
      expect(basename(result.outputEntry)).toBe(output);
      expect(runNode(result.outputEntry, project.root)).toBe('/');
    }
  });
});

test('top-level await turns a CommonJS build into ES modules, and the next plan knows', async () => {
  const project = await tempProject({ 'package.json': {}, 'src/app.ts': `import { late } from './late';\nconsole.log(late);`, 'src/late.ts': `  export const late = await Promise.resolve('late');` });
  const { request } = buildRequest(project, 'src/app.ts');
  expect(basename(planBuild(request).outputEntry)).toBe('app.js');
  const { result } = await buildApp(project, 'src/app.ts');
  expect(basename(result.outputEntry)).toBe('app.mjs');
  expect(runNode(result.outputEntry, project.root)).toBe('late');
  expect(planBuild(request).outputEntry).toBe(result.outputEntry);
});

test('top-level await in the entry is foreseen', async () => {
  const project = await tempProject({ 'package.json': {}, 'app.ts': `export {};\nawait Promise.resolve();\nconsole.log('done');` });
  expect(basename(planBuild(buildRequest(project, 'app.ts').request).outputEntry)).toBe('app.mjs');
});

test('require works in an ES module bundle', async () => {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'app.ts': `import { x } from './old.cjs';\nconsole.log(x, require('node:path').sep);`, 'old.cjs': `exports.x = require('node:os').EOL.length;` });
  const { result } = await buildApp(project, 'app.ts');
  expect(runNode(result.outputEntry, project.root)).toBe('1 /');
});
