import { describe, expect, test } from 'vitest';
import type { BuildInputs } from '../../../src/launcher/build/build-inputs.ts';
import { type WatchFacts, decideChange } from '../../../src/launcher/watch/change-policy.ts';
import type { FileChange } from '../../../src/launcher/watch/file-change.ts';

const inputs: BuildInputs = {
  files: new Set(['/w/app/src/app.ts', '/w/app/src/data.json', '/w/app/src/pages/home.ts', '/w/app/src/users/index.ts', '/w/app/src/mail.html', '/w/app/generated/api.ts', '/w/lib/src/greet.ts', '/w/app/wwwroot/shared.js']),
  rules: new Set(['/w/app/package.json', '/w/app/src/package.json', '/w/app/src/tsconfig.json', '/w/app/tsconfig.json', '/w/base.json', '/w/lib/package.json']),
  globbed: ['/w/app/src/pages'],
  packages: ['/w/lib'],
};

const facts: WatchFacts = {
  root: '/w/app',
  kind: 'project',
  entry: '/w/app/src/app.ts',
  buildKind: 'bundle',
  inputs,
  buildFailed: false,
  checksTypes: false,
  readByApp: new Set(['/w/app/views/home.ejs', '/w/app/routes', '/w/app/wwwroot/index.html', '/w/data/prices.csv']),
  staticFolders: ['/w/app/wwwroot'],
  contentRoot: '/w/app',
  environment: 'Development',
};

const change = (kind: FileChange['kind'], path: string): FileChange => ({ kind, path: path.startsWith('/') ? path : `/w/app/${path}` });
const actionFor = (kind: FileChange['kind'], path: string, other: Partial<WatchFacts> = {}) => decideChange([change(kind, path)], { ...facts, ...other }).action;

describe('what a launch is planned from is read again', () => {
  test.each([
    'Properties/launchSettings.json', 'launchSettings.json', 'launchSettings.local.json', 'Properties/launchSettings.local.json', 'app.run.json', 'app.run.local.json',
    '.env', '.env.local', '.env.Development', '.env.development.local',
    'package.json', 'tsconfig.json', 'tsconfig.build.json', 'jsconfig.json', 'src/tsconfig.json', '/w/base.json', '/w/lib/package.json',
    'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb', '/w/pnpm-lock.yaml', 'node_modules/.package-lock.json', '/w/node_modules/.modules.yaml',
  ])('%s', (path) => {
    for (const kind of ['added', 'changed', 'removed'] as const) expect(actionFor(kind, path)).toBe('replan');
  });

  test.each(['.env.production', '.env.example', 'src/.env', 'src/app.run.json', 'packages/other/package.json', 'packages/other/package-lock.json', '/w/other/yarn.lock', '.prettierrc.json', 'node_modules/left-pad/.package-lock.json'])(
    'but %s is none of it',
    (path) => expect(actionFor('changed', path)).toBe('nothing'),
  );
});

