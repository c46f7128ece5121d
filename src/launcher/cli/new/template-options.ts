import { type Command, Option } from 'commander';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { nearNames } from '../../../foundation/errors/near-names.ts';
import { parameterOption } from '../../scaffold/parameter-option.ts';
import { readValue } from '../../scaffold/read-symbols.ts';
import type { ParameterSymbol, SymbolValue, Template, TemplateSymbol } from '../../scaffold/template.ts';
import { printable } from '../printable.ts';

type Parameter = ParameterSymbol & TemplateSymbol;

/** What a value must be, as a message goes on after "It must be". */
const EXPECTED = { bool: 'true or false', choice: 'one of its choices', int: 'a whole number', port: 'a port from 1 to 65535', text: 'a text' } as const;
const ARGUMENTS = { int: ' <number>', port: ' <port>', text: ' <text>' } as const;

/** Declares a template's parameters as options. */
export function withTemplateOptions(command: Command, template: Template): Command {
  for (const [symbol, parameter] of parametersOf(template)) command.addOption(toOption(symbol, parameter));
  const listed = parametersOf(template).filter(([, { datatype }]) => datatype === 'choice').map(([symbol, { choices }]) => describeChoices(symbol, choices));
  return listed.length > 0 ? command.addHelpText('after', listed.join('')) : command;
}

/** What the command line said of the parameters, by symbol, after its words were read. */
export function givenValues(command: Command, template: Template): ReadonlyMap<string, SymbolValue> {
  const given = new Map<string, SymbolValue>();
  for (const [symbol, parameter] of parametersOf(template)) {
    const name = toOption(symbol, parameter).attributeName();
    if (command.getOptionValueSource(name) !== 'cli') continue;
    // A flag turns its default round.
    given.set(symbol, parameter.datatype === 'bool' ? parameter.defaultValue !== true : (command.getOptionValue(name) as SymbolValue));
  }
  return given;
}

function parametersOf({ symbols }: Template): [string, Parameter][] {
  return [...symbols].flatMap(([symbol, kind]): [string, Parameter][] => (kind.type === 'parameter' ? [[symbol, kind]] : []));
}

function toOption(symbol: string, parameter: Parameter): Option {
  const { datatype, choices, defaultValue, isRequired } = parameter;
  const description = printable(parameter.description);
  if (datatype === 'bool') return new Option(defaultValue === true ? parameterOption(symbol).replace('--', '--no-') : parameterOption(symbol), description);
  const long = parameterOption(symbol);
  const argument = datatype === 'choice' ? ` <${choices.map(({ choice }) => choice).join('|')}>` : ARGUMENTS[datatype];
  const end = isRequired ? ' (required)' : defaultValue === undefined ? '' : ` (default: ${printable(String(defaultValue))})`;
  return new Option(long + argument, description + end).argParser((written: string) => {
    const value = readValue(datatype, written, choices);
    if (value !== undefined) return value;
    if (datatype !== 'choice') throw mewsError('badTemplateOption', { option: long, value: written, expected: EXPECTED[datatype] });
    const allowed = choices.map(({ choice }) => choice);
    throw mewsError('badOptionValue', { option: long, value: written, allowed, near: nearNames(written, allowed) });
  });
}

function describeChoices(symbol: string, choices: Parameter['choices']): string {
  const width = Math.max(...choices.map(({ choice }) => choice.length));
  const lines = choices.map(({ choice, description }) => `  ${choice.padEnd(width)}  ${printable(description)}\n`);
  return `\nValues of ${parameterOption(symbol)}:\n${lines.join('')}`;
}
