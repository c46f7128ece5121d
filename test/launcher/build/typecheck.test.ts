import { existsSync, readFileSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { build } from '../../../src/launcher/build/build.ts';
import { tempProject } from '../../support/temp-project.ts';
import { buildApp, buildRequest, failureOf } from './build-fixture.ts';

const manifest = { 'package.json': { type: 'module' } };
const tsconfig = { 'tsconfig.json': { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', skipLibCheck: true, types: ['node'] }, include: ['src'] } };
const wrong = `const text: string = 1;\nconsole.log(text, process.pid);`;
const found = (events: MewsEvent[]) => events.flatMap((event) => (event.type === 'diagnostics' && event.source === 'typecheck' ? event.diagnostics : []));
const typesOf = (events: MewsEvent[]) => events.map(({ type }) => type);

async function typedProject(files: Record<string, string | object>) {
  const project = await tempProject({ ...manifest, ...files });
  project.install('typescript', '@types/node');
  return project;
}

/** A package folder as a running CLI has it. */
async function mewsPackage() {
  const mews = await tempProject({
    'package.json': { name: 'mews', version: '1.0.0', type: 'module' },
    'dist/index.js': `export const answer = 42;`,
    'dist/types/index.d.ts': `export declare const answer: number;`,
  });
  mews.install('@types/node', 'undici-types');
  return mews;
}

describe('gate', () => {
  test('a type error fails the build, with its place and frame', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': wrong });
    const { request, events } = buildRequest(project, 'src/app.ts', { typecheck: 'gate' });
    expect(await failureOf(build(request))).toMatchObject({ code: 'MEWS2002' });
    expect(found(events)).toMatchObject([{ severity: 'error', file: project.path('src/app.ts'), line: 1, column: 7, code: 'TS2322', frame: expect.stringContaining('> 1 | const text') }]);
    expect(typesOf(events)).toEqual(['buildStarted', 'diagnostics', 'typecheckFinished', 'buildFailed']);
    expect(events.at(-1)).toMatchObject({ errors: 1 });
  });

  test('an option that this TypeScript does not know is shown where the project wrote it', async () => {
    const project = await typedProject({
      'tsconfig.json': { extends: './base.json', include: ['src'] },
      'base.json': '{\n  "compilerOptions": {\n    "module": "esnext", "moduleResolution": "node", "types": ["node"]\n  }\n}',
      'src/app.ts': 'console.log(1);',
    });
    const { request, events } = buildRequest(project, 'src/app.ts', { typecheck: 'gate' });
    expect(await failureOf(build(request))).toMatchObject({ code: 'MEWS2002' });
    expect(found(events)).toMatchObject([{ file: project.path('base.json'), line: 3, column: 25, code: 'TS5108', frame: expect.stringContaining('> 3 |') }]);
  });

  test('what passes is built, and the second time nothing is checked again', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': 'console.log(process.pid);' });
    const first = await buildApp(project, 'src/app.ts', { typecheck: 'gate' });
    expect(await first.result.typecheck).toEqual({ outcome: 'passed', errors: 0 });
    rmSync(project.path('dist/Debug/.mews/app.tsconfig.json'));
    const second = await buildApp(project, 'src/app.ts', { typecheck: 'gate' });
    expect(await second.result.typecheck).toEqual({ outcome: 'passed', errors: 0 });
    expect(existsSync(project.path('dist/Debug/.mews/app.tsconfig.json'))).toBe(false);
  });

  test('stored findings fail it again, until the error is gone', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': wrong });
    const again = () => buildRequest(project, 'src/app.ts', { typecheck: 'gate' });
    await failureOf(build(again().request));
    rmSync(project.path('dist/Debug/.mews/app.tsconfig.json'));
    const second = again();
    expect(await failureOf(build(second.request))).toMatchObject({ code: 'MEWS2002' });
    expect(found(second.events)).toHaveLength(1);
    expect(existsSync(project.path('dist/Debug/.mews/app.tsconfig.json'))).toBe(false);
    project.write('src/app.ts', 'console.log(process.pid);');
    await build(again().request);
  });

  test('an error in a new file is found', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': 'console.log(1);' });
    await buildApp(project, 'src/app.ts', { typecheck: 'gate' });
    project.write('src/new/deep/wrong.ts', wrong);
    expect(await failureOf(buildApp(project, 'src/app.ts', { typecheck: 'gate' }))).toMatchObject({ code: 'MEWS2002' });
  });

  test('a build error ends the check', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': 'const = 1;' });
    const { request, events } = buildRequest(project, 'src/app.ts', { typecheck: 'gate' });
    expect(await failureOf(build(request))).toMatchObject({ code: 'MEWS2001' });
    expect(typesOf(events)).not.toContain('typecheckFinished');
  });

  test('an abort ends it without a word, and nothing is stored', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': wrong });
    const stop = new AbortController();
    const { request, events } = buildRequest(project, 'src/app.ts', { typecheck: 'gate', signal: stop.signal });
    const building = failureOf(build(request));
    stop.abort();
    expect(await building).toMatchObject({ name: 'AbortError' });
    expect(typesOf(events)).toEqual(['buildStarted']);
    expect(existsSync(project.path('dist/Debug/.mews/app.typecheck.json'))).toBe(false);
  });

  test('a broken type-checker is an error', async () => {
    const project = await tempProject({
      ...manifest, ...tsconfig, 'src/app.ts': '',
      'node_modules/typescript/package.json': { version: '5.0.0', bin: { tsc: './tsc.js' } },
      'node_modules/typescript/tsc.js': `console.error('out of memory'); process.exit(3);`,
    });
    expect(await failureOf(buildApp(project, 'src/app.ts', { typecheck: 'gate' }))).toMatchObject({ code: 'MEWS2007', message: expect.stringContaining('out of memory') });
    const { result, events } = await buildApp(project, 'src/app.ts', { typecheck: 'warn' });
    expect(await result.typecheck).toMatchObject({ outcome: 'broken' });
    expect(events.at(-1)).toMatchObject({ type: 'warning', text: expect.stringContaining('out of memory') });
  });
});

