import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type WatchedPlaces, ignoreRules, toolchainOutput } from '../../../src/launcher/watch/ignore-rules.ts';
import { type TempProject, tempProject } from '../../support/temp-project.ts';

function rulesOf(project: TempProject, root = '.', other: Partial<WatchedPlaces> = {}) {
  const at = project.path(root);
  const rules = ignoreRules({ roots: [at], staticFolders: [project.path(root, 'wwwroot')], outputFolders: [], isCaseSensitive: true, ...other });
  return {
    rules,
    ignored: (...paths: string[]) => paths.filter((path) => (path.endsWith('/') ? rules.ignoresFolder(project.path(path.slice(0, -1))) : rules.ignoresFile(project.path(path)))),
  };
}

/** A repository as far as it matters here. */
async function repository(files: Record<string, string | object>): Promise<TempProject> {
  const project = await tempProject(files);
  mkdirSync(project.path('.git/info'), { recursive: true });
  return project;
}

test('what is never watched: outputs, packages, hidden folders, passing files', async () => {
  const { ignored } = rulesOf(await tempProject({}), '.', { outputFolders: [] });
  const never = ['node_modules/', 'src/node_modules/', 'dist/', '.git/', '.hg/', '.svn/', '.vscode/', '.next/', '__pycache__/', '.well-known/', 'src/.a.ts.swp', 'a.ts~', 'debug.log'];
  const watched = ['src/', 'src/dist/', 'wwwroot/', 'wwwroot/.well-known/', 'src/app.ts', '.env', '.env.local', '.eslintrc.json', 'package-lock.json', 'wwwroot/site.css'];
  expect(ignored(...never, ...watched)).toEqual(never);
});

describe('.gitignore', () => {
  test('is taken as git takes it: patterns, negations, nested files, the repository above', async () => {
    const project = await repository({
      '.gitignore': 'generated/\n*.gen.ts\n!keep.gen.ts\n/app/secret.ts\n# a comment\n/only-at-the-top\n',
      'app/.gitignore': 'uploads/*\n!uploads/.gitkeep\n!own.gen.ts\n',
      '.git/info/exclude': 'private.ts\n',
    });
    const { ignored } = rulesOf(project, 'app');
    const named = ['app/generated/', 'app/src/generated/', 'app/a.gen.ts', 'app/secret.ts', 'app/uploads/x.png', 'app/src/private.ts'];
    const others = ['app/generated.ts', 'app/keep.gen.ts', 'app/src/own.gen.ts', 'app/src/secret.ts', 'app/uploads/', 'app/uploads/.gitkeep', 'app/only-at-the-top'];
    expect(ignored(...named, ...others)).toEqual(named);
  });

  test('counts without a repository, but then only in the project', async () => {
    const project = await tempProject({ '.gitignore': 'above.ts\n', 'app/.gitignore': 'own.ts\n' });
    expect(rulesOf(project, 'app').ignored('app/own.ts', 'app/above.ts')).toEqual(['app/own.ts']);
  });

  test('never hides settings: they are the files that are kept out of repositories', async () => {
    const project = await repository({ '.gitignore': '.env*\n*.local.json\n*.lock\npackage-lock.json\nProperties/launchSettings.json\n' });
    expect(rulesOf(project).ignored('.env', '.env.local', 'launchSettings.local.json', 'Properties/launchSettings.json', 'yarn.lock', 'package-lock.json', 'other.local.json')).toEqual(['other.local.json']);
  });

  test('does not count from above for a project that is ignored itself', async () => {
    const project = await repository({ '.gitignore': 'scratch/\n*.gen.ts\n', 'scratch/app/.gitignore': 'own.ts\n' });
    expect(rulesOf(project, 'scratch/app').ignored('scratch/app/src/', 'scratch/app/app.ts', 'scratch/app/a.gen.ts', 'scratch/app/own.ts')).toEqual(['scratch/app/own.ts']);
  });

  test('hides what is uploaded to a static folder, but not the stylesheets that tools make there', async () => {
    const project = await repository({ '.gitignore': 'wwwroot/uploads/\nwwwroot/css/\n*.min.js\n' });
    expect(rulesOf(project).ignored('wwwroot/', 'wwwroot/css/', 'wwwroot/uploads/', 'wwwroot/css/site.css', 'wwwroot/uploads/cat.png', 'wwwroot/app.min.js', 'wwwroot/app.js')).toEqual(['wwwroot/uploads/cat.png', 'wwwroot/app.min.js']);
  });

  test('is read again when it was forgotten', async () => {
    const project = await repository({ '.gitignore': 'a.ts\n' });
    const { rules, ignored } = rulesOf(project);
    expect(ignored('a.ts', 'b.ts')).toEqual(['a.ts']);
    project.write('.gitignore', 'b.ts\n');
    rules.forget();
    expect(ignored('a.ts', 'b.ts')).toEqual(['b.ts']);
    rmSync(project.path('.gitignore'));
    rules.forget();
    expect(ignored('a.ts', 'b.ts')).toEqual([]);
  });

  test('of a linked working tree has its exclusions in the repository it belongs to', async () => {
    const project = await tempProject({
      'main/.git/info/exclude': 'private.ts\n',
      'main/.git/worktrees/other/commondir': '../..\n',
      'other/.git': 'gitdir: ../main/.git/worktrees/other\n',
    });
    expect(rulesOf(project, 'other').ignored('other/private.ts', 'other/public.ts')).toEqual(['other/private.ts']);
  });
});

test('each root has its own output and its own .gitignore', async () => {
  const project = await tempProject({ 'lib/.gitignore': 'made.ts\n' });
  const { rules, ignored } = rulesOf(project, 'app');
  rules.include(project.path('lib'));
  expect(ignored('app/dist/', 'lib/dist/', 'lib/made.ts', 'app/made.ts')).toEqual(['app/dist/', 'lib/dist/', 'lib/made.ts']);
});

test.each([
  ['/w/app/build/main.js', ['/w/app/build']],
  ['/w/app/apps/api/dist/src/main.js', ['/w/app/apps/api/dist']],
  ['/w/app/server.js', []],
  ['/w/app/lib/server.js', []],
  ['/w/elsewhere/build/main.js', []],
])('the toolchain that makes %s writes to %j', (entry, folders) => {
  expect(toolchainOutput({ root: '/w/app', entry })).toEqual(folders);
});
