import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { isTemplate, readTemplate } from './read-template.ts';
import type { Template } from './template.ts';
import { readInstalledPackages } from './template-store.ts';

/** Where templates lie. */
export interface TemplatePlaces {
  /** The package folder of the running mews. */
  readonly mewsRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A template, and where it is from: `mews`, or what it was installed from. */
export interface FoundTemplate {
  readonly template: Template;
  readonly from: string;
}

export interface TemplateList {
  readonly found: readonly FoundTemplate[];
  /** What is installed and cannot be read. */
  readonly problems: readonly MewsError[];
}

/** All templates: those of mews, then the installed ones. */
export function listTemplates({ mewsRoot, env }: TemplatePlaces): TemplateList {
  const folder = join(mewsRoot, 'templates');
  const names = readdirSync(folder).filter((name) => isTemplate(join(folder, name))).toSorted();
  const installed = readInstalledPackages(env);
  return {
    found: [
      ...names.map((name) => ({ template: readTemplate(join(folder, name), false), from: 'mews' })),
      ...installed.flatMap(({ source, templates }) => templates.map((template) => ({ template, from: source }))),
    ],
    problems: installed.flatMap(({ problems }) => problems),
  };
}

/**
 * The template with that short name; case does not count. One that mews has itself is found without a look at the others.
 * @throws templateNotFound, badTemplate
 */
export function findTemplate(name: string, places: TemplatePlaces): FoundTemplate {
  const folder = join(places.mewsRoot, 'templates', name);
  const own = /^\w+$/.test(name) && isTemplate(folder) ? readTemplate(folder, false) : undefined;
  if (own?.shortNames.includes(name)) return { template: own, from: 'mews' };
  const { found, problems } = listTemplates(places);
  const match = found.find(({ template }) => template.shortNames.some((short) => short.toLowerCase() === name.toLowerCase()));
  if (match) return match;
  const known = found.flatMap(({ template }) => template.shortNames);
  throw mewsError('templateNotFound', { name, near: nearNames(name, known), known }, { cause: problems[0] });
}