describe('what the build has read is built again', () => {
  test.each(['src/app.ts', 'src/data.json', 'src/mail.html', 'generated/api.ts', '/w/lib/src/greet.ts', 'wwwroot/shared.js'])('%s', (path) => {
    for (const kind of ['changed', 'removed'] as const) expect(actionFor(kind, path)).toBe('rebuild');
  });

  test.each<[string, FileChange['kind'], string]>([
    ['an edited source that nothing imports', 'changed', 'src/unused.ts'],
    ['a new one', 'added', 'src/brand-new.ts'],
    ['a removed one', 'removed', 'src/unused.ts'],
    ['a text', 'changed', 'README.md'],
    ['data nobody reads', 'added', 'notes.json'],
  ])('but not %s', (_, kind, path) => expect(actionFor(kind, path)).toBe('nothing'));

  test.each([
    ['has the name of a module beside it', 'src/app.js'],
    ['comes before a folder of its name', 'src/users.ts'],
    ['may be the first of several places of an alias', 'overrides/greet.ts'],
    ['matches a pattern', 'src/pages/about.ts'],
    ['matches a pattern further down', 'src/pages/blog/today.ts'],
  ])('a new file counts when it %s', (_, path) => expect(actionFor('added', path)).toBe('rebuild'));

  test('a file that matched a pattern counts when it goes', () => expect(actionFor('removed', 'src/pages/about.ts')).toBe('rebuild'));

  test.each<[string, FileChange['kind'], string]>([
    ['a new source', 'added', 'src/missing.ts'],
    ['an edited source', 'changed', 'src/unused.ts'],
    ['a removed source', 'removed', 'src/in-the-way.ts'],
    ['a new file of any kind', 'added', 'src/template.txt.tpl'],
  ])('after a failed build %s may mend it', (_, kind, path) => {
    expect(actionFor(kind, path, { buildFailed: true })).toBe('rebuild');
    expect(actionFor(kind, path, { inputs: null, buildFailed: true })).toBe('rebuild');
  });

  test('plain JavaScript may load what nobody can foresee', () => {
    expect(actionFor('added', 'routes-of-tomorrow/a.js', { buildKind: 'source' })).toBe('rebuild');
    expect(actionFor('changed', 'notes.json', { buildKind: 'source' })).toBe('nothing');
    expect(actionFor('changed', 'other-app.js', { buildKind: 'source', kind: 'file' })).toBe('nothing');
  });

  test('types count where they are checked, though nothing is made from them', () => {
    expect(actionFor('changed', 'src/types.d.ts', { checksTypes: true })).toBe('rebuild');
    expect(actionFor('added', '/w/lib/src/types.ts', { checksTypes: true })).toBe('rebuild');
    expect(actionFor('changed', '/w/other/src/types.ts', { checksTypes: true })).toBe('nothing');
    expect(actionFor('changed', 'src/plain.js', { checksTypes: true })).toBe('nothing');
  });
});

describe('a project with its own toolchain', () => {
  const toolchain = { buildKind: 'command', entry: '/w/app/out/server.js', inputs: { files: new Set<string>(), rules: new Set<string>(), globbed: [], packages: [] } } as const;

  test.each(['src/app.ts', 'src/schema.prisma', 'src/view.vue', 'config.json', 'out/source.ts'])('is built again for %s', (path) => {
    expect(actionFor('changed', path, toolchain)).toBe('rebuild');
  });

  test.each(['out/server.js', 'out/chunks/a.js', 'out/a.d.ts', 'out/data.json', 'README.md', 'photo.png', '.eslintrc.json', '/w/lib/src/greet.ts'])('but not for %s', (path) => {
    expect(actionFor('changed', path, toolchain)).toBe('nothing');
  });
});

describe('what the app has read starts it again', () => {
  test.each<[FileChange['kind'], string]>([
    ['changed', 'views/home.ejs'], ['removed', 'views/home.ejs'], ['changed', '/w/data/prices.csv'],
    ['added', 'routes/new.js'], ['removed', 'routes/old.js'],
    ['changed', 'appsettings.json'], ['changed', 'appsettings.Development.json'], ['added', 'appsettings.development.json'],
  ])('%s %s', (kind, path) => expect(actionFor(kind, path)).toBe('restart'));

  test.each<[FileChange['kind'], string]>([
    ['changed', 'views/other.ejs'], ['changed', 'routes/known.js'], ['changed', 'appsettings.Production.json'], ['changed', 'config/appsettings.json'],
  ])('but not %s %s', (kind, path) => expect(actionFor(kind, path)).toBe('nothing'));

  test('what it has written itself it knows', () => {
    expect(actionFor('changed', 'views/home.ejs', { writtenByApp: new Set(['/w/app/views/home.ejs']) })).toBe('nothing');
    expect(actionFor('changed', 'wwwroot/uploads/cat.png', { writtenByApp: new Set(['/w/app/wwwroot/uploads/cat.png']) })).toBe('nothing');
    expect(actionFor('changed', 'src/app.ts', { writtenByApp: new Set(['/w/app/src/app.ts']) })).toBe('rebuild');
  });

  test('an executable is started again for any file of the project', () => {
    const executable = { buildKind: 'none', entry: null, inputs: null } as const;
    for (const path of ['main.py', 'README.md', 'templates/home.html', 'photo.png']) expect(actionFor('changed', path, executable)).toBe('restart');
    for (const path of ['.cache/x', '.editorconfig', 'server.log', 'data.sqlite3-journal', 'main.py~']) expect(actionFor('changed', path, executable)).toBe('nothing');
    expect(actionFor('changed', '.env', executable)).toBe('replan');
    expect(actionFor('changed', 'wwwroot/site.css', executable)).toBe('styles');
  });
});

