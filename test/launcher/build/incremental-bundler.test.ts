import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { build } from '../../../src/launcher/build/build.ts';
import { IncrementalBundler } from '../../../src/launcher/build/incremental-bundler.ts';
import { warmBundler } from '../../../src/launcher/build/make-bundle.ts';
import { type TempProject, tempProject } from '../../support/temp-project.ts';
import { buildApp, buildRequest, failureOf, runNode } from './build-fixture.ts';

type Edit = (project: TempProject) => void;

/** One bundler for one test; it must not outlive it. */
function newBundler(): IncrementalBundler {
  const bundler = new IncrementalBundler();
  onTestFinished(() => bundler.dispose());
  return bundler;
}

/** Records rightly distrust files that were written in the tick of the clock in which the build ended. */
function untilNotFresh({ path }: TempProject): void {
  const { ctimeMs } = statSync(path('src/app.ts'));
  while (Date.now() - ctimeMs < 50);
}

/** Everything in the output folder but the records. */
function outputOf({ path }: TempProject): Record<string, string> {
  const folder = path('dist/Debug');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name !== '.mews') : [];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** What a build says and writes, without the places and times that two builds cannot share. */
async function outcomeOf(project: TempProject, entry: string, bundler?: IncrementalBundler) {
  const events: MewsEvent[] = [];
  const { request } = buildRequest(project, entry, { report: (event) => events.push(event), ...(bundler ? { bundler } : {}) });
  const result = await build(request).catch((error: unknown) => ({ failure: error instanceof Error ? error.message : error }));
  const told = events.flatMap((event) => (event.type === 'diagnostics' ? event.diagnostics : []));
  const said = JSON.stringify([told, 'failure' in result ? result.failure : result.outputEntry]).replaceAll(project.root, '');
  const inputs = 'failure' in result ? [] : [...result.inputs().files, ...result.inputs().rules].map((file) => file.replace(project.root, ''));
  return { said, inputs, output: outputOf(project) };
}

async function expectSameAsOneShot(files: Record<string, string | object>, entry: string, edits: readonly Edit[]): Promise<void> {
  const [fresh, kept] = [await tempProject(files), await tempProject(files)];
  const bundler = newBundler();
  for (const edit of [() => undefined, ...edits]) {
    for (const project of [fresh, kept]) edit(project);
    expect(await outcomeOf(kept, entry, bundler)).toEqual(await outcomeOf(fresh, entry));
  }
}

const files = {
  'package.json': { type: 'module' },
  'tsconfig.json': { compilerOptions: { paths: { '@lib/*': ['./lib/*'] } } },
  'src/app.ts': `import { a } from './a.js';\nimport { b } from '@lib/b';\nconsole.log(a, b);`,
  'src/a.ts': `export const a: number = 1;`,
  'lib/b.ts': `export const b: string = 'b';`,
  'other/b.ts': `export const b: string = 'other';`,
};

describe('what a bundler builds is what a build from nothing makes', () => {
  test('when modules change, come, go, break and are mended', async () => {
    await expectSameAsOneShot(files, 'src/app.ts', [
      (project) => project.write('src/a.ts', `export const a: number = 2;`),
      (project) => {
        project.write('src/c.ts', `export const a: string = 'from c';`);
        project.write('src/a.ts', `export { a } from './c.js';`);
      },
      (project) => rmSync(project.path('src/c.ts')),
      (project) => project.write('src/a.ts', `export const a = ;`),
      (project) => project.write('src/a.ts', `export const a = 3; export const unused = 4 === NaN;`),
    ]);
  });

  test('when the module system has to change', async () => {
    await expectSameAsOneShot({ ...files, 'package.json': {} }, 'src/app.ts', [
      (project) => project.write('src/a.ts', `export const a = await Promise.resolve(5);`),
      (project) => project.write('src/a.ts', `export const a = await Promise.resolve(;`),
      (project) => project.write('src/a.ts', `export const a = 6;`),
      (project) => project.write('package.json', { type: 'commonjs' }),
      (project) => project.write('package.json', { type: 'module' }),
    ]);
  });

  test('when a module asks for its own place, breaks, and asks no more', async () => {
    await expectSameAsOneShot(files, 'src/app.ts', [
      (project) => project.write('src/a.ts', `export const a = import.meta.url;`),
      (project) => project.write('src/a.ts', `export const a = import.meta.url +;`),
      (project) => project.write('src/a.ts', `\nexport const a = import.meta.dirname;`),
      (project) => project.write('src/a.ts', `export const a = 7;`),
    ]);
  });

  test('when an alias leads elsewhere', async () => {
    await expectSameAsOneShot(files, 'src/app.ts', [
      (project) => project.write('tsconfig.json', { compilerOptions: { paths: { '@lib/*': ['./other/*'] } } }),
      (project) => project.write('tsconfig.json', { extends: './base.json' }),
      (project) => project.write('base.json', { compilerOptions: { emitDecoratorMetadata: true, paths: { '@lib/*': ['./lib/*'] } } }),
    ]);
  });
});

