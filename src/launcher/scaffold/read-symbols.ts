import { BINDINGS, type Choice, DERIVED_FORMS, type ParameterSymbol, type SymbolKind, type SymbolValue, type TemplateSymbol } from './template.ts';
import type { TemplateMembers } from './template-members.ts';

const LOWEST_PORT = 1024;
const HIGHEST_PORT = 65_535;

/** The symbols of a template.json by name. A symbol may use those before it. Throws badTemplate. */
export function readSymbols(symbols: TemplateMembers): ReadonlyMap<string, TemplateSymbol> {
  const read = new Map<string, TemplateSymbol>();
  for (const name of symbols.names()) {
    if (!/^[A-Za-z_]\w*$/.test(name)) symbols.refuse(name, 'is no name of a symbol: letters, digits and _ make one');
    const members = symbols.object(name);
    for (const used of usedSymbols(members)) {
      if (used !== 'name' && !read.has(used)) members.refuse('', `uses the symbol '${used}', which does not stand before it`);
    }
    read.set(name, {
      ...readKind(members),
      description: members.line('description') ?? '',
      replaces: members.text('replaces') || undefined,
      fileRename: members.text('fileRename') || undefined,
    });
  }
  return read;
}

function readKind(members: TemplateMembers): SymbolKind {
  switch (members.oneOf('type', ['parameter', 'generated', 'derived', 'computed', 'bind'])) {
    case 'parameter':
      return readParameter(members);
    case 'generated':
      return readGenerated(members);
    case 'derived':
      return { type: 'derived', source: members.requiredText('valueSource'), form: members.oneOf('valueTransform', DERIVED_FORMS) };
    case 'computed':
      return { type: 'computed', condition: members.requiredText('value') };
    case 'bind':
      return { type: 'bind', binding: members.oneOf('binding', BINDINGS) };
  }
}

function readParameter(members: TemplateMembers): ParameterSymbol {
  const datatype = members.has('datatype') ? members.oneOf('datatype', ['bool', 'choice', 'int', 'integer', 'port', 'text', 'string']) : 'text';
  const kind = datatype === 'integer' ? 'int' : datatype === 'string' ? 'text' : datatype;
  const choices = members.objects('choices').map(readChoice);
  if (kind === 'choice' && choices.length === 0) members.refuse('choices', 'is missing or empty');
  const written = members.plain('defaultValue');
  const defaultValue = written === undefined ? (kind === 'bool' ? false : undefined) : readValue(kind, written, choices);
  if (written !== undefined && defaultValue === undefined) members.refuse('defaultValue', `is '${written}', which is no value of that type`);
  return { type: 'parameter', datatype: kind, choices, defaultValue, isRequired: members.flag('isRequired', false) };
}

function readChoice(members: TemplateMembers): Choice {
  return { choice: members.requiredLine('choice'), description: members.line('description') ?? '' };
}

/** A value as it is written, in the type it must have; undefined when it has not. Case does not count in choices. */
export function readValue(datatype: ParameterSymbol['datatype'], written: string, choices: readonly Choice[]): SymbolValue | undefined {
  switch (datatype) {
    case 'bool': {
      const word = written.toLowerCase();
      return word === 'true' || word === 'false' ? word === 'true' : undefined;
    }
    case 'int':
      return /^-?\d{1,15}$/.test(written) ? Number(written) : undefined;
    case 'port':
      return /^\d{1,5}$/.test(written) && Number(written) > 0 && Number(written) <= HIGHEST_PORT ? Number(written) : undefined;
    case 'choice':
      return choices.find(({ choice }) => choice.toLowerCase() === written.toLowerCase())?.choice;
    case 'text':
      return written;
  }
}

function readGenerated(members: TemplateMembers): SymbolKind {
  const parameters = members.object('parameters');
  switch (members.oneOf('generator', ['port', 'coalesce', 'constant'])) {
    case 'port':
      return { type: 'port', ...readPorts(parameters) };
    case 'coalesce':
      return { type: 'coalesce', source: parameters.requiredText('sourceVariableName'), fallback: parameters.requiredText('fallbackVariableName') };
    case 'constant':
      return { type: 'constant', value: parameters.requiredText('value') };
  }
}

/** dotnet's rules: what is out of range is drawn in, and turned the wrong way round means the whole range. */
function readPorts(parameters: TemplateMembers): { readonly low: number; readonly high: number } {
  const bound = (name: string, otherwise: number): number => {
    const value = Number(parameters.plain(name) ?? otherwise);
    return Number.isInteger(value) ? Math.min(HIGHEST_PORT, Math.max(LOWEST_PORT, value)) : parameters.refuse(name, 'is not a port');
  };
  const low = bound('low', LOWEST_PORT);
  const high = bound('high', HIGHEST_PORT);
  return low <= high ? { low, high } : { low: LOWEST_PORT, high: HIGHEST_PORT };
}

function usedSymbols(members: TemplateMembers): string[] {
  const parameters = members.has('parameters') ? members.object('parameters') : undefined;
  return [members.text('valueSource'), parameters?.text('sourceVariableName'), parameters?.text('fallbackVariableName')].filter((name) => name !== undefined);
}
