import { createRequire } from 'node:module';
import type * as Prompts from '@clack/prompts';
import { MewsError } from '../../../foundation/errors/mews-error.ts';
import { findExistingFiles } from '../../scaffold/existing-files.ts';
import { type FoundTemplate, listTemplates } from '../../scaffold/find-templates.ts';
import { checkProjectName } from '../../scaffold/project-name.ts';
import { projectPlace } from '../../scaffold/project-place.ts';
import type { CommandContext } from '../command-context.ts';
import { printable } from '../printable.ts';

// Loaded when somebody is asked; the CLI's one file cannot import.
const load = createRequire(import.meta.url);

/** What the user has chosen, and the words with which it could have been typed. */
export interface Chosen {
  readonly found: FoundTemplate;
  readonly words: readonly string[];
}

/** Options that say where the project is, or what it is called. */
const PLACED = /^(?:-n|-o|--name|--output)(?:=|$)|^-[no]./;

/** Asks on the terminal for the template, and for the name where no word says it. Undefined when the user went away. */
export async function askForProject(words: readonly string[], context: CommandContext): Promise<Chosen | undefined> {
  const prompts = load('@clack/prompts') as typeof Prompts;
  const { found } = listTemplates(context);
  const signal = context.stop.graceful;
  prompts.intro('mews new');
  const at = await prompts.select({
    message: 'Which template?',
    options: found.map(({ template: { name, shortNames, description } }, index) => ({ value: index, label: printable(`${name} (${shortNames[0]})`), hint: printable(description) })),
    signal,
  });
  const template = typeof at === 'number' ? found[at] : undefined;
  if (!template) return leave(prompts);
  const isPlaced = words.some((word) => PLACED.test(word));
  const name = isPlaced ? undefined : await askForName(prompts, { template, context });
  if (!isPlaced && name === undefined) return leave(prompts);
  const chosen = name === undefined ? words : ['-n', name, ...words];
  prompts.outro(['mews new', template.template.shortNames[0], ...chosen].map((word) => printable(String(word))).join(' '));
  return { found: template, words: chosen };
}

async function askForName({ text, isCancel }: typeof Prompts, { template: { template }, context }: { readonly template: FoundTemplate; readonly context: CommandContext }): Promise<string | undefined> {
  const suggestion = `my-${template.shortNames[0]}`;
  const name = await text({
    message: 'What is it called?',
    placeholder: suggestion,
    defaultValue: suggestion,
    validate: (value) => problemOf(value || suggestion, { cwd: context.cwd, preferNameDirectory: template.preferNameDirectory }),
    signal: context.stop.graceful,
  });
  return isCancel(name) ? undefined : name;
}

function problemOf(name: string, place: { readonly cwd: string; readonly preferNameDirectory: boolean }): string | undefined {
  try {
    checkProjectName(name);
  } catch (error) {
    if (error instanceof MewsError) return error.message;
    throw error;
  }
  const { directory } = projectPlace({ ...place, name, output: undefined });
  return findExistingFiles([{ path: 'package.json' }], directory).length > 0 ? `There is a project in ${directory} already.` : undefined;
}

function leave({ cancel }: typeof Prompts): undefined {
  cancel('Nothing was made.');
}