describe('an incremental build', () => {
  test('says that nothing changed when the output would be the same', async () => {
    const project = await tempProject(files);
    const bundler = newBundler();
    const next = async () => (await buildApp(project, 'src/app.ts', { bundler })).result;
    const first = await next();
    expect(first.upToDate).toBe(false);
    project.write('src/unused.ts', 'nobody imports this');
    expect(await next()).toMatchObject({ upToDate: true, version: first.version });
    project.write('src/a.ts', `export const a: number = 8;`);
    const changed = await next();
    expect(changed.upToDate).toBe(false);
    expect(changed.version).not.toBe(first.version);
    rmSync(project.path('dist'), { recursive: true });
    expect((await buildApp(project, 'src/app.ts', { bundler })).result.upToDate).toBe(false);
    expect(existsSync(project.path('dist/Debug/app.js'))).toBe(true);
  });

  test('takes over what a build before it left, and builds what changed since', async () => {
    const project = await tempProject(files);
    await buildApp(project, 'src/app.ts');
    const bundler = newBundler();
    const first = await buildApp(project, 'src/app.ts', { bundler });
    expect(first.result.upToDate).toBe(true);
    await warmBundler(buildRequest(project, 'src/app.ts', { bundler }).request);
    project.write('src/a.ts', `export const a: number = 9;`);
    const { result } = await buildApp(project, 'src/app.ts', { bundler });
    expect(runNode(result.outputEntry, project.root)).toBe('9 b');
  });

  test('writes its records when it is told to, and a later build can rely on them', async () => {
    const project = await tempProject(files);
    const records = project.path('dist/Debug/.mews/app.build.json');
    const bundler = newBundler();
    let go: () => void = () => undefined;
    const recordAfter = new Promise<void>((resolve) => (go = resolve));
    untilNotFresh(project);
    const { result } = await buildApp(project, 'src/app.ts', { bundler, recordAfter });
    expect(runNode(result.outputEntry, project.root)).toBe('1 b');
    expect(existsSync(records)).toBe(false);
    go();
    await result.recorded;
    expect(existsSync(records)).toBe(true);
    expect((await buildApp(project, 'src/app.ts')).result).toMatchObject({ upToDate: true, version: result.version });
  });

  test('does not record a build that a later one has replaced, nor a change that came after it', async () => {
    const project = await tempProject(files);
    const bundler = newBundler();
    const never = new Promise(() => undefined);
    await buildApp(project, 'src/app.ts', { bundler, recordAfter: never });
    project.write('src/a.ts', `export const a: number = 10;`);
    await buildApp(project, 'src/app.ts', { bundler, recordAfter: never });
    project.write('src/a.ts', `export const a: number = 11;`);
    await bundler.dispose();
    const { result } = await buildApp(project, 'src/app.ts');
    expect(result.upToDate).toBe(false);
    expect(runNode(result.outputEntry, project.root)).toBe('11 b');
  });

  test('that is asked for during another sees the newest sources', async () => {
    const project = await tempProject(files);
    const bundler = newBundler();
    await buildApp(project, 'src/app.ts', { bundler });
    const during = buildApp(project, 'src/app.ts', { bundler });
    project.write('src/a.ts', `export const a: number = 12;`);
    const { result } = await buildApp(project, 'src/app.ts', { bundler });
    await during;
    expect(runNode(result.outputEntry, project.root)).toBe('12 b');
  });

  test('fails when its output cannot be written, and only warns when its records cannot', async () => {
    const project = await tempProject({ ...files, 'dist/Debug': 'a file in the way' });
    const bundler = newBundler();
    expect(await failureOf(buildApp(project, 'src/app.ts', { bundler }))).toMatchObject({ code: 'MEWS2006' });
    rmSync(project.path('dist'), { recursive: true });
    let go: () => void = () => undefined;
    const { request, events } = buildRequest(project, 'src/app.ts', { bundler, recordAfter: new Promise<void>((resolve) => (go = resolve)) });
    const { recorded } = await build(request);
    rmSync(project.path('dist/Debug/.mews'), { recursive: true });
    project.write('dist/Debug/.mews', 'a file in the way');
    go();
    await recorded;
    expect(events.at(-1)).toMatchObject({ type: 'warning', text: expect.stringContaining(project.path('dist/Debug/.mews')) });
  });
});