describe('warn', () => {
  test('the build is there first; the findings come later', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': wrong });
    const { result, events } = await buildApp(project, 'src/app.ts', { typecheck: 'warn' });
    expect(typesOf(events)).toEqual(['buildStarted', 'buildSucceeded']);
    expect(await result.typecheck).toEqual({ outcome: 'failed', errors: 1 });
    expect(typesOf(events)).toEqual(['buildStarted', 'buildSucceeded', 'diagnostics', 'typecheckFinished']);
  });

  test('an abort ends the check', async () => {
    const project = await typedProject({ ...tsconfig, 'src/app.ts': wrong });
    const stop = new AbortController();
    const { result } = await buildApp(project, 'src/app.ts', { typecheck: 'warn', signal: stop.signal });
    stop.abort();
    expect(await result.typecheck).toEqual({ outcome: 'aborted', errors: 0 });
  });

  test('a project without TypeScript hears of it once', async () => {
    const project = await tempProject({ ...manifest, 'src/app.ts': wrong });
    const first = await buildApp(project, 'src/app.ts', { typecheck: 'warn' });
    expect(await first.result.typecheck).toEqual({ outcome: 'skipped', errors: 0 });
    expect(first.events.filter(({ type }) => type === 'note')).toHaveLength(1);
    const second = await buildApp(project, 'src/app.ts', { typecheck: 'warn' });
    await second.result.typecheck;
    expect(typesOf(second.events)).toEqual(['buildStarted', 'buildSucceeded']);
  });
});

