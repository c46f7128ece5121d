import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { tempProject } from '../../support/temp-project.ts';
import { buildAndRun, buildApp, buildRequest, failureOf, runNode } from './build-fixture.ts';
import { build } from '../../../src/launcher/build/build.ts';

const manifest = { 'package.json': { type: 'module' } };
const diagnosticsIn = (events: MewsEvent[]) => events.flatMap((event) => (event.type === 'diagnostics' ? event.diagnostics : []));

describe('a bundle', () => {
  test('holds own sources, aliases, sub-path imports and JSON, and leaves packages outside', async () => {
    const project = await tempProject({
      'package.json': { type: 'module', imports: { '#lib/*': './lib/*.ts' } },
      'tsconfig.json': `{ // comments are allowed\n "compilerOptions": { "paths": { "@shared/*": ["./shared/*"], }, }, }`,
      'src/app.ts': `import fastify from 'fastify';\nimport { a } from '@shared/a';\nimport { b } from '#lib/b';\nimport data from './data.json' with { type: 'json' };\nconsole.log(typeof fastify, a, b, data.answer);`,
      'shared/a.ts': `export const a: string = 'a';`,
      'lib/b.ts': `export const b: string = 'b';`,
      'src/data.json': { answer: 42 },
    });
    project.install('fastify');
    const { result } = await buildApp(project, 'src/app.ts');
    expect(runNode(result.outputEntry, project.root)).toBe('function a b 42');
    expect(readFileSync(result.outputEntry, 'utf8')).toContain('from "fastify"');
    expect(JSON.parse(readFileSync(`${result.outputEntry}.map`, 'utf8')).sourcesContent).toBeUndefined();
  });

  test('for Release is minified and keeps names', async () => {
    const project = await tempProject({ ...manifest, 'app.ts': `class LongClassName {}\nfunction longFunctionName() {}\nconsole.log(LongClassName.name, longFunctionName.name);\n` });
    const { result } = await buildApp(project, 'app.ts', { configuration: 'Release' });
    expect(result.outputEntry).toBe(project.path('dist/Release/app.js'));
    expect(runNode(result.outputEntry, project.root)).toBe('LongClassName longFunctionName');
  });

  test('holds the TypeScript packages of the workspace with what only they can reach', async () => {
    const project = await tempProject({
      'app/package.json': { type: 'module', dependencies: { '@w/lib': '*', plain: '*' } },
      'app/src/app.ts': `import { greet } from '@w/lib';\nimport plain from 'plain';\nconsole.log(greet(), plain);`,
      'lib/package.json': { name: '@w/lib', type: 'module', exports: './index.ts' },
      'lib/index.ts': `import dep from 'dep';\nimport { sep } from 'node:path';\nexport const greet = (): string => dep + sep;`,
      'lib/node_modules/dep/package.json': { name: 'dep' },
      'lib/node_modules/dep/index.js': `module.exports = 'dep';`,
      'app/node_modules/plain/package.json': { name: 'plain' },
      'app/node_modules/plain/index.js': `module.exports = 'plain';`,
    });
    mkdirSync(project.path('app/node_modules/@w'));
    symlinkSync(project.path('lib'), project.path('app/node_modules/@w/lib'));
    expect(await buildAndRun(project, 'app/src/app.ts', { root: project.path('app') })).toBe('dep/ plain');
  });

  test('holds the TypeScript packages that those of the workspace stand on', async () => {
    const project = await tempProject({
      'app/package.json': { type: 'module', dependencies: { '@w/lib': '*' } },
      'app/app.ts': `import { greet } from '@w/lib';\nconsole.log(greet);`,
      'lib/package.json': { name: '@w/lib', type: 'module', exports: './index.ts', dependencies: { '@w/base': '*' } },
      'lib/index.ts': `import { Greeting } from '@w/base';\nexport const greet: number = Greeting.Hello;`,
      'base/package.json': { name: '@w/base', type: 'module', exports: './index.ts' },
      'base/index.ts': `export enum Greeting { Hello = 7 }`,
    });
    mkdirSync(project.path('node_modules/@w'), { recursive: true });
    for (const name of ['lib', 'base']) symlinkSync(project.path(name), project.path(`node_modules/@w/${name}`));
    expect(await buildAndRun(project, 'app/app.ts', { root: project.path('app') })).toBe('7');
  });

  test('holds what the project imports of itself by its own name', async () => {
    const project = await tempProject({
      'package.json': { name: 'itself', type: 'module', exports: { '.': './app.ts', './level': './level.ts' } },
      'app.ts': `import { Level } from 'itself/level';\nimport plain from 'plain';\nconsole.log(Level.High, plain);`,
      'level.ts': `export enum Level { High = 3 }`,
      'node_modules/plain/package.json': { name: 'plain', type: 'module', exports: { import: './index.js' } },
      'node_modules/plain/index.js': `export default import.meta.url.split('/').at(-2);`,
    });
    expect(await buildAndRun(project, 'app.ts')).toBe('3 plain');
  });

  test('says where the errors are, each once', async () => {
    const project = await tempProject({ ...manifest, 'app.ts': `import './b.ts';\nconst ä = 'ü'; import { nope } from './missing.ts'; nope(ä);\n`, 'b.ts': 'const = 1;\n' });
    const { request, events } = buildRequest(project, 'app.ts');
    expect(await failureOf(build(request))).toMatchObject({ code: 'MEWS2001', message: expect.stringContaining('2 errors') });
    expect(diagnosticsIn(events)).toMatchObject([
      { severity: 'error', file: project.path('app.ts'), line: 2, column: 37, frame: expect.stringContaining('> 2 |') },
      { severity: 'error', file: project.path('b.ts'), line: 1, column: 7 },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'buildFailed', errors: 2, configuration: 'Debug' });
    expect(existsSync(project.path('dist'))).toBe(false);
  });

  test('warns of emitDecoratorMetadata, which esbuild cannot give', async () => {
    const project = await tempProject({ ...manifest, 'tsconfig.json': { extends: './base.json' }, 'base.json': { compilerOptions: { emitDecoratorMetadata: true } }, 'app.ts': '' });
    const { events } = await buildApp(project, 'app.ts');
    expect(diagnosticsIn(events)).toMatchObject([{ severity: 'warning', text: expect.stringContaining('"mews"') }]);
  });
});