describe('what the browser gets as it is is the browser\'s business', () => {
  test.each<[FileChange['kind'], string, string]>([
    ['changed', 'wwwroot/index.html', 'reload'], ['added', 'wwwroot/img/cat.png', 'reload'], ['removed', 'wwwroot/css/old.css', 'reload'],
    ['changed', 'wwwroot/css/site.css', 'styles'], ['added', 'wwwroot/new.CSS', 'styles'],
    ['changed', 'wwwroot/css/site.css.map', 'nothing'], ['changed', 'wwwroot/css/site.scss', 'nothing'],
    ['changed', 'wwwroot2/site.css', 'nothing'], ['changed', 'src/app.css', 'nothing'],
  ])('%s %s: %s', (kind, path, action) => expect(actionFor(kind, path)).toBe(action));

  test('stylesheets are named as pages know them', () => {
    const { styles, action } = decideChange(['wwwroot/css/a b#1.css', 'wwwroot/ü@2x%.css', 'wwwroot/css/a.map', 'wwwroot/css/a b#1.css'].map((path) => change('changed', path)), facts);
    expect(action).toBe('styles');
    expect(styles).toEqual(['/css/a%20b%231.css', '/%C3%BC@2x%25.css']);
  });
});

test.each([
  '.app.ts.swp', '.app.ts.swo', '4913', 'app.ts~', '#app.ts#', '.#app.ts', 'app.ts___jb_tmp___', 'app.ts___jb_old___', '.app.ts.kate-swp', '.goutputstream-X1Y2Z3', 'app.ts.vsctmp',
  '.DS_Store', '._app.ts', 'Thumbs.db', '.nfs000000000001', 'app.ts.tmp', 'debug.log', 'app.pid',
])('%s passes by, whatever happens', (name) => {
  for (const other of [{}, { buildFailed: true }, { checksTypes: true }, { buildKind: 'none', inputs: null } as const]) expect(actionFor('added', `src/${name}`, other)).toBe('nothing');
});

describe('of many changes', () => {
  test('the one that asks for the most decides, and the most telling file comes first', () => {
    const changes = [change('changed', 'wwwroot/css/site.css'), change('changed', 'views/home.ejs'), change('removed', 'src/users/index.ts'), change('changed', 'src/data.json'), change('changed', '/w/lib/src/greet.ts'), change('changed', 'README.md')];
    expect(decideChange(changes, facts)).toEqual({ action: 'rebuild', files: ['../lib/src/greet.ts', 'src/users/index.ts', 'src/data.json'], styles: ['/css/site.css'] });
    expect(decideChange(changes.slice(0, 2), facts)).toEqual({ action: 'restart', files: ['views/home.ejs'], styles: ['/css/site.css'] });
    expect(decideChange([...changes, change('changed', '.env')], facts)).toMatchObject({ action: 'replan', files: ['.env'] });
    expect(decideChange([change('changed', 'README.md')], facts)).toEqual({ action: 'nothing', files: [], styles: [] });
    expect(decideChange([], facts)).toEqual({ action: 'nothing', files: [], styles: [] });
  });

  test('thousands are decided at once', () => {
    const changes = Array.from({ length: 20_000 }, (_, index) => change('changed', `src/module-${index}.ts`));
    expect(decideChange([...changes, change('changed', 'src/app.ts')], facts).files).toEqual(['src/app.ts']);
  });
});

test('where upper and lower case are one, other spellings are the same file', () => {
  expect(actionFor('changed', 'src/App.ts')).toBe('nothing');
  expect(actionFor('changed', 'src/App.ts', { isCaseSensitive: false })).toBe('rebuild');
});
