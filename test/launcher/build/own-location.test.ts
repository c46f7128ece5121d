import { cpSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempProject } from '../../support/temp-project.ts';
import { buildAndRun, buildApp, runNode } from './build-fixture.ts';

const asksInEsm = `import { place } from './deep/place.ts';
console.log(JSON.stringify({ ...place, entryUrl: import.meta.url, main: import.meta.main }));`;
const place = `export const place = { url: import.meta.url, dirname: import.meta.dirname, filename: import.meta.filename, __dirname, __filename };`;

describe.each([['module', 'Debug'], ['module', 'Release'], ['commonjs', 'Debug'], ['commonjs', 'Release']] as const)('in a %s package, built for %s', (type, configuration) => {
  test('a source that asks for its place is told where the source lies', async () => {
    const project = await tempProject({ 'package.json': { type }, 'src/app.ts': asksInEsm, 'src/deep/place.ts': place });
    const answer = JSON.parse(await buildAndRun(project, 'src/app.ts', { configuration }));
    const file = project.path('src/deep/place.ts');
    const folder = project.path('src/deep');
    expect(answer).toEqual({
      url: pathToFileURL(file).href, filename: file, __filename: file, dirname: folder, __dirname: folder,
      entryUrl: pathToFileURL(project.path('src/app.ts')).href, main: true,
    });
  });

  test('import.meta is that of the source, also when it is taken as a whole', async () => {
    const project = await tempProject({
      'package.json': { type },
      'src/app.ts': `import './deep/part.ts';\nconst meta = import.meta;\nconsole.log(meta.filename, meta.main);`,
      'src/deep/part.ts': `const { dirname, main } = import.meta;\nconsole.log(dirname, main, import.meta.resolve('../data.txt'));`,
    });
    const answer = await buildAndRun(project, 'src/app.ts', { configuration });
    expect(answer.split('\n')).toEqual([
      `${project.path('src/deep')} false ${pathToFileURL(project.path('src/data.txt')).href}`,
      `${project.path('src/app.ts')} true`,
    ]);
  });

  test('only the entry is the main module', async () => {
    const project = await tempProject({
      'package.json': { type },
      'src/app.ts': `import { isMain } from './other.ts';\nconsole.log(require.main === module, isMain);`,
      'src/other.ts': `export const isMain = require.main === module;`,
    });
    expect(await buildAndRun(project, 'src/app.ts', { configuration })).toBe('true false');
  });
});

test('a CommonJS source is the main module, and its strictness and place stay its own', async () => {
  const project = await tempProject({
    'package.json': {},
    'app.cts': `#!/usr/bin/env node\n'use strict';\nconst isStrict = (function () { return this === undefined; })();\nconsole.log(require.main === module, require.main!.filename === __filename, isStrict, __filename);`,
  });
  expect(await buildAndRun(project, 'app.cts')).toBe(`true true true ${project.path('app.cts')}`);
});

test('a variable of the app by one of those names stays its own', async () => {
  const project = await tempProject({
    'package.json': { type: 'module' },
    'app.ts': `import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
const __filename = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
const require = createRequire(import.meta.url);
console.log(__dirname, require('./data.json').answer);`,
    'data.json': { answer: 42 },
  });
  expect(await buildAndRun(project, 'app.ts')).toBe(`${project.root} 42`);
});

test('a moved project knows its new place without a build', async () => {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'src/a b#c.ts': 'console.log(import.meta.url)' });
  const { result } = await buildApp(project, 'src/a b#c.ts');
  const moved = await tempProject();
  cpSync(project.root, moved.root, { recursive: true });
  rmSync(project.root, { recursive: true });
  const output = result.outputEntry.replace(project.root, moved.root);
  expect(runNode(output, moved.root)).toBe(pathToFileURL(moved.path('src/a b#c.ts')).href);
});

test('source maps keep the lines of a file that was told its place', async () => {
  const project = await tempProject({ 'package.json': { type: 'module' }, 'src/app.ts': `const here: string = import.meta.url;\n\nthrow new Error('at line three' + here.length);` });
  const { result } = await buildApp(project, 'src/app.ts');
  expect(() => runNode(result.outputEntry, project.root)).toThrow(/src\/app\.ts:3:/);
});
