import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const mewsNew = (words: string, cwd: string) => program(['new', ...words.split(' ').filter((word) => word !== '')], { cwd });

describe('mews new that cannot be understood', () => {
  it.each<[string, number, string, RegExp]>([
    ['', 127, 'MEWS1301', /'web'.*mews new list/],
    ['-n Hello', 127, 'MEWS1301', /mews new <template>/],
    ['wbe', 103, 'MEWS1302', /Did you mean 'web'\?/],
    ['nothing-like-it', 103, 'MEWS1302', /^There are .*'web'/],
    ['web --bogus', 127, 'MEWS1001', /mews new web --help/],
    ['web --no-htps', 127, 'MEWS1001', /Did you mean '--no-https'/],
    ['web hello', 127, 'MEWS1003', /mews new web --help/],
    ['web -n', 127, 'MEWS1003', /mews new web --help/],
    ['web -n --force', 127, 'MEWS1003', /mews new web --help/],
    ['web --types lax', 127, 'MEWS1004', /Use 'strict' or 'strictest'/],
    ['web --allow-scripts maybe', 127, 'MEWS1004', /Use 'yes' or 'no'/],
    ['web --http-port 70000', 127, 'MEWS1308', /a port from 1 to 65535/],
    ['web --http-port x', 127, 'MEWS1308', /a port from 1 to 65535/],
    ['web -n a/b', 127, 'MEWS1304', /Choose another one with -n/],
    ['web -n ..', 127, 'MEWS1304', /Choose another one with -n/],
  ])('mews new %s ends with %d', async (words, exitCode, code, hint) => {
    const { root } = await tempProject();
    const outcome = await mewsNew(words, root);
    expect({ exitCode: outcome.exitCode, out: outcome.out }).toEqual({ exitCode, out: '' });
    expect(outcome.err).toContain(`error ${code}: `);
    expect(/^hint: (.*)$/m.exec(outcome.err)?.[1]).toMatch(hint);
    expect(readdirSync(root)).toEqual([]);
  });

  it('has words after -- for nobody', async () => {
    expect((await program(['new', 'web', '--', 'x'], { cwd: '/' })).error?.message).toContain('starts no app');
  });
});