describe('a second build', () => {
  const files = { ...manifest, 'tsconfig.json': {}, 'src/app.ts': `import { a } from './a.js';\nconsole.log(a);`, 'src/a.ts': `export const a = 1;` };

  test('does nothing when nothing changed', async () => {
    const project = await tempProject(files);
    const first = await buildApp(project, 'src/app.ts');
    const second = await buildApp(project, 'src/app.ts');
    expect([first.result.upToDate, second.result.upToDate]).toEqual([false, true]);
    expect(second.events).toMatchObject([{ type: 'buildStarted' }, { type: 'buildSucceeded', upToDate: true }]);
  });

  test('does nothing when a file was only touched', async () => {
    const project = await tempProject(files);
    await buildApp(project, 'src/app.ts');
    utimesSync(project.path('src/a.ts'), new Date(), new Date(Date.now() + 5000));
    expect((await buildApp(project, 'src/app.ts')).result.upToDate).toBe(true);
  });

  test.each<[string, (project: Awaited<ReturnType<typeof tempProject>>) => void]>([
    ['a source changed', (project) => project.write('src/a.ts', 'export const a = 2;')],
    ['a new file takes over an import', (project) => project.write('src/a.js', 'export const a = 2;')],
    ['the tsconfig changed', (project) => project.write('tsconfig.json', '{ "compilerOptions": {} }')],
    ['a nearer tsconfig appeared', (project) => project.write('src/tsconfig.json', '{}')],
    ['the package.json changed', (project) => project.write('package.json', { type: 'module', name: 'x' })],
    ['the output is gone', (project) => rmSync(project.path('dist/Debug/app.js'))],
    ['the output was changed', (project) => project.write('dist/Debug/app.js', 'tampered')],
    ['the state is broken', (project) => project.write('dist/Debug/.mews/app.build.json', '{"key":')],
    ['the state is of another shape', (project) => project.write('dist/Debug/.mews/app.build.json', { entry: 'src/app.ts', located: [], outputs: [] })],
    ['mews was installed', (project) => project.write('node_modules/mews/package.json', {})],
  ])('builds when %s', async (_, change) => {
    const project = await tempProject(files);
    await buildApp(project, 'src/app.ts');
    change(project);
    expect((await buildApp(project, 'src/app.ts')).result.upToDate).toBe(false);
    expect((await buildApp(project, 'src/app.ts')).result.upToDate).toBe(true);
  });

  test('never runs old code after a file was taken back to what it was', async () => {
    const project = await tempProject(files);
    await buildApp(project, 'src/app.ts');
    project.write('src/a.ts', 'export const a = 2;');
    expect(await buildAndRun(project, 'src/app.ts')).toBe('2');
    project.write('src/a.ts', 'export const a = 1;');
    expect(await buildAndRun(project, 'src/app.ts')).toBe('1');
  });

  test('at the same time does no harm', async () => {
    const project = await tempProject(files);
    await Promise.all(Array.from({ length: 6 }, () => buildApp(project, 'src/app.ts')));
    expect(await buildAndRun(project, 'src/app.ts')).toBe('1');
    expect(readdirSync(project.path('dist/Debug')).sort()).toEqual(['.mews', 'app.js', 'app.js.map']);
  });
});

