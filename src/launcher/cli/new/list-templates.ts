import chalk from 'chalk';
import { type FoundTemplate, listTemplates } from '../../scaffold/find-templates.ts';
import type { CommandContext } from '../command-context.ts';
import { createReporter } from '../create-reporter.ts';
import { formatOption } from '../launch-options.ts';
import { printable } from '../printable.ts';
import { lateCommand, parseWords } from './parse-words.ts';

const EXAMPLES = `
Examples:
  mews new list                  all templates
  mews new list web              those with web in their name, short name or tags
  mews new list --format json    the same for machines`;

/** `mews new list`: the templates as a table, or as one JSON array. */
export function printTemplates(words: readonly string[], context: CommandContext): number {
  const command = lateCommand('new list', context).description('the templates that there are').argument('[text]', 'only those that have this in their name, short name or tags').addOption(formatOption()).addHelpText('after', EXAMPLES);
  if (!parseWords(command, words)) return 0;
  const { found, problems } = listTemplates(context);
  const report = createReporter(context, { format: 'text', verbosity: 'minimal' });
  for (const problem of problems) report({ type: 'warning', text: problem.message });
  const wanted = found.filter((template) => matches(template, command.args[0] ?? ''));
  context.out(command.opts<{ format: string }>().format === 'json' ? `${JSON.stringify(wanted.map(toJson), null, 2)}\n` : renderTable(wanted));
  return 0;
}

function matches({ template: { name, shortNames, tags } }: FoundTemplate, text: string): boolean {
  return [name, ...shortNames, ...tags].some((word) => word.toLowerCase().includes(text.toLowerCase()));
}

function toJson({ template: { name, shortNames, description, tags, author, identity }, from }: FoundTemplate): object {
  return { name, shortNames, description, tags, author, identity, from };
}

function renderTable(found: readonly FoundTemplate[]): string {
  if (found.length === 0) return 'No templates found.\n';
  const rows = [
    ['Template', 'Short name', 'Tags', 'From'],
    ...found.map(({ template: { name, shortNames, tags }, from }) => [name, shortNames.join(','), tags.join('/'), from].map(printable)),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  return `${lines.map((line, at) => (at === 0 ? chalk.bold(line) : line)).join('\n')}\n`;
}