describe('mews new web', () => {
  it('makes a folder of the name, and tells what comes next', async () => {
    const { root, path } = await tempProject();
    const { exitCode, err, out } = await mewsNew('web -n Shop.Api --no-restore', root);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
    expect(err).toBe('The template "Empty web app" was created successfully.\n\nNext:\n  cd Shop.Api\n  mews run\n');
    expect(JSON.parse(readFileSync(path('Shop.Api/package.json'), 'utf8'))).toMatchObject({ name: 'shop.api' });
    expect(readdirSync(path('Shop.Api')).toSorted()).toEqual(expect.arrayContaining(['.editorconfig', '.gitignore', 'Properties', 'README.md', 'package.json', 'src', 'test', 'tsconfig.json']));
  });

  it.each([
    ['-o here/there --no-restore', 'here/there', 'there'],
    ['--no-restore', '.', 'current'],
    ['-n Other -o . --no-restore', '.', 'other'],
    ['-n Other -o sub --no-restore', 'sub', 'other'],
    ['--name=@acme/shop --no-restore', 'shop', '@acme/shop'],
  ])('with %s is in %s and called %s', async (words, folder, name) => {
    const { path } = await tempProject();
    mkdirSync(path('current'));
    expect(await mewsNew(`web ${words}`, path('current'))).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readFileSync(path('current', folder, 'package.json'), 'utf8'))).toMatchObject({ name });
  });

  it('takes its options before the template, too', async () => {
    const { root, path } = await tempProject();
    expect(await mewsNew('-n Hello --no-restore web --http-port 5123', root)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(path('Hello/Properties/launchSettings.json'), 'utf8')).toContain('http://localhost:5123');
  });

  it('has profiles for http and https on ports of its own; JSON without comments', async () => {
    const { root, path } = await tempProject();
    await mewsNew('web -n a --no-restore', root);
    const { profiles } = JSON.parse(readFileSync(path('a/Properties/launchSettings.json'), 'utf8')) as { profiles: Record<string, { applicationUrl: string }> };
    expect(Object.keys(profiles)).toEqual(['http', 'https']);
    const [, port = '', ...rest] = /^http:\/\/localhost:(\d{4})$/.exec(profiles['http']?.applicationUrl ?? '') ?? [];
    expect([Number(port) >= 5000 && Number(port) <= 5300, rest]).toEqual([true, []]);
    expect(profiles['https']?.applicationUrl).toMatch(new RegExp(`^https://localhost:7[0-3]\\d\\d;http://localhost:${port}$`));
    expect(readFileSync(path('a/README.md'), 'utf8')).toContain(`http://localhost:${port}`);
  });

  it('leaves out https, or all launch settings', async () => {
    const { root, path } = await tempProject();
    await mewsNew('web -n a --no-restore --no-https', root);
    const { profiles } = JSON.parse(readFileSync(path('a/Properties/launchSettings.json'), 'utf8')) as { profiles: object };
    expect(Object.keys(profiles)).toEqual(['http']);
    expect(readFileSync(path('a/README.md'), 'utf8')).not.toMatch(/https:\/\/localhost|#if/);
    await mewsNew('web -n b --no-restore --exclude-launch-settings', root);
    expect(readdirSync(path('b'))).not.toContain('Properties');
  });

  it('only tells what it would do, when it is asked for that', async () => {
    const { root } = await tempProject({ 'a/package.json': '{}' });
    const { exitCode, out, err } = await mewsNew('web -o a --dry-run', root);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^File actions would have been taken:\n/);
    expect(out).toContain('  Overwrite   ./a/package.json\n');
    expect(out).toContain('  Create      ./a/src/main.ts\n');
    expect(out).toContain('  Run         npm install\n');
    expect((await mewsNew('web -o a --dry-run --no-restore', root)).out).not.toContain('npm install');
    expect(readdirSync(root)).toEqual(['a']);
    expect(readdirSync(`${root}/a`)).toEqual(['package.json']);
  });

  it('that would overwrite files lists them, ends with 73 and writes nothing; --force writes', async () => {
    const { root, path } = await tempProject({ 'src/main.ts': 'mine', 'notes.txt': 'mine' });
    const refused = await mewsNew('web --no-restore', root);
    expect(refused.exitCode).toBe(73);
    expect(refused.err).toContain('Creating this template will make changes to existing files');
    expect(refused.err).toContain('  Overwrite   ./src/main.ts\n');
    expect(refused.err).toContain('Rerun the command and pass --force to accept and create');
    expect(readdirSync(root).toSorted()).toEqual(['notes.txt', 'src']);
    expect(await mewsNew('web --no-restore --force', root)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(path('src/main.ts'), 'utf8')).toContain('createApp');
    expect(readFileSync(path('notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('the help of mews new', () => {
  it('names its options, its commands and its exit codes', async () => {
    const { out, exitCode } = await program(['new', '--help'], { cwd: '/' });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Usage: mews new \[template\] \[options\]/);
    for (const word of ['-n, --name <name>', '-o, --output <folder>', '--dry-run', '--force', '--no-restore', '--allow-scripts <yes|no>', 'mews new list', 'mews new details', 'mews new install', 'mews new uninstall', '73', '103', '127']) {
      expect(out).toContain(word);
    }
    expect((await program(['help', 'new'], { cwd: '/' })).out).toBe(out);
    expect((await program(['new', '-h'], { cwd: '/' })).out).toBe(out);
  });

  it('of a template has its own options, too', async () => {
    const { out, exitCode } = await program(['new', 'web', '--help'], { cwd: '/' });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Usage: mews new web \[options\]\n\nEmpty web app: /);
    for (const word of ['-n, --name <name>', '--no-https', '--exclude-launch-settings', '--http-port <port>', '--types <strict|strictest>', '(default: strict)', 'Values of --types:\n  strict     ']) {
      expect(out).toContain(word);
    }
  });
});