describe('what a project lacks, the running CLI lends', () => {
  test('mews and the types of Node, without a tsconfig', async () => {
    const mews = await mewsPackage();
    const project = await tempProject({ 'app.ts': `import { answer } from 'mews';\nawait Promise.resolve();\nconst port: string = answer;\nconsole.log(port, process.pid, import.meta.url);` });
    project.install('typescript');
    const { result, events } = await buildApp(project, 'app.ts', { typecheck: 'warn', kind: 'file', mewsRoot: mews.root });
    expect(await result.typecheck).toMatchObject({ errors: 1 });
    expect(found(events)).toMatchObject([{ code: 'TS2322', line: 3 }]);
  });

  test('beside the paths and types the project has of its own', async () => {
    const mews = await mewsPackage();
    const project = await tempProject({
      ...manifest,
      'config/base.json': { compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022', skipLibCheck: true, paths: { '@/*': ['${configDir}/src/*'] }, types: ['mine'] } },
      'tsconfig.json': { extends: './config/base.json' },
      'node_modules/@types/mine/index.d.ts': 'declare const mine: string;',
      'node_modules/@types/mine/package.json': { name: '@types/mine', types: 'index.d.ts' },
      'src/app.ts': `import { answer } from 'mews';\nimport { b } from '@/b';\nconsole.log(answer, b, mine, process.pid);`,
      'src/b.ts': 'export const b = 1;',
      'dist/old.ts': wrong,
    });
    project.install('typescript');
    const { result, events } = await buildApp(project, 'src/app.ts', { typecheck: 'warn', mewsRoot: mews.root });
    expect(await result.typecheck, JSON.stringify(found(events))).toEqual({ outcome: 'passed', errors: 0 });
    expect(readFileSync(project.path('dist/Debug/.mews/app.tsconfig.json'), 'utf8')).toContain(`"extends": "${project.path('tsconfig.json')}"`);
  });
});

describe('which files are checked', () => {
  test('a file app alone, whatever lies beside it', async () => {
    const project = await typedProject({ 'app.ts': 'console.log(1);', 'other.ts': wrong });
    const { result } = await buildApp(project, 'app.ts', { typecheck: 'warn', kind: 'file' });
    expect(await result.typecheck).toMatchObject({ outcome: 'passed' });
  });

  test('JavaScript only with checkJs', async () => {
    const project = await typedProject({ 'app.js': `/** @type {string} */\nconst text = 1;\nconsole.log(text);` });
    const without = await buildApp(project, 'app.js', { typecheck: 'warn' });
    expect(await without.result.typecheck).toMatchObject({ outcome: 'skipped' });
    project.write('jsconfig.json', { compilerOptions: { checkJs: true, module: 'nodenext' } });
    const { result, events } = await buildApp(project, 'app.js', { typecheck: 'warn' });
    expect(await result.typecheck, JSON.stringify(events)).toEqual({ outcome: 'failed', errors: 1 });
  });

  test('a solution of referenced projects gives the one with the entry', async () => {
    const project = await typedProject({
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.tools.json' }, { path: './tsconfig.app.json' }] },
      'tsconfig.tools.json': { compilerOptions: { composite: true }, include: ['tools'] },
      'tsconfig.app.json': { compilerOptions: { strict: true, composite: true, module: 'nodenext' }, include: ['src/**/*.ts'] },
      'src/app.ts': 'const text: string = null; console.log(text);',
      'tools/tool.ts': wrong,
    });
    const { result, events } = await buildApp(project, 'src/app.ts', { typecheck: 'warn' });
    expect(await result.typecheck).toMatchObject({ errors: 1 });
    expect(found(events)).toMatchObject([{ file: project.path('src/app.ts') }]);
  });

  test('a folder reached through a link is the folder itself', async () => {
    const project = await typedProject({ 'real/package.json': { type: 'module' }, 'real/src/app.ts': wrong });
    mkdirSync(project.path('links'));
    symlinkSync(project.path('real'), project.path('links/app'));
    const { result, events } = await buildApp(project, 'links/app/src/app.ts', { typecheck: 'warn', root: project.path('links/app') });
    expect(result.outputEntry).toBe(project.path('real/dist/Debug/app.js'));
    await result.typecheck;
    expect(found(events)).toMatchObject([{ file: project.path('real/src/app.ts'), code: 'TS2322' }]);
  });
});
