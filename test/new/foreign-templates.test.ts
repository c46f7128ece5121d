import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/has-program.ts';
import { runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tarball, type TarEntry } from '../support/tarball.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

const THING = { identity: 'acme.thing', name: 'Thing', shortName: 'thing', description: 'a thing', author: 'Acme', tags: ['acme'], sourceName: 'Source' };
const described = (more: object = {}) => JSON.stringify({ ...THING, ...more });
const files = (more: object = {}): TarEntry[] => [
  { path: 'package/package.json', content: '{ "name": "acme-templates", "version": "1.2.0" }' },
  { path: 'package/templates/thing/.template.config/template.json', content: described(more) },
  { path: 'package/templates/thing/Source.txt', content: 'made of Source' },
];

/** A user with a home of their own, and a folder to be in. */
async function user(project: Record<string, string | Uint8Array | object> = {}): Promise<TempProject & { readonly mews: (words: string) => ReturnType<typeof program> }> {
  const folder = await tempProject({ 'here/.keep': '', ...project });
  const env = { HOME: folder.path('home') };
  return { ...folder, mews: (words) => program(['new', ...words.split(' ')], { cwd: folder.path('here'), env }) };
}

const store = (folder: TempProject): string[] => {
  const path = folder.path('home/.mews/templates');
  return existsSync(path) ? readdirSync(path) : [];
};

describe('templates of a folder', () => {
  test('are installed, listed, described, used where they lie, and uninstalled', async () => {
    const me = await user({ 'there/thing/.template.config/template.json': described(), 'there/thing/Source.txt': 'made of Source' });
    const installed = await me.mews('install ../there');
    expect(installed).toMatchObject({ exitCode: 0, out: '', err: `Installed from ${me.path('there')}:\n  thing  Thing\n` });

    const { out } = await me.mews('list');
    expect(out).toMatch(/^Template +Short name +Tags +From\n/);
    expect(out).toMatch(/^Empty web app +web +web\/mews +mews$/m);
    expect(out).toMatch(new RegExp(`^Thing +thing +acme +${me.path('there')}$`, 'm'));
    expect(JSON.parse((await me.mews('list acme --format json')).out)).toEqual([{ name: 'Thing', shortNames: ['thing'], description: 'a thing', tags: ['acme'], author: 'Acme', identity: 'acme.thing', from: me.path('there') }]);

    expect((await me.mews('details thing')).out).toMatch(/^Template +Thing\nShort name +thing\nDescription +a thing\n.*\n\nUsage: mews new thing \[options\]/s);
    me.write('there/thing/Source.txt', 'changed, of Source');
    expect(await me.mews('THING -n Nest')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(me.path('here/Nest/Nest.txt'), 'utf8')).toBe('changed, of Nest');

    expect((await me.mews('uninstall')).out).toBe(`${me.path('there')}  (thing)\n`);
    expect(await me.mews('uninstall ../there')).toMatchObject({ exitCode: 0, err: `Uninstalled the templates of ${me.path('there')}\n` });
    expect(store(me)).toEqual([]);
    expect(existsSync(me.path('there/thing'))).toBe(true);
    expect((await me.mews('thing -n Other')).exitCode).toBe(103);
    expect((await me.mews('uninstall')).out).toBe('No templates are installed besides those of mews.\n');
  });

  test('that has gone does not hide the others', async () => {
    const me = await user({ 'there/.template.config/template.json': described(), 'broken/.template.config/template.json': described({ shortName: 'other' }) });
    await me.mews('install ../there');
    await me.mews('install ../broken');
    me.write('broken/.template.config/template.json', '{');
    const { out, err, exitCode } = await me.mews('list thing');
    expect({ out, exitCode }).toMatchObject({ out: expect.stringContaining('thing'), exitCode: 0 });
    expect(err).toMatch(/^warning: The template .*broken.* is not valid/);
    expect(await me.mews('uninstall thing')).toMatchObject({ exitCode: 0 });
    expect(await me.mews('uninstall ../broken')).toMatchObject({ exitCode: 0 });
  });
});

