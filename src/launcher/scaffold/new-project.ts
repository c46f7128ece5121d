import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameForms } from './project-name.ts';
import { renderTemplate, type ProjectFile } from './render-template.ts';
import { resolveSymbols } from './resolve-symbols.ts';
import type { Binding, SymbolValue, Template } from './template.ts';

export interface NewProjectRequest {
  readonly template: Template;
  readonly name: string;
  /** What the command line says of the template's parameters, by symbol. */
  readonly given: ReadonlyMap<string, SymbolValue>;
  readonly bound: ReadonlyMap<Binding, string>;
}

/** A project that is to be: nothing of it is written yet. */
export interface NewProject {
  readonly files: readonly ProjectFile[];
  readonly values: ReadonlyMap<string, SymbolValue>;
}

/**
 * What a template makes of a name and of what was said.
 * @throws templateOptionMissing, badTemplate, unsafeTemplate, unreadableFile
 */
export async function newProject({ template, name, given, bound }: NewProjectRequest): Promise<NewProject> {
  const forms = nameForms(name, dependenciesOf(template));
  const values = await resolveSymbols(template, { name: forms, given, bound });
  return { files: renderTemplate({ template, name: forms, values }), values };
}

/** The packages that the project will depend on: it cannot have the name of one of them. */
function dependenciesOf({ folder }: Template): string[] {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, object | undefined>;
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return [];
  }
}
