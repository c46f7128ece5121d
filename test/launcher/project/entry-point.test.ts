import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEntryPoint } from '../../../src/launcher/project/entry-point.ts';
import { findProject } from '../../../src/launcher/project/find-project.ts';
import { tempProject } from '../../support/temp-project.ts';
import { failureOf } from '../../support/failure-of.ts';

async function entryOf(packageJson: object, ...files: string[]): Promise<string> {
  const { root } = await tempProject({ 'package.json': packageJson, ...Object.fromEntries(files.map((file) => [file, ''])) });
  const { file, namedBy } = findEntryPoint(findProject({ cwd: root }));
  return `${relative(root, file)} by ${namedBy}`;
}

const SETTING = '"mews.entry" in package.json';
const MAIN = '"main" in package.json';

describe('findEntryPoint', () => {
  it.each([
    ['mews.entry over all', { mews: { entry: 'lib/start.ts' }, main: 'app.js' }, ['lib/start.ts', 'app.js', 'src/main.ts'], `lib/start.ts by ${SETTING}`],
    ['an entry in dist when that is asked for', { mews: { entry: './dist/x.js' } }, ['dist/x.js', 'src/main.ts'], `dist/x.js by ${SETTING}`],
    ['what a build command has yet to write', { mews: { entry: 'dist/x.js', build: 'make' } }, ['src/main.ts'], `dist/x.js by ${SETTING}`],
    ['main when it is source', { main: 'lib/start.js' }, ['lib/start.js', 'src/main.ts'], `lib/start.js by ${MAIN}`],
    ['main without extension, as Node does', { main: './start' }, ['start.js', 'src/main.ts'], `start.js by ${MAIN}`],
    ['main that is a folder', { main: 'server' }, ['server/index.ts', 'src/main.ts'], `server/index.ts by ${MAIN}`],
    ['no main in dist', { main: 'dist/index.js' }, ['dist/index.js', 'src/index.ts'], 'src/index.ts by convention'],
    ['no main in a build folder further down', { main: 'packages/a/build/index.js' }, ['packages/a/build/index.js', 'app.js'], 'app.js by convention'],
    ['no main that is missing', { main: 'index.js' }, ['src/app.ts'], 'src/app.ts by convention'],
    ['no main that is no program', { main: 'style.css' }, ['style.css', 'app.js'], 'app.js by convention'],
    ['main in dist when a build command writes it', { main: 'dist/x.js', mews: { build: 'make' } }, ['src/app.ts'], `dist/x.js by ${MAIN}`],
    ['src before the root', {}, ['main.ts', 'src/app.ts'], 'src/app.ts by convention'],
    ['main before index', {}, ['src/app.ts', 'src/server.ts', 'src/index.ts', 'src/main.js'], 'src/main.js by convention'],
    ['index before server', {}, ['src/app.ts', 'src/server.ts', 'src/index.mts'], 'src/index.mts by convention'],
    ['server before app', {}, ['app.ts', 'server.cjs'], 'server.cjs by convention'],
    ['app.tsx', {}, ['app.tsx', 'app.d.ts'], 'app.tsx by convention'],
  ])('takes %s', async (_what, packageJson, files, expected) => {
    expect(await entryOf(packageJson, ...files)).toBe(expected);
  });

  it('takes the file of a file app', async () => {
    const { root, path } = await tempProject({ 'package.json': { main: 'b.js' }, 'a.ts': '', 'b.js': '' });
    expect(findEntryPoint(findProject({ cwd: root, file: 'a.ts' }))).toEqual({ file: path('a.ts'), namedBy: 'the command line' });
  });

  it('takes an entry outside the project that somebody wrote down', async () => {
    const { path } = await tempProject({ 'web/package.json': { mews: { entry: '../shared/app.ts' } }, 'shared/app.ts': '' });
    expect(findEntryPoint(findProject({ cwd: path('web') })).file).toBe(path('shared/app.ts'));
  });

  it('suggests near files for an entry that is missing', async () => {
    const failure = await failureFor({ mews: { entry: 'src/sevrer.ts' } }, 'src/server.ts');
    expect(failure).toMatchObject({ code: 'MEWS1105', message: `The entry point 'src/sevrer.ts', named by ${SETTING}, does not exist.` });
    expect(failure.hint).toContain("Did you mean 'src/server.ts'");
  });

  it('refuses an entry that is no program', async () => {
    expect((await failureFor({ mews: { entry: 'notes.md' } }, 'notes.md')).code).toBe('MEWS1111');
  });

  it('refuses an entry that is a folder', async () => {
    const { root, path } = await tempProject({ 'package.json': { mews: { entry: 'src' } } });
    mkdirSync(path('src'));
    expect(failureOf(() => findEntryPoint(findProject({ cwd: root })))).toMatchObject({ code: 'MEWS1107', message: expect.stringContaining('folder') });
  });

  it('does not choose between two files of one name', async () => {
    const failure = await failureFor({}, 'src/app.ts', 'src/app.js');
    expect(failure).toMatchObject({ code: 'MEWS1106', message: expect.stringContaining("'src/app.ts' or 'src/app.js'") });
    expect(failure.hint).toContain('"entry": "src/app.ts"');
  });

  it('is not confused by two files of a name that comes later', async () => {
    expect(await entryOf({}, 'src/main.ts', 'src/app.ts', 'src/app.js')).toBe('src/main.ts by convention');
  });

  it('says what it looked for', async () => {
    const failure = await failureFor({}, 'lib/x.ts');
    expect(failure.code).toBe('MEWS1104');
    expect(failure.hint).toContain("'src/main.ts', 'src/index.ts'");
  });

  it('does not take a folder for an entry', async () => {
    const { root, path } = await tempProject({ 'package.json': {}, 'server.ts': '' });
    mkdirSync(path('main.js'));
    expect(findEntryPoint(findProject({ cwd: root })).file).toBe(path('server.ts'));
  });
});

async function failureFor(packageJson: object, ...files: string[]): Promise<ReturnType<typeof failureOf>> {
  const { root } = await tempProject({ 'package.json': packageJson, ...Object.fromEntries(files.map((file) => [file, ''])) });
  return failureOf(() => findEntryPoint(findProject({ cwd: root })));
}