describe('plain JavaScript', () => {
  test('runs from source in Debug, silently, and is bundled for Release', async () => {
    const project = await tempProject({ ...manifest, 'app.js': `import { a } from './a.js';\nconsole.log(a);`, 'a.js': 'export const a = 1;' });
    const debug = await buildApp(project, 'app.js');
    expect(debug.result).toMatchObject({ outputEntry: project.path('app.js'), upToDate: true, usesMewsFramework: false });
    expect(debug.events).toEqual([]);
    expect((await buildApp(project, 'app.js', { configuration: 'Release' })).result.outputEntry).toBe(project.path('dist/Release/app.js'));
  });

  test('that imports TypeScript is built', async () => {
    const project = await tempProject({ ...manifest, 'app.js': `import { a } from './a.js';\nconsole.log(a);`, 'a.ts': 'export const a: number = 1;' });
    expect(await buildAndRun(project, 'app.js')).toBe('1');
  });

  test('tells when it imports mews', async () => {
    const project = await tempProject({ ...manifest, 'app.js': `import './a.js';`, 'a.js': `import { WebApplication } from 'mews';` });
    expect((await buildApp(project, 'app.js')).result.usesMewsFramework).toBe(true);
  });
});

test('the shared framework serves an app that has no mews', async () => {
  const mews = await tempProject({ 'package.json': { name: 'mews', version: '1.0.0', type: 'module' }, 'dist/index.js': `export const name = 'shared';` });
  const project = await tempProject({ 'package.json': {}, 'app.ts': `import { name } from 'mews';\nconsole.log(name);` });
  const { result } = await buildApp(project, 'app.ts', { mewsRoot: mews.root });
  expect(result).toMatchObject({ usesMewsFramework: true, outputEntry: project.path('dist/Debug/app.mjs') });
  expect(runNode(result.outputEntry, project.root)).toBe('shared');
  project.write('node_modules/mews/package.json', { name: 'mews', type: 'module', exports: './index.js' });
  project.write('node_modules/mews/index.js', `export const name = 'own';`);
  const own = await buildApp(project, 'app.ts', { mewsRoot: mews.root });
  expect(own.result.usesMewsFramework).toBe(false);
  expect(runNode(own.result.outputEntry, project.root)).toBe('own');
});

describe('without a build', () => {
  test('the last output is taken', async () => {
    const project = await tempProject({ 'package.json': {}, 'app.ts': `import './late';`, 'late.ts': '  await 1; export {};' });
    const { result } = await buildApp(project, 'app.ts');
    project.write('app.ts', 'changed');
    rmSync(project.path('dist/Debug/.mews'), { recursive: true });
    expect((await buildApp(project, 'app.ts', { noBuild: true })).result.outputEntry).toBe(result.outputEntry);
  });

  test('and without an output there is nothing to run', async () => {
    const project = await tempProject({ ...manifest, 'app.ts': '' });
    expect(await failureOf(buildApp(project, 'app.ts', { noBuild: true }))).toMatchObject({ code: 'MEWS2003' });
  });
});

test('an output folder that cannot be written is an error, and nothing claims to be up to date', async () => {
  const project = await tempProject({ ...manifest, 'app.ts': '', dist: 'a file in the way' });
  expect(await failureOf(buildApp(project, 'app.ts'))).toMatchObject({ code: 'MEWS2006' });
  rmSync(project.path('dist'));
  expect((await buildApp(project, 'app.ts')).result.upToDate).toBe(false);
});

test.skipIf(process.getuid?.() === 0)('a folder without the right to write is an error', async () => {
  const project = await tempProject({ ...manifest, 'app.ts': '' });
  mkdirSync(project.path('dist'));
  chmodSync(project.path('dist'), 0o500);
  expect(await failureOf(buildApp(project, 'app.ts'))).toMatchObject({ code: 'MEWS2006' });
});

test('an aborted request builds nothing', async () => {
  const project = await tempProject({ ...manifest, 'app.ts': '' });
  expect(await failureOf(buildApp(project, 'app.ts', { signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
  expect(existsSync(project.path('dist'))).toBe(false);
});

test('a broken package.json is a build error at its place', async () => {
  const project = await tempProject({ 'app.ts': 'console.log(1)', 'package.json': '{ broken' });
  const { request, events } = buildRequest(project, 'app.ts');
  expect(await failureOf(build(request))).toMatchObject({ code: 'MEWS2001' });
  expect(diagnosticsIn(events)).toMatchObject([{ file: project.path('package.json'), line: 1, column: 3 }]);
});
