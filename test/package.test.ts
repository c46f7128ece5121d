import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { expect, it } from 'vitest';
import { cleanEnvironment, repository } from './support/run-mews.ts';
import { tempProject, type TempProject } from './support/temp-project.ts';

/** This checkout as `npm pack` sees it, with what a template has in which somebody has worked. */
async function packable(): Promise<TempProject> {
  const project = await tempProject({ 'templates/web/dist/Debug/main.js': '', 'templates/web/node_modules/x/index.js': '', 'templates/web/package-lock.json': '' });
  for (const part of ['package.json', 'README.md', 'LICENSE', 'bin', 'dist', 'src', 'templates']) cpSync(join(repository, part), project.path(part), { recursive: true });
  mkdirSync(project.path('node_modules'));
  return project;
}

function pack({ root }: TempProject, ...options: string[]): { readonly filename: string; readonly files: readonly { readonly path: string }[] } {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', ...options], { cwd: root, env: cleanEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [first] = JSON.parse(packed) as ReturnType<typeof pack>[];
  return first ?? expect.fail(packed);
}

it('holds the CLI, the library with its types, the templates and the schema, and nothing else', async () => {
  const files = pack(await packable(), '--dry-run').files.map(({ path }) => path);
  for (const needed of ['bin/mews.js', 'bin/package.json', 'dist/main.cjs', 'dist/app-host.js', 'dist/index.js', 'templates/web/src/main.ts', 'src/launcher/profiles/launchsettings.schema.json']) {
    expect(files).toContain(needed);
  }
  const shipped = /^(?:bin|templates\/[a-z]+|dist\/chunks)\/|^dist\/[^/]+$|^dist\/types\/(?:hosting|foundation)\/|^dist\/types\/index\.d\.ts$|^(?:package\.json|README\.md|LICENSE)$|schema\.json$/;
  expect(files.filter((file) => !shipped.test(file) || /\.cache$|^templates\/[^/]+\/(?:dist|node_modules|package-lock)/.test(file))).toEqual([]);
});

it('is enough to make a project, with the files that npm leaves out of packages, and a dependency on its version', async () => {
  const project = await packable();
  const { filename } = pack(project);
  mkdirSync(project.path('installed'));
  await extract({ file: project.path(filename), cwd: project.path('installed') });
  symlinkSync(join(repository, 'node_modules'), project.path('installed/node_modules'), 'dir');
  mkdirSync(project.path('here'));
  execFileSync(process.execPath, [project.path('installed/package/bin/mews.js'), 'new', 'web', '-n', 'hello', '--no-restore'], { cwd: project.path('here'), env: cleanEnvironment(), stdio: 'ignore' });
  expect(readdirSync(project.path('here/hello')).toSorted()).toEqual(['.editorconfig', '.gitignore', '.vscode', 'Properties', 'README.md', 'package.json', 'src', 'test', 'tsconfig.json']);
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  expect(JSON.parse(readFileSync(project.path('here/hello/package.json'), 'utf8'))).toMatchObject({ dependencies: { mews: `^${version}` } });
});
