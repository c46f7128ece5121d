import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { readTemplate } from './read-template.ts';
import { type Template, TEMPLATE_FILE } from './template.ts';

/** Where templates lie. */
export interface TemplatePlaces {
  /** The package folder of the running mews. */
  readonly mewsRoot: string;
}

/** All templates: those of mews in the order of their names. */
export function listTemplates({ mewsRoot }: TemplatePlaces): Template[] {
  const folder = join(mewsRoot, 'templates');
  const names = readdirSync(folder).filter((name) => isTemplate(join(folder, name)));
  return names.toSorted().map((name) => readTemplate(join(folder, name), false));
}

/**
 * The template with that short name; case does not count. One that mews has itself is found without a look at the others.
 * @throws templateNotFound, badTemplate
 */
export function findTemplate(name: string, places: TemplatePlaces): Template {
  const folder = join(places.mewsRoot, 'templates', name);
  const own = /^\w+$/.test(name) && isTemplate(folder) ? readTemplate(folder, false) : undefined;
  if (own?.shortNames.includes(name)) return own;
  const templates = listTemplates(places);
  const found = templates.find(({ shortNames }) => shortNames.some((short) => short.toLowerCase() === name.toLowerCase()));
  if (found) return found;
  const known = templates.flatMap(({ shortNames }) => shortNames);
  throw mewsError('templateNotFound', { name, near: nearNames(name, known), known });
}

/** Whether a folder says that it is a template. */
export function isTemplate(folder: string): boolean {
  return existsSync(join(folder, TEMPLATE_FILE));
}
