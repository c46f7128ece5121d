import { chmodSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isFailure, type MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { BLOCKED_BY_BROWSERS, findFreePort } from '../../../src/launcher/scaffold/free-port.ts';
import { newProject } from '../../../src/launcher/scaffold/new-project.ts';
import { readTemplate } from '../../../src/launcher/scaffold/read-template.ts';
import type { Binding, SymbolValue } from '../../../src/launcher/scaffold/template.ts';
import { templateFolder } from './template-folder.ts';

interface Made {
  readonly name?: string;
  readonly given?: Record<string, SymbolValue>;
}

const bound = new Map<Binding, string>([['host:mews', '^1.2.3'], ['host:mewsVersion', '1.2.3'], ['host:year', '2026']]);

async function render(root: string, { name = 'My Shop', given = {} }: Made = {}): Promise<Record<string, string>> {
  const { files } = await newProject({ template: readTemplate(root, true), name, given: new Map(Object.entries(given)), bound });
  return Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
}

const failure = (root: string, made?: Made): Promise<MewsError> => render(root, made).then(() => expect.fail('it was rendered'), (error: MewsError) => error);

describe('the files of a template', () => {
  it('have the name of the project in all its forms, in contents, files and folders', async () => {
    const { root } = await templateFolder({ sourceName: 'Acme.Thing' }, {
      'package.json': { name: 'acme.thing' },
      'Acme.Thing/acme-thing.ts': 'class AcmeThing {}\nconst acmeThing = new AcmeThing(); // Acme.Thing, acme-thing',
    });
    expect(await render(root, { name: '@Shops/My Shop' })).toEqual({
      'package.json': '{\n  "name": "@shops/my-shop"\n}',
      'My Shop/my-shop.ts': 'class MyShop {}\nconst myShop = new MyShop(); // @Shops/My Shop, my-shop',
    });
  });

  it('replace all texts at once, the longer one first, and none of what was put in', async () => {
    const { root } = await templateFolder({
      symbols: {
        a: { type: 'parameter', replaces: 'AB' },
        b: { type: 'parameter', replaces: 'ABC' },
        c: { type: 'parameter', replaces: 'C' },
        none: { type: 'parameter', replaces: 'NONE' },
      },
    }, { 'x.txt': 'AB ABC C NONE .' });
    expect(await render(root, { given: { a: 'C', b: 'AB', c: '$&' } })).toEqual({ 'x.txt': 'C AB $& NONE .' });
  });

  it('know the values of every kind of symbol', async () => {
    const { root } = await templateFolder({
      symbols: {
        asked: { type: 'parameter', datatype: 'port' },
        fallback: { type: 'generated', generator: 'constant', parameters: { value: '7' } },
        used: { type: 'generated', generator: 'coalesce', parameters: { sourceVariableName: 'asked', fallbackVariableName: 'fallback' }, replaces: 'PORT' },
        kebab: { type: 'derived', valueSource: 'name', valueTransform: 'kebabCase', replaces: 'KEBAB', fileRename: 'FILE' },
        upper: { type: 'derived', valueSource: 'kebab', valueTransform: 'upperCase', replaces: 'UPPER' },
        flag: { type: 'computed', value: 'used == 7', replaces: 'FLAG' },
        mews: { type: 'bind', binding: 'host:mews', replaces: 'MEWS' },
        year: { type: 'bind', binding: 'host:year', replaces: 'YEAR' },
      },
    }, { 'FILE.txt': 'PORT KEBAB UPPER FLAG MEWS YEAR' });
    expect(await render(root)).toEqual({ 'my-shop.txt': '7 my-shop MY-SHOP true ^1.2.3 2026' });
    expect(await render(root, { given: { asked: 5099 } })).toEqual({ 'my-shop.txt': '5099 my-shop MY-SHOP false ^1.2.3 2026' });
  });

  it('are chosen, left out, moved and renamed', async () => {
    const { root } = await templateFolder({
      symbols: { store: { type: 'parameter', datatype: 'choice', choices: [{ choice: 'memory' }, { choice: 'file' }], defaultValue: 'memory' } },
      sources: [
        {
          exclude: ['**/*.bak'],
          rename: { gitignore: '.gitignore', old: 'new' },
          modifiers: [
            { condition: 'store == memory', exclude: ['store-file.ts'], rename: { 'store-memory.ts': 'store.ts' } },
            { condition: 'store == file', exclude: ['store-memory.ts'], rename: { 'store-file.ts': 'store.ts' } },
          ],
        },
        { condition: 'store == file', source: 'old/', target: 'data', include: ['*.txt'] },
      ],
    }, { gitignore: 'dist', 'old/a.txt': 'a', 'old/b.md': 'b', 'store-memory.ts': 'memory', 'store-file.ts': 'file', 'x.bak': '' });
    const always = { '.gitignore': 'dist', 'new/a.txt': 'a', 'new/b.md': 'b' };
    expect(await render(root)).toEqual({ ...always, 'store.ts': 'memory' });
    expect(await render(root, { given: { store: 'file' } })).toEqual({ ...always, 'store.ts': 'file', 'data/a.txt': 'a' });
  });

  it('are never its description, packages, builds and repositories', async () => {
    const { root } = await templateFolder({}, { 'a.ts': '', 'node_modules/x/a.js': '', 'dist/a.js': '', '.git/config': '' });
    expect(Object.keys(await render(root))).toEqual(['a.ts']);
  });

  it('that are no text, or are only to be copied, stay as they are; those that can be executed can be', async () => {
    const binary = Buffer.from([0x41, 0x42, 0, 0xff]);
    const latin = Buffer.from([0x41, 0x42, 0xe4]);
    const { root, path } = await templateFolder({ symbols: { a: { type: 'parameter', replaces: 'AB' } }, sources: [{ copyOnly: ['raw/**'] }] }, { 'a.bin': binary, 'latin.txt': latin, 'raw/x.txt': 'AB', 'run.sh': 'AB' });
    chmodSync(path('run.sh'), 0o755);
    const { files } = await newProject({ template: readTemplate(root, true), name: 'x', given: new Map([['a', 'no']]), bound });
    expect(files.map(({ path: at, content, isExecutable }) => [at, Buffer.from(content).toString('latin1'), isExecutable])).toEqual([
      ['a.bin', binary.toString('latin1'), false],
      ['latin.txt', latin.toString('latin1'), false],
      ['raw/x.txt', 'AB', false],
      ['run.sh', 'no', process.platform !== 'win32'],
    ]);
  });

  it('cannot be without a value that the template requires', async () => {
    const { root } = await templateFolder({ symbols: { theText: { type: 'parameter', isRequired: true } } });
    expect((await failure(root)).message).toBe("The template 'test' needs --the-text, which has no default.");
  });

  it('say where a condition of theirs is wrong', async () => {
    const { root } = await templateFolder({}, { 'src/a.ts': '//#if (x' });
    const error = await failure(root);
    expect([isFailure(error, 'badTemplate'), error.message]).toEqual([true, expect.stringContaining('src/a.ts, the condition \'(x\' cannot be read')]);
  });
});

describe('a template that would write, or read, elsewhere is refused:', () => {
  it.each<[string, object, Record<string, string>, Made?]>([
    ['a rename upwards', { sources: [{ rename: { 'a.txt': '../a.txt' } }] }, { 'a.txt': '' }],
    ['a rename to an absolute path', { sources: [{ rename: { 'a.txt': '/etc/a.txt' } }] }, { 'a.txt': '' }],
    ['a target elsewhere', { sources: [{ target: '../' }] }, { 'a.txt': '' }],
    ['an absolute target', { sources: [{ target: '/etc' }] }, { 'a.txt': '' }],
    ['a source elsewhere', { sources: [{ source: '../' }] }, { 'a.txt': '' }],
    ['a hook of git', { sources: [{ target: '.git/hooks' }] }, { 'post-checkout': '' }],
    ['a value that becomes a path', { symbols: { a: { type: 'parameter', fileRename: 'FILE' } } }, { 'FILE.txt': '' }, { given: { a: '../../x' } }],
  ])('%s', async (_what, description, files, made) => {
    const { root } = await templateFolder(description, files);
    expect(isFailure(await failure(root, made), 'unsafeTemplate')).toBe(true);
  });

  it('a link, to a file or to a folder', async () => {
    for (const target of ['/etc/passwd', '/etc', 'nowhere']) {
      const { root, path } = await templateFolder({}, { 'a.txt': '' });
      symlinkSync(target, path('link'));
      const error = await failure(root);
      expect([isFailure(error, 'unsafeTemplate'), error.message]).toEqual([true, expect.stringContaining("'link' is a link")]);
    }
  });

  it('two files that become one', async () => {
    const { root } = await templateFolder({ sources: [{ rename: { 'a.txt': 'b.txt' } }] }, { 'a.txt': '', 'b.txt': '' });
    expect((await failure(root)).message).toContain("two of its files become 'b.txt'");
  });
});

describe('a port', () => {
  it('is one on which nobody listens, and none that browsers refuse', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await findFreePort({ low: port, high: port, not: new Set() })).toBe(0);
    server.close();
    await once(server, 'close');
    expect(await findFreePort({ low: port, high: port, not: new Set() })).toBe(port);
    expect(await findFreePort({ low: port, high: port, not: new Set([port]) })).toBe(0);
    expect(await findFreePort({ low: 5060, high: 5061, not: new Set() })).toBe(0);
    expect([...BLOCKED_BY_BROWSERS].filter((blocked) => blocked >= 5000 && blocked <= 5300)).toEqual([5060, 5061]);
  });

  it('is another one for every symbol of a project', async () => {
    const port = (replaces: string) => ({ type: 'generated', generator: 'port', parameters: { low: 5000, high: 5001 }, replaces });
    const { root } = await templateFolder({ symbols: { a: port('AAA'), b: port('BBB') } }, { 'x.txt': 'AAA BBB' });
    const [first, second] = ((await render(root))['x.txt'] ?? '').split(' ');
    expect(first).toMatch(/^(?:500[01]|0)$/);
    expect(first === '0' || first !== second).toBe(true);
  });
});
