import { Command, CommanderError } from 'commander';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { buildCommand } from './build-command.ts';
import { cleanCommand } from './clean-command.ts';
import type { CommandContext } from './command-context.ts';
import { readCommandLine } from './command-line.ts';
import { devCertsCommand } from './dev-certs-command.ts';
import { explainFailure } from './explain-failure.ts';
import { takesAppArgs } from './launch-options.ts';
import { fullName, namedCommand } from './named-command.ts';
import { newCommand } from './new-command.ts';
import { profilesCommand } from './profiles-command.ts';
import { psCommand } from './ps-command.ts';
import { refuseOddWords } from './refuse-odd-words.ts';
import { runCommand } from './run-command.ts';
import { watchCommand } from './watch-command.ts';

const DESCRIPTION = 'dotnet run for Node: a launch profile becomes a listening app.';

const EXAMPLES = `
Examples:
  mews run                      build and start the project of this folder
  mews run -lp https -- --seed  with a launch profile, and arguments for the app
  mews watch                    the same, and again after every change: no client sees the restart
  mews run app.ts               a single file
  mews new web -n hello         a new project in the folder hello
  mews run --dry-run            what would be done, and why`;

/**
 * Parses and runs one command line. Resolves with the exit code; throws a MewsError for whatever cannot be understood.
 */
export async function runProgram(argv: readonly string[], context: CommandContext): Promise<number> {
  const { own, app } = readCommandLine(argv);
  const program = createProgram(context, app);
  if (own.length === 0) {
    if (app.length > 0) throw mewsError('badCommandLine', { problem: `no command stands before '--'.`, command: 'mews' });
    program.outputHelp();
    return 0;
  }
  refuseWordsOf(program, own, app);
  try {
    await program.parseAsync(own, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw explainFailure(error, program, own);
  }
  return context.exitCode.value;
}

/** The commands of mews. Each is a value in a file of its own; their work is imported when it is asked for. */
function createProgram(context: CommandContext, app: readonly string[]): Command {
  const program = new Command('mews')
    .description(DESCRIPTION)
    .version(context.version, '--version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    // Options after the name of a command are the command's.
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES);
  const commands = [
    runCommand(context, app),
    watchCommand(context, app),
    buildCommand(context),
    cleanCommand(context),
    profilesCommand(context),
    psCommand(context),
    newCommand(context),
    devCertsCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) quieten(command, context);
  return program;
}

function refuseWordsOf(program: Command, own: readonly string[], app: readonly string[]): void {
  const { command, words } = namedCommand(program, own);
  if (command === program) return;
  refuseOddWords(command, own.slice(words));
  if (app.length === 0 || takesAppArgs(command)) return;
  const name = fullName(command);
  throw mewsError('badCommandLine', { problem: `'${name}' starts no app, so there is none for the words after '--'.`, command: name });
}

/** Commander reports by throwing; what it would print itself becomes an error of ours. Help and version are meant for stdout. */
function quieten(command: Command, { out }: CommandContext): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: () => undefined })
    .showSuggestionAfterError(false)
    .allowExcessArguments(false);
}
