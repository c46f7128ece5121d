import { basename, dirname } from 'node:path';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findProject } from '../../../src/launcher/project/find-project.ts';
import { tempProject } from '../../support/temp-project.ts';
import { failureOf } from '../../support/failure-of.ts';

const web = { name: '@acme/web', version: '1.2.3', type: 'module', main: './x.js', dependencies: { fastify: '^5', bad: 1 }, mews: { entry: 'a.ts' } };

describe('findProject in the current folder', () => {
  it('takes the folder with a package.json', async () => {
    const { root, path } = await tempProject({ 'package.json': web });
    expect(findProject({ cwd: root })).toEqual({
      kind: 'project',
      root,
      name: '@acme/web',
      packageJsonFile: path('package.json'),
      packageJson: { name: '@acme/web', version: '1.2.3', type: 'module', main: './x.js', dependencies: { fastify: '^5' }, devDependencies: {} },
      mews: { entry: 'a.ts' },
    });
  });

  it('takes the folder name for a package without one', async () => {
    const { root } = await tempProject({ 'package.json': {} });
    expect(findProject({ cwd: root }).name).toBe(basename(root));
  });

  it.each(['app.ts', 'src/app.ts', 'src/server.mjs'])('takes a folder without package.json that has %s', async (entry) => {
    const { root } = await tempProject({ [entry]: '' });
    expect(findProject({ cwd: root })).toMatchObject({ kind: 'project', root, name: basename(root), mews: {} });
  });

  it('takes a folder with several entries: which one is asked later', async () => {
    const { root } = await tempProject({ 'src/app.ts': '', 'src/app.js': '' });
    expect(findProject({ cwd: root }).kind).toBe('project');
  });

  it('finds no project in an empty folder, nor upward', async () => {
    const { root, path } = await tempProject({ 'package.json': {} });
    mkdirSync(path('empty'));
    const failure = failureOf(() => findProject({ cwd: path('empty') }));
    expect(failure).toMatchObject({ code: 'MEWS1101', message: expect.stringContaining(path('empty')) });
    expect(findProject({ cwd: root, projectPath: ' ' }).root).toBe(root);
  });

  it.each([
    ['package.json is broken', '{ "name": "x", }', 'double-quoted property name', 1],
    ['package.json is cut off', '{\n "name": "x"', 'xpected', 2],
    ['package.json is empty', '', 'it is empty', 1],
    ['package.json has comments', '{\n\n // no\n}', 'xpected', 3],
    ['package.json is no object', '\n []', 'its root is not an object', 2],
    ['"mews" is no object', '{\n "mews": "x" }', '"mews" is "x", not an object', 2],
  ])('says where %s', async (_what, text, problem, line) => {
    const { root, path } = await tempProject({ 'package.json': text });
    const failure = failureOf(() => findProject({ cwd: root }));
    expect(failure).toMatchObject({ code: 'MEWS1108', location: { file: path('package.json'), line } });
    expect(failure.message).toContain(problem);
    expect(failure.location?.frame).toContain('^');
  });

  it('tolerates a byte order mark, and members of wrong types that Node ignores, too', async () => {
    const { root } = await tempProject({ 'package.json': '\uFEFF{"name": 5, "type": "esm", "main": [], "dependencies": null, "mews": null}' });
    expect(findProject({ cwd: root }).packageJson).toEqual({ dependencies: {}, devDependencies: {} });
  });

  it('locates every cut of a package.json', async () => {
    const project = await tempProject({ 'package.json': '' });
    const text = JSON.stringify(web, null, 2);
    for (let length = 0; length < text.length; length++) {
      project.write('package.json', text.slice(0, length));
      const failure = failureOf(() => findProject({ cwd: project.root }));
      expect(failure.code).toBe('MEWS1108');
      expect(failure.location?.frame).toContain('^');
    }
  });

  it('does not run out of stack on a broken file that is nested deep', async () => {
    const { root } = await tempProject({ 'package.json': '['.repeat(100_000) });
    expect(failureOf(() => findProject({ cwd: root }))).toMatchObject({ code: 'MEWS1108' });
  });

  it('says why a package.json cannot be read', async () => {
    const { root, path } = await tempProject();
    mkdirSync(path('package.json'));
    expect(failureOf(() => findProject({ cwd: root })).message).toBe(`'${path('package.json')}' cannot be read: illegal operation on a directory.`);
  });
});

