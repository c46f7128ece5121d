import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isFailure, type MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { PlacedFiles } from '../../../src/launcher/scaffold/placed-files.ts';
import type { ProjectFile } from '../../../src/launcher/scaffold/render-template.ts';
import { writeProject } from '../../../src/launcher/scaffold/write-project.ts';
import { tempProject } from '../../support/temp-project.ts';

const FILES: ProjectFile[] = [
  { path: 'package.json', content: '{}', isExecutable: false },
  { path: 'src/deep/main.ts', content: 'main', isExecutable: false },
  { path: 'run.sh', content: Buffer.from('run'), isExecutable: true },
];

interface Write {
  readonly directory: string;
  readonly force?: boolean;
  readonly files?: readonly ProjectFile[];
  readonly signal?: AbortSignal;
}

const write = ({ directory, force = false, files = FILES, signal = new AbortController().signal }: Write) => writeProject({ files, directory, force, signal });

async function failureOfWriting(request: Write): Promise<MewsError> {
  return write(request).then(() => expect.fail('it was written'), (error: MewsError) => error);
}

/** Every file and folder below, with its content. */
function tree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(names.map((name) => [name, statSync(`${folder}/${name}`).isDirectory() ? '<folder>' : readFileSync(`${folder}/${name}`, 'utf8')]));
}

describe('a project', () => {
  it('is written into a folder that is made for it, with the folders above', async () => {
    const { root, path } = await tempProject();
    expect(await write({ directory: path('a/b/project') })).toBe(true);
    expect(tree(path('a/b/project'))).toEqual({ 'package.json': '{}', 'run.sh': 'run', src: '<folder>', 'src/deep': '<folder>', 'src/deep/main.ts': 'main' });
    expect(statSync(path('a/b/project/run.sh')).mode & 0o100).toBe(0o100);
    expect(statSync(path('a/b/project/package.json')).mode & 0o111).toBe(0);
    const mode = 0o777 & ~process.umask();
    expect(statSync(path('a/b/project')).mode & 0o777).toBe(mode);
    expect(readdirSync(path('a/b'))).toEqual(['project']);
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('is written beside what is there already', async () => {
    const { root } = await tempProject({ 'README.md': 'mine', 'src/other.ts': 'other' });
    await write({ directory: root });
    expect(tree(root)).toMatchObject({ 'README.md': 'mine', 'src/other.ts': 'other', 'src/deep/main.ts': 'main', 'package.json': '{}' });
    expect(Object.keys(tree(root)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('that would overwrite files names them all, and writes nothing', async () => {
    const { root } = await tempProject({ 'package.json': 'mine', 'src/deep/main.ts': 'mine' });
    const before = tree(root);
    const error = await failureOfWriting({ directory: root });
    expect(isFailure(error, 'wouldOverwrite')).toBe(true);
    expect(error.message).toContain('  Overwrite   ./package.json\n  Overwrite   ./src/deep/main.ts\n');
    expect(tree(root)).toEqual(before);
  });

  it('replaces them with force, links themselves and not what they lead to', async () => {
    const { root, path } = await tempProject({ 'package.json': 'mine', 'kept.txt': 'kept', 'elsewhere.txt': 'elsewhere' });
    symlinkSync(path('elsewhere.txt'), path('run.sh'));
    await write({ directory: root, force: true });
    expect(tree(root)).toMatchObject({ 'package.json': '{}', 'run.sh': 'run', 'kept.txt': 'kept', 'elsewhere.txt': 'elsewhere' });
  });

  it('cannot be where a file is, whether the folder or one in it', async () => {
    const { root, path } = await tempProject({ src: 'a file', taken: 'a file' });
    expect(await failureOfWriting({ directory: root })).toMatchObject({ message: expect.stringContaining('Overwrite   ./src\n') });
    expect(isFailure(await failureOfWriting({ directory: path('taken') }), 'projectNotWritten')).toBe(true);
    const before = tree(root);
    expect(isFailure(await failureOfWriting({ directory: root, force: true }), 'projectNotWritten')).toBe(true);
    expect(tree(root)).toEqual(before);
  });

  it('that replaces a folder with a file is not written, and what was replaced before is back', async () => {
    const { root } = await tempProject({ 'package.json': 'mine', 'run.sh/kept': 'kept' });
    const before = tree(root);
    const error = await failureOfWriting({ directory: root, force: true });
    expect(error.message).toContain('./run.sh is a folder');
    expect(tree(root)).toEqual(before);
  });

  it('leaves nothing when the user stops it, neither where a folder was made nor where one was', async () => {
    const { root, path } = await tempProject({ 'here/mine.txt': 'mine' });
    const before = tree(root);
    expect(await write({ directory: path('a/b'), signal: AbortSignal.abort() })).toBe(false);
    expect(await write({ directory: path('here'), signal: AbortSignal.abort() })).toBe(false);
    expect(tree(root)).toEqual(before);
  });

  it('leaves nothing when a file of it cannot be written', async () => {
    const { root, path } = await tempProject({ 'here/mine.txt': 'mine' });
    const before = tree(root);
    const files = [...FILES, { path: 'x'.repeat(300), content: '', isExecutable: false }];
    for (const directory of [path('a/b'), path('here')]) {
      const error = await failureOfWriting({ directory, files });
      expect(error.message).toMatch(/could not be written to .*: name too long\. Nothing of it was left there\.$/);
    }
    expect(tree(root)).toEqual(before);
  });

  it('never takes the place of a file that somebody else has put there this moment', async () => {
    const { root, path } = await tempProject({ 'new/a.txt': 'new', 'attic/.keep': '' });
    mkdirSync(path('project'));
    const placed = new PlacedFiles(path('project'), path('attic'));
    placed.add(path('new/a.txt'), 'sub/a.txt');
    writeFileSync(path('project/b.txt'), 'theirs');
    expect(() => placed.add(path('new/a.txt'), 'b.txt')).toThrow('EEXIST');
    placed.takeBack();
    expect(tree(path('project'))).toEqual({ 'b.txt': 'theirs' });
    rmSync(root, { recursive: true });
    expect(existsSync(root)).toBe(false);
  });
});