describe('templates of a tarball', () => {
  test('are installed, and again in a newer version', async () => {
    const me = await user({ 'acme.tgz': tarball(files()) });
    expect(await me.mews('install ../acme.tgz')).toMatchObject({ exitCode: 0 });
    expect(await me.mews('thing -n Nest')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(me.path('here/Nest/Nest.txt'), 'utf8')).toBe('made of Nest');
    me.write('acme.tgz', tarball([...files(), { path: 'package/templates/thing/new.txt', content: 'new' }]));
    await me.mews('install ../acme.tgz');
    await me.mews('thing -n Other');
    expect(readdirSync(me.path('here/Other')).toSorted()).toEqual(['Other.txt', 'new.txt']);
    expect(store(me)).toHaveLength(1);
  });

  test.each<[string, TarEntry, RegExp]>([
    ['a path upwards', { path: 'package/../../evil.txt', content: 'x' }, /evil.txt' leads out of the folder/],
    ['an absolute path', { path: '/tmp/evil.txt', content: 'x' }, /is an absolute path/],
    ['a drive of Windows', { path: 'C:/evil.txt', content: 'x' }, /is an absolute path/],
    ['a symbolic link', { path: 'package/link', type: 'SymbolicLink', linkpath: '/etc' }, /'package\/link' is a link/],
    ['a hard link', { path: 'package/link', type: 'Link', linkpath: 'package/package.json' }, /is a link/],
    ['a device', { path: 'package/dev', type: 'CharacterDevice' }, /is neither a file nor a folder/],
    ['a pipe', { path: 'package/pipe', type: 'FIFO' }, /is neither a file nor a folder/],
    ['a hook of git', { path: 'package/templates/thing/.git/hooks/post-checkout', content: 'x' }, /folder of git/],
  ])('with %s are refused, and nothing of them is left', async (_what, entry, problem) => {
    const me = await user({ 'acme.tgz': tarball([...files(), entry]) });
    const { exitCode, err } = await me.mews('install ../acme.tgz');
    expect(exitCode).toBe(101);
    expect(err).toMatch(/error MEWS1307: /);
    expect(err).toMatch(problem);
    expect(store(me)).toEqual([]);
    expect(existsSync(me.path('evil.txt'))).toBe(false);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['are no tarball', Buffer.from('not a tarball'), /could not be installed/],
    ['have no template in them', tarball([{ path: 'package/package.json', content: '{}' }]), /no \.template\.config\/template\.json in it/],
    ['are too many', tarball(Array.from({ length: 10_001 }, (_, at) => ({ path: `package/${at}` }))), /10001 entries/],
  ])('that %s are not installed', async (_what, content, problem) => {
    const me = await user({ 'acme.tgz': content });
    const { exitCode, err } = await me.mews('install ../acme.tgz');
    expect({ exitCode, err }).toEqual({ exitCode: 106, err: expect.stringMatching(problem) });
    expect(store(me)).toEqual([]);
  });

  test.each([
    ['web', 'mews'],
    ['LIST', 'mews'],
    ['taken', 'first.tgz'],
  ])('cannot have the short name %s, which is of %s', async (shortName, owner) => {
    const me = await user({ 'first.tgz': tarball(files({ shortName: 'taken' })), 'acme.tgz': tarball(files({ shortName })) });
    await me.mews('install ../first.tgz');
    const { exitCode, err } = await me.mews('install ../acme.tgz');
    expect(exitCode).toBe(106);
    expect(err).toContain('MEWS1314');
    expect(err).toMatch(new RegExp(`is the short name of a template of .*${owner}`));
  });
});

test('a folder with links in its templates is refused, when it is installed and when it gets them later', async () => {
  const me = await user({ 'there/.template.config/template.json': described(), 'secret.txt': 'secret' });
  await me.mews('install ../there');
  symlinkSync(me.path('secret.txt'), me.path('there/link'));
  expect(await me.mews('thing -n Nest')).toMatchObject({ exitCode: 101, err: expect.stringContaining("'link' is a link") });
  expect(await me.mews('install ../there')).toMatchObject({ exitCode: 101 });
  expect(readdirSync(me.path('here'))).toEqual(['.keep']);
});

test('the template itself cannot write outside of its project', async () => {
  const me = await user({ 'acme.tgz': tarball(files({ sources: [{ rename: { 'Source.txt': '../../evil.txt' } }] })) });
  await me.mews('install ../acme.tgz');
  expect(await me.mews('thing -n Nest')).toMatchObject({ exitCode: 101, err: expect.stringContaining("'../../evil.txt' leads out of the folder") });
  expect(readdirSync(me.path('here'))).toEqual(['.keep']);
});

describe.skipIf(process.platform === 'win32')('the commands of a foreign template', () => {
  const postActions = [{ action: 'script', description: 'Set it up', args: { executable: 'sh', args: ['-c', 'echo done > made.txt'] }, manualInstructions: [{ text: 'See README.' }] }];

  test('are shown, and are not run unasked', async () => {
    const me = await user({ 'acme.tgz': tarball(files({ postActions })) });
    expect((await me.mews('install ../acme.tgz')).err).toContain('runs afterwards, with --allow-scripts yes: sh -c echo done > made.txt');
    expect((await me.mews('details thing')).out).toContain('Afterwards  Set it up (sh -c echo done > made.txt)');
    for (const words of ['thing -n Nest', 'thing -n Other --allow-scripts no']) {
      const { exitCode, err } = await me.mews(words);
      expect(exitCode).toBe(104);
      expect(err).toMatch(/error MEWS1311: .*'sh -c echo done > made\.txt' was not run/);
      expect(err).toMatch(/hint: .*--allow-scripts yes\. See README\./);
    }
    expect(readdirSync(me.path('here/Nest'))).toEqual(['Nest.txt']);
  });

  test('are only told of where the template can do without them: npm install is one of them', async () => {
    const me = await user({ 'acme.tgz': tarball(files({ postActions: [{ action: 'restore', continueOnError: true }] })) });
    await me.mews('install ../acme.tgz');
    expect(await me.mews('thing -n Nest')).toMatchObject({ exitCode: 0, err: expect.stringMatching(/^warning: The project was created, but .*'npm install' was not run/m) });
    expect(readdirSync(me.path('here/Nest'))).toEqual(['Nest.txt']);
  });

  test('are run when they are allowed', async () => {
    const me = await user({ 'acme.tgz': tarball(files({ postActions })) });
    await me.mews('install ../acme.tgz');
    expect(await me.mews('thing -n Nest --allow-scripts yes')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(me.path('here/Nest/made.txt'), 'utf8')).toBe('done\n');
  });

  test('that fail end with 105, and those that may fail do not', async () => {
    const failing = (more: object) => files({ postActions: [{ ...postActions[0], args: { executable: 'sh', args: ['-c', 'exit 4'] }, ...more }] });
    const me = await user({ 'acme.tgz': tarball(failing({})) });
    await me.mews('install ../acme.tgz');
    expect(await me.mews('thing -n Nest --allow-scripts yes')).toMatchObject({ exitCode: 105, err: expect.stringMatching(/MEWS1310: .*it ended with exit code 4/) });
    me.write('acme.tgz', tarball(failing({ continueOnError: true })));
    await me.mews('install ../acme.tgz');
    expect(await me.mews('thing -n Other --allow-scripts yes')).toMatchObject({ exitCode: 0, err: expect.stringMatching(/MEWS1310/) });
  });

  test('do not include words: instructions are only told', async () => {
    const me = await user({ 'acme.tgz': tarball(files({ postActions: [{ action: 'instructions', description: 'Next', manualInstructions: [{ text: 'Feed it.' }] }] })) });
    await me.mews('install ../acme.tgz');
    expect(await me.mews('thing -n Nest')).toMatchObject({ exitCode: 0, err: expect.stringContaining('Next: Feed it.') });
  });
});

test.skipIf(!hasProgram('git'))('templates of a git repository are those of a branch or tag of it; links in it are refused', async () => {
  const me = await user({ 'repo/thing/.template.config/template.json': described(), 'repo/thing/Source.txt': 'first' });
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], { cwd: me.path('repo'), encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  git('tag', 'v1');
  me.write('repo/thing/Source.txt', 'second');
  git('commit', '-q', '-a', '-m', 'second');
  const url = `file://${me.path('repo')}/.git`;
  expect(await me.mews(`install git+${url}#v1`)).toMatchObject({ exitCode: 0 });
  await me.mews('thing -n One');
  expect(readFileSync(me.path('here/One/One.txt'), 'utf8')).toBe('first');
  expect(await me.mews('uninstall thing')).toMatchObject({ exitCode: 0 });
  expect(await me.mews(`install git+${url}`)).toMatchObject({ exitCode: 0 });
  await me.mews('thing -n Two');
  expect(readFileSync(me.path('here/Two/Two.txt'), 'utf8')).toBe('second');
  expect(existsSync(me.path('home/.mews/templates', store(me)[0] ?? '', 'content/.git'))).toBe(false);

  symlinkSync('/etc/passwd', me.path('repo/thing/link'));
  git('add', '-A');
  git('commit', '-q', '-m', 'link');
  expect(await me.mews(`install git+${url}`)).toMatchObject({ exitCode: 101, err: expect.stringContaining("'link' is a link") });
  await me.mews('thing -n Three');
  expect(readFileSync(me.path('here/Three/Three.txt'), 'utf8')).toBe('second');
  expect(await me.mews(`install git+${url}#nowhere`)).toMatchObject({ exitCode: 106, err: expect.stringContaining('nowhere') });
});

test('templates of an npm package come from the registry that npm is told of, and none of its scripts run', async () => {
  const packed = tarball(files().map((entry) => (entry.path.endsWith('package/package.json') ? { ...entry, content: JSON.stringify({ name: 'acme-templates', version: '1.2.0', scripts: { prepare: 'touch ran', preinstall: 'touch ran' } }) } : entry)));
  const registry = createServer((request, response) => {
    if (request.url === '/acme-templates') {
      const dist = { tarball: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/acme-templates.tgz`, integrity: `sha512-${createHash('sha512').update(packed).digest('base64')}` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: 'acme-templates', 'dist-tags': { latest: '1.2.0' }, versions: { '1.2.0': { name: 'acme-templates', version: '1.2.0', dist } } }));
    } else if (request.url === '/acme-templates.tgz') response.end(packed);
    else response.writeHead(404).end('{}');
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  onTestFinished(() => void registry.close());
  const { root, path } = await tempProject();
  mkdirSync(path('here'));
  const env = { HOME: path('home'), MEWS_HOME: undefined, npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`, npm_config_cache: path('cache'), npm_config_fetch_retries: '0' };
  const mews = (...words: string[]) => runMews(['new', ...words], { cwd: path('here'), env });
  expect(await mews('install', 'acme-templates@1.2.0')).toMatchObject({ code: 0, stderr: 'Installed from acme-templates:\n  thing  Thing\n' });
  expect(await mews('thing', '-n', 'Nest')).toMatchObject({ code: 0 });
  expect(readFileSync(path('here/Nest/Nest.txt'), 'utf8')).toBe('made of Nest');
  expect(await mews('install', 'acme-nothing')).toMatchObject({ code: 106, stderr: expect.stringMatching(/MEWS1313: .*404/s) });
  expect(await mews('uninstall', 'acme-templates')).toMatchObject({ code: 0 });
  expect(readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('ran'))).toEqual([]);
});

test.each([
  ['install', 127, 'MEWS1003'],
  ['install a b', 127, 'MEWS1003'],
  ['install ./nowhere', 106, 'MEWS1312'],
  ['install ../file.txt', 106, 'MEWS1312'],
  ['install not/a/thing', 106, 'MEWS1312'],
  ['install --bogus', 127, 'MEWS1001'],
  ['install -x', 127, 'MEWS1001'],
  ['uninstall nothing', 103, 'MEWS1315'],
  ['details', 127, 'MEWS1003'],
  ['details wbe', 103, 'MEWS1302'],
  ['list a b', 127, 'MEWS1003'],
])('mews new %s ends with %d', async (words, exitCode, code) => {
  const me = await user({ 'file.txt': '' });
  writeFileSync(me.path('file.txt'), '');
  const outcome = await me.mews(words);
  expect({ exitCode: outcome.exitCode, err: outcome.err }).toEqual({ exitCode, err: expect.stringContaining(code) });
});

test('the commands of mews new have their own help', async () => {
  for (const command of ['list', 'details', 'install', 'uninstall']) {
    const { out, exitCode } = await program(['new', command, '--help'], { cwd: '/' });
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: mews new ${command} `));
    expect(out).toMatch(new RegExp(`Examples:\n {2}mews new ${command}\\b`));
  }
});
