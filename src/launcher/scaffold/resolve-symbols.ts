import { mewsError } from '../../foundation/errors/mews-error.ts';
import { ConditionError, evaluateCondition } from './evaluate-condition.ts';
import { findFreePort } from './free-port.ts';
import { parameterOption } from './parameter-option.ts';
import { type NameForms, nameForms } from './project-name.ts';
import type { Binding, DerivedForm, SymbolKind, SymbolValue, Template } from './template.ts';

/** What a project is made with, besides its template. */
export interface ProjectFacts {
  readonly name: NameForms;
  /** What the command line says of the template's parameters, by symbol. */
  readonly given: ReadonlyMap<string, SymbolValue>;
  /** What mews knows. */
  readonly bound: ReadonlyMap<Binding, string>;
}

/**
 * Decides the values of a template's symbols, one after the other. `name` is always there: the project's.
 * @throws templateOptionMissing; badTemplate for a condition that cannot be read
 */
export async function resolveSymbols(template: Template, facts: ProjectFacts): Promise<ReadonlyMap<string, SymbolValue>> {
  const values = new Map<string, SymbolValue>([['name', facts.name.name]]);
  const ports = new Set<number>();
  for (const [symbol, kind] of template.symbols) {
    const value = kind.type === 'port' ? await findFreePort({ ...kind, not: ports }) : await valueOf(kind, { symbol, template, values, facts });
    if (value !== undefined) values.set(symbol, value);
    if (kind.type === 'port') ports.add(Number(value));
  }
  return values;
}

interface SymbolContext {
  readonly symbol: string;
  readonly template: Template;
  readonly values: ReadonlyMap<string, SymbolValue>;
  readonly facts: ProjectFacts;
}

function valueOf(kind: Exclude<SymbolKind, { type: 'port' }>, { symbol, template, values, facts }: SymbolContext): SymbolValue | undefined {
  switch (kind.type) {
    case 'parameter': {
      const value = facts.given.get(symbol) ?? kind.defaultValue;
      if (value === undefined && kind.isRequired) throw mewsError('templateOptionMissing', { option: parameterOption(symbol), template: template.shortNames[0] ?? template.name });
      return value;
    }
    case 'coalesce':
      return values.get(kind.source) ?? values.get(kind.fallback);
    case 'constant':
      return kind.value;
    case 'derived':
      return inForm(String(values.get(kind.source) ?? ''), kind.form);
    case 'computed':
      return holds(kind.condition, { template, values });
    case 'bind':
      return facts.bound.get(kind.binding);
  }
}

/**
 * Whether a condition of a template holds; none always does.
 * @throws badTemplate
 */
export function holds(condition: string | undefined, { template, values }: { readonly template: Template; readonly values: ReadonlyMap<string, SymbolValue> }): boolean {
  if (condition === undefined || condition.trim() === '') return true;
  try {
    return evaluateCondition(condition, values);
  } catch (error) {
    if (error instanceof ConditionError) throw mewsError('badTemplate', { template: template.name, problem: error.message }, { cause: error });
    throw error;
  }
}

function inForm(text: string, form: DerivedForm): string {
  if (form === 'lowerCase') return text.toLowerCase();
  if (form === 'upperCase') return text.toUpperCase();
  const forms = nameForms(text);
  const byForm = { packageName: forms.packageName, kebabCase: forms.kebab, pascalCase: forms.pascal, camelCase: forms.camel };
  return byForm[form];
}
