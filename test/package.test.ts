import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cleanEnvironment, repository } from './support/run-mews.ts';
import { tempProject } from './support/temp-project.ts';

/** What `npm pack` would publish of this checkout, with what a template has in which somebody has worked. */
async function packedFiles(): Promise<string[]> {
  const { root, path } = await tempProject({ 'templates/web/dist/Debug/main.js': '', 'templates/web/node_modules/x/index.js': '', 'templates/web/package-lock.json': '' });
  for (const part of ['package.json', 'README.md', 'LICENSE', 'bin', 'dist', 'src', 'templates']) cpSync(join(repository, part), path(part), { recursive: true });
  mkdirSync(path('node_modules'));
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, env: cleanEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  return files.map((file) => file.path);
}

it('holds the CLI, the library with its types, the templates and the schema, and nothing else', async () => {
  const files = await packedFiles();
  for (const needed of ['bin/mews.js', 'bin/package.json', 'dist/main.cjs', 'dist/app-host.js', 'dist/index.js', 'templates/web/src/main.ts', 'templates/web/gitignore', 'templates/web/.template.config/template.json', 'src/launcher/profiles/launchsettings.schema.json']) {
    expect(files).toContain(needed);
  }
  const shipped = /^(?:bin|templates\/[a-z]+|dist\/chunks)\/|^dist\/[^/]+$|^dist\/types\/(?:hosting|foundation)\/|^dist\/types\/index\.d\.ts$|^(?:package\.json|README\.md|LICENSE)$|schema\.json$/;
  expect(files.filter((file) => !shipped.test(file) || /\.cache$|^templates\/[^/]+\/(?:dist|node_modules|package-lock)/.test(file))).toEqual([]);
});
