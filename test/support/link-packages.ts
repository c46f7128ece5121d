import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './run-mews.ts';

/** Installs what a project's package.json asks for without a registry: each package is a link into this checkout. */
export function linkPackages(project: string): void {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>;
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const isMews = name === 'mews';
    link(isMews ? repository : join(repository, 'node_modules', name), join(project, 'node_modules', name), 'dir');
    if (isMews) link('../mews/bin/mews.js', join(project, 'node_modules/.bin/mews'), 'file');
  }
}

function link(target: string, path: string, kind: 'dir' | 'file'): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, kind);
}
