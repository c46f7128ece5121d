import { findTemplate, type FoundTemplate } from '../../scaffold/find-templates.ts';
import { parameterOption } from '../../scaffold/parameter-option.ts';
import { commandLine } from '../../scaffold/post-actions.ts';
import type { CommandContext } from '../command-context.ts';
import { formatOption } from '../launch-options.ts';
import { printable } from '../printable.ts';
import { templateCommand } from './create-project.ts';
import { lateCommand, parseWords } from './parse-words.ts';

const EXAMPLES = `
Examples:
  mews new details web                  what the template web makes, its options and its commands
  mews new details web --format json    the same for machines`;

/** `mews new details <template>`: everything that a template says of itself. */
export function printTemplate(words: readonly string[], context: CommandContext): number {
  const command = lateCommand('new details', context).description('what a template makes, and its options').argument('<template>', 'its short name').addOption(formatOption()).addHelpText('after', EXAMPLES);
  if (!parseWords(command, words)) return 0;
  const found = findTemplate(command.args[0] ?? '', context);
  context.out(command.opts<{ format: string }>().format === 'json' ? `${JSON.stringify(toJson(found), null, 2)}\n` : render(found, context));
  return 0;
}

function render({ template, from }: FoundTemplate, context: CommandContext): string {
  const { name, shortNames, description, identity, author, tags, postActions } = template;
  const rows: [string, string][] = [
    ['Template', name],
    ['Short name', shortNames.join(', ')],
    ['Description', description],
    ['Tags', tags.join(', ')],
    ['Author', author],
    ['Identity', identity],
    ['From', from],
    ...postActions.map((action): [string, string] => ['Afterwards', [action.description, commandLine(action) && `(${commandLine(action)})`].filter(Boolean).join(' ')]),
  ];
  const lines = rows.filter(([, value]) => value !== '').map(([label, value]) => `${label.padEnd(12)}${printable(value)}`);
  return `${lines.join('\n')}\n\n${templateCommand(template, context).helpInformation()}`;
}

function toJson({ template, from }: FoundTemplate): object {
  const { identity, name, shortNames, description, author, tags, symbols, postActions } = template;
  const options = [...symbols].flatMap(([symbol, kind]) => {
    if (kind.type !== 'parameter') return [];
    const { datatype, choices, defaultValue, isRequired } = kind;
    return [{ symbol, option: parameterOption(symbol), type: datatype, description: kind.description, ...(choices.length > 0 && { choices }), ...(defaultValue !== undefined && { default: defaultValue }), required: isRequired }];
  });
  return { name, shortNames, description, tags, author, identity, from, options, postActions: postActions.map((action) => ({ action: action.action, description: action.description, command: commandLine(action) })) };
}
