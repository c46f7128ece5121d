import { MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import { findTemplate, listTemplates } from '../../scaffold/find-templates.ts';
import type { CommandContext } from '../command-context.ts';
import { createReporter } from '../create-reporter.ts';
import { type ExitCodes, failureExitCode } from '../failure-exit-code.ts';
import { createProject } from './create-project.ts';
import { INTERRUPTED } from './interrupted.ts';

/** Exit codes of `dotnet new`, by the failure that they stand for. Source: dotnet/templating, docs/Exit-Codes.md. */
const EXIT_CODES: ExitCodes = {
  wouldOverwrite: 73,
  projectNotWritten: 100,
  badTemplate: 101,
  unsafeTemplate: 101,
  unreadableFile: 101,
  badLaunchSettings: 101,
  profilesNotAnObject: 101,
  templateOptionMissing: 102,
  templateNotFound: 103,
  postActionNotAllowed: 104,
  templatePackageNotFound: 103,
  postActionFailed: 105,
  templateSourceUnknown: 106,
  templatePackageFailed: 106,
  templateNameTaken: 106,
  noTemplateNamed: 127,
  badProjectName: 127,
  badTemplateOption: 127,
  badOptionValue: 127,
  unknownOption: 127,
  badCommandLine: 127,
};

/** Options before the template's name whose value is not that name. */
const TAKES_VALUE = /^(?:-n|--name|-o|--output|--allow-scripts)$/;

export interface NewContext extends CommandContext {
  /** Prints the help of `mews new`. */
  readonly showHelp: () => void;
}

/** `mews new` and what stands after it. Resolves with the exit code; what a user can act on is reported. */
export async function runNew(words: readonly string[], context: NewContext): Promise<number> {
  try {
    return await run(words, context);
  } catch (error) {
    const exitCode = error instanceof MewsError ? failureExitCode(error, EXIT_CODES) : undefined;
    if (!(error instanceof MewsError) || exitCode === undefined) throw error;
    createReporter(context, { format: 'text', verbosity: 'minimal' })({ type: 'error', error: error.toJSON() });
    return exitCode;
  }
}

async function run(words: readonly string[], context: NewContext): Promise<number> {
  const at = words.findIndex((word, index) => !word.startsWith('-') && !TAKES_VALUE.test(words[index - 1] ?? ''));
  const name = words[at];
  if (name === undefined) return withoutTemplate(words, context);
  const rest = words.toSpliced(at, 1);
  switch (name) {
    case 'list':
      return (await import('./list-templates.ts')).printTemplates(rest, context);
    case 'details':
      return (await import('./describe-template.ts')).printTemplate(rest, context);
    case 'install':
      return (await import('./install-package.ts')).installPackage(rest, context);
    case 'uninstall':
      return (await import('./install-package.ts')).uninstallPackage(rest, context);
    case 'create':
      return run(rest, context);
    default:
      return createProject(findTemplate(name, context).template, rest, context);
  }
}

async function withoutTemplate(words: readonly string[], context: NewContext): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) {
    context.showHelp();
    return 0;
  }
  if (context.isTty) {
    const { askForProject } = await import('./ask-for-project.ts');
    const chosen = await askForProject(words, context);
    return chosen ? createProject(chosen.found.template, chosen.words, context) : INTERRUPTED;
  }
  throw mewsError('noTemplateNamed', { known: listTemplates(context).found.flatMap(({ template }) => template.shortNames) });
}