describe('findProject with a path', () => {
  it.each(['web', './web/', 'web/package.json', 'web\\package.json'])('takes %s', async (projectPath) => {
    const { root, path } = await tempProject({ 'web/package.json': {} });
    expect(findProject({ cwd: root, projectPath, platform: 'linux' }).root).toBe(path('web'));
  });

  it('takes an absolute path', async () => {
    const { path } = await tempProject({ 'web/package.json': {} });
    expect(findProject({ cwd: '/', projectPath: path('web') }).root).toBe(path('web'));
  });

  it('suggests the near folders for one that is missing', async () => {
    const { root } = await tempProject({ 'website/package.json': {}, 'other/package.json': {} });
    const failure = failureOf(() => findProject({ cwd: root, projectPath: './websit' }));
    expect(failure).toMatchObject({ code: 'MEWS1102', message: expect.stringContaining("'./websit'") });
    expect(failure.hint).toContain("Did you mean 'website'");
    expect(failureOf(() => findProject({ cwd: root, projectPath: 'no/such/folder' })).code).toBe('MEWS1102');
    expect(failureOf(() => findProject({ cwd: root, projectPath: 'website/package.json/x' })).code).toBe('MEWS1102');
  });

  it.each(['app.sln', 'app.ts'])('does not take %s for a project', async (file) => {
    const { root } = await tempProject({ [file]: '', 'package.json': {} });
    expect(failureOf(() => findProject({ cwd: root, projectPath: file })).message).toBe(`'${file}' is not a valid project file.`);
  });

  it('finds no project in a folder without one', async () => {
    const { root, path } = await tempProject({ 'package.json': {}, 'docs/x.md': '' });
    expect(failureOf(() => findProject({ cwd: root, projectPath: 'docs' })).message).toContain(path('docs'));
  });
});

describe('findProject with a file', () => {
  it('makes a file app, with the module format of the package around it but not its settings', async () => {
    const { root, path } = await tempProject({ 'package.json': web, 'tools/serve.test.mts': '' });
    expect(findProject({ cwd: root, file: 'tools/serve.test.mts' })).toMatchObject({
      kind: 'file',
      root: path('tools'),
      name: 'serve.test',
      sourceFile: path('tools/serve.test.mts'),
      packageJsonFile: path('package.json'),
      packageJson: { type: 'module' },
      mews: {},
    });
  });

  it('wins over the project of the folder', async () => {
    const { root, path } = await tempProject({ 'package.json': web, 'a.js': '' });
    expect(findProject({ cwd: path('..'), file: path('a.js'), projectPath: root }).kind).toBe('file');
  });

  it('suggests near files for one that is missing', async () => {
    const { root } = await tempProject({ 'server.ts': '', 'zzz.ts': '' });
    const failure = failureOf(() => findProject({ cwd: root, file: 'sevrer.ts' }));
    expect(failure).toMatchObject({ code: 'MEWS1110', message: "The file 'sevrer.ts' does not exist." });
    expect(failure.hint).toContain("Did you mean 'server.ts'");
  });

  it.each(['notes.md', 'types.d.ts', 'data.json', 'script'])('does not take %s for an app', async (file) => {
    const { root } = await tempProject({ [file]: '' });
    expect(failureOf(() => findProject({ cwd: root, file })).code).toBe('MEWS1111');
  });

  it('does not take a folder for a file', async () => {
    const { root } = await tempProject();
    expect(failureOf(() => findProject({ cwd: dirname(root), file: root }))).toMatchObject({ code: 'MEWS1107', message: expect.stringContaining('it is a folder') });
  });
});
