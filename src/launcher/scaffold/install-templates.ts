import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { reasonOf } from '../../foundation/errors/unreadable-file.ts';
import { fetchTemplatePackage } from './fetch-template-package.ts';
import { listTemplates, type TemplatePlaces } from './find-templates.ts';
import type { ToolHost } from './run-tool.ts';
import type { Template } from './template.ts';
import { listTemplateFiles } from './template-files.ts';
import { readTemplateSource } from './template-source.ts';
import { type InstalledPackage, keepPackage, openStaging, readInstalledPackages, readTemplates, removePackage } from './template-store.ts';

/** Words after `mews new` that are no templates. */
const VERBS: ReadonlySet<string> = new Set(['list', 'details', 'install', 'uninstall', 'create']);

export interface InstallRequest {
  /** A folder, an npm package, a tarball, a git URL. */
  readonly word: string;
  readonly cwd: string;
  readonly mewsRoot: string;
  readonly host: ToolHost;
}

/** What was installed. */
export interface Installed {
  readonly source: string;
  readonly templates: readonly Template[];
}

/**
 * Installs the templates of a source: fetched beside the others, looked at whole, and only then among them. What was
 * installed from it before is replaced. Undefined when the user stopped it.
 * @throws templateSourceUnknown, templatePackageFailed, templateNameTaken, badTemplate, unsafeTemplate
 */
export async function installTemplates({ word, cwd, mewsRoot, host }: InstallRequest): Promise<Installed | undefined> {
  const place = readTemplateSource(word, cwd);
  let staging: string | undefined;
  try {
    const opened = openStaging(host.env);
    staging = opened.staging;
    const { content } = opened;
    if (!(await fetchTemplatePackage(place, content, host))) return undefined;
    const { templates, problems } = readTemplates(place.kind === 'folder' ? place.source : content);
    const [problem] = problems;
    if (problem) throw problem;
    if (templates.length === 0) throw mewsError('templatePackageFailed', { source: place.source, reason: 'there is no .template.config/template.json in it' });
    for (const template of templates) listTemplateFiles({ template: template.name, folder: template.folder });
    refuseTakenNames({ source: place.source, templates }, { mewsRoot, env: host.env });
    if (host.signal.aborted) return undefined;
    await keepPackage(place, staging, host.env);
    return { source: place.source, templates };
  } catch (error) {
    if (error instanceof MewsError) throw error;
    throw mewsError('templatePackageFailed', { source: place.source, reason: reasonOf(error) }, { cause: error });
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true, maxRetries: 3 });
  }
}

function refuseTakenNames({ source, templates }: Installed, places: TemplatePlaces): void {
  const others = listTemplates(places).found.filter(({ from }) => from !== source);
  const names = templates.flatMap(({ shortNames }) => shortNames.map((name) => name.toLowerCase()));
  for (const [at, name] of names.entries()) {
    const owner = others.find(({ template }) => template.shortNames.some((short) => short.toLowerCase() === name))?.from;
    const isTwice = names.indexOf(name) !== at;
    if (owner !== undefined || VERBS.has(name) || isTwice) throw mewsError('templateNameTaken', { name, source, owner: owner ?? (isTwice ? 'its own' : 'mews') });
  }
}

/**
 * Removes what was installed from a source, named as it was for `install`, or by the short name of one of its templates.
 * A folder itself stays: it was used where it lies.
 * @throws templatePackageNotFound
 */
export async function uninstallTemplates(word: string, { cwd, env }: { readonly cwd: string; readonly env: TemplatePlaces['env'] }): Promise<InstalledPackage> {
  const installed = readInstalledPackages(env);
  const meant = new Set([word, sourceOf(word, cwd)]);
  const found = installed.find(({ source, templates }) => meant.has(source) || templates.some(({ shortNames }) => shortNames.includes(word)));
  if (!found) {
    const known = installed.map(({ source }) => source);
    throw mewsError('templatePackageNotFound', { source: word, near: nearNames(word, known), known });
  }
  await removePackage(found, env);
  return found;
}

/** A folder may be gone: then its path is all that is left of it. */
function sourceOf(word: string, cwd: string): string {
  try {
    return readTemplateSource(word, cwd).source;
  } catch {
    return resolve(cwd, word);
  }
}
