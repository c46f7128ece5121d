import { transform } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boundValues } from '../../src/launcher/scaffold/mews-dependency.ts';
import { newProject } from '../../src/launcher/scaffold/new-project.ts';
import { readTemplate } from '../../src/launcher/scaffold/read-template.ts';
import { repository } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

const NAMES = ['My App', 'Größe Ä', '日本', 'class', 'await', '3d view', '2048', '@scope/my-app', '@Scope/default', "Bob's & Co", 'main', 'app', 'index', 'worker', 'web', 'mews', 'hono', 'express', 'fastify', 'HostedService', 'WebApplication', 'x'.repeat(100)];
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9-._~]*\/)?[a-z0-9~-][a-z0-9-._~]*$/;

const bound = boundValues({ version: '1.2.3', mewsRoot: repository });

describe.each(readdirSync(join(repository, 'templates')))('the template %s', (name) => {
  const template = readTemplate(join(repository, 'templates', name), false);

  test.each(NAMES)('makes of the name %j a package that npm takes and sources that can be read', async (project) => {
    const { files } = await newProject({ template, name: project, given: new Map(), bound });
    const text = (path: string): string => String(files.find((file) => file.path === path)?.content);
    const { name: packageName, dependencies, devDependencies } = JSON.parse(text('package.json')) as { name: string; dependencies: object; devDependencies: object };
    expect(packageName).toMatch(PACKAGE_NAME);
    expect(Object.keys({ ...dependencies, ...devDependencies })).not.toContain(packageName);
    expect(Object.keys((JSON.parse(text('Properties/launchSettings.json')) as { profiles: object }).profiles)).toEqual(name === 'worker' ? ['worker'] : ['http', 'https']);
    for (const { path, content } of files) {
      expect(String(content), path).not.toMatch(/acme|#if|#endif|file:\.\.|\.\.\/\.\.\/src/i);
      if (path.endsWith('.ts')) await transform(String(content), { loader: 'ts' });
      if (path.endsWith('.json')) JSON.parse(String(content));
    }
  });
});

test('a project depends on the mews that made it: a checkout by its folder, a package by its version', async () => {
  expect(bound.get('host:mews')).toBe(`file:${repository}`);
  const { root } = await tempProject({ 'package.json': '{}' });
  expect(boundValues({ version: '1.2.3', mewsRoot: root }).get('host:mews')).toBe('^1.2.3');
});
