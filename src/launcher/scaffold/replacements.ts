import { folderName, nameForms, type NameForms } from './project-name.ts';
import type { SymbolValue, Template } from './template.ts';

/** Texts and what stands in their place, all at once: what was put in is not looked at again, and of two texts the longer counts. */
export class Replacements {
  readonly #values: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | undefined;

  /** The first of two pairs with the same text counts. */
  constructor(pairs: readonly (readonly [text: string, value: string])[]) {
    this.#values = new Map(pairs.filter(([text]) => text !== '').toReversed());
    const texts = [...this.#values.keys()].toSorted((left, right) => right.length - left.length);
    this.#pattern = texts.length === 0 ? undefined : new RegExp(texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'), 'g');
  }

  apply(text: string): string {
    return this.#pattern ? text.replaceAll(this.#pattern, (found) => this.#values.get(found) ?? found) : text;
  }
}

export interface ReplacementFacts {
  readonly template: Template;
  readonly name: NameForms;
  readonly values: ReadonlyMap<string, SymbolValue>;
}

/** What is replaced in files: the template's name in all its forms, and the texts of symbols that have a value. */
export function contentReplacements({ template, name, values }: ReplacementFacts): Replacements {
  return new Replacements([...nameReplacements(template, name), ...symbolReplacements(template, { values, where: 'replaces' })]);
}

/** What is replaced in the names of files and folders. A scope is no part of them. */
export function pathReplacements({ template, name, values }: ReplacementFacts): Replacements {
  const inPaths = { ...name, name: folderName(name.name), packageName: folderName(name.packageName) };
  return new Replacements([...nameReplacements(template, inPaths), ...symbolReplacements(template, { values, where: 'fileRename' })]);
}

/** The forms of `sourceName`, each with that of the project's name. */
function nameReplacements({ sourceName }: Template, name: NameForms): [string, string][] {
  if (sourceName === undefined) return [];
  const source = nameForms(sourceName);
  return (['name', 'packageName', 'kebab', 'pascal', 'camel'] as const).map((form) => [source[form], name[form]]);
}

function symbolReplacements({ symbols }: Template, { values, where }: { readonly values: ReadonlyMap<string, SymbolValue>; readonly where: 'replaces' | 'fileRename' }): [string, string][] {
  return [...symbols].flatMap(([symbol, { [where]: text }]): [string, string][] => {
    const value = values.get(symbol);
    return text === undefined || value === undefined ? [] : [[text, String(value)]];
  });
}
