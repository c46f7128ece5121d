import { Command, CommanderError } from 'commander';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { buildCommand } from './build-command.ts';
import { cleanCommand } from './clean-command.ts';
import type { CommandContext } from './command-context.ts';
import { readCommandLine } from './command-line.ts';
import { profilesCommand } from './profiles-command.ts';
import { runCommand } from './run-command.ts';

const DESCRIPTION = 'dotnet run for Node: a launch profile becomes a listening app.';

/** The commands of mews. Each is a value in a file of its own; their work is imported when it is asked for. */
function createProgram(context: CommandContext, appArgs: readonly string[]): Command {
  const program = new Command('mews').description(DESCRIPTION).version(context.version, '--version', 'print the version').helpCommand('help [command]', 'print the help of a command');
  for (const command of [runCommand(context, appArgs), buildCommand(context), cleanCommand(context), profilesCommand(context)]) program.addCommand(command);
  program.addHelpText('after', '\nExamples:\n  mews run                      build and start the project of this folder\n  mews run -lp https -- --seed  with a launch profile, and arguments for the app\n  mews run app.ts               a single file\n  mews run --dry-run            what would be done, and why');
  for (const command of [program, ...program.commands]) quieten(command);
  return program;
}

/**
 * Parses and runs one command line. Resolves with the exit code; throws a MewsError for whatever cannot be understood.
 */
export async function runProgram(argv: readonly string[], context: CommandContext): Promise<number> {
  const { own, app } = readCommandLine(argv);
  const program = createProgram(context, app);
  if (own.length === 0) {
    context.out(program.helpInformation() + '\n');
    return 0;
  }
  try {
    await program.parseAsync(own, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw translate(error, program, own);
  }
  return context.exitCode.value;
}

/** Commander reports by throwing; what it would print itself becomes an error of ours. Help and version are meant for stdout. */
function quieten(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined }).showSuggestionAfterError(false).allowExcessArguments(false);
}

function translate(error: CommanderError, program: Command, argv: readonly string[]): MewsError {
  const command = program.commands.find((candidate) => candidate.name() === argv[0]) ?? program;
  const name = command === program ? 'mews' : `mews ${command.name()}`;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const known = command.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined && flag !== null));
    return mewsError('unknownOption', { option: quoted, near: nearOptions(quoted, known), command: name });
  }
  if (error.code === 'commander.unknownCommand' || (command === program && error.code === 'commander.excessArguments')) {
    return mewsError('unknownCommand', { command: argv[0] ?? '', near: nearNames(argv[0] ?? '', program.commands.map((known) => known.name())) });
  }
  const problem = error.message.replace(/^error: /, '');
  return mewsError('badCommandLine', { problem: problem.endsWith('.') ? problem : `${problem}.`, command: name });
}

/** `--profle` is near `--profile`; the dashes must not make every short option near to every other. */
function nearOptions(typed: string, known: readonly string[]): string[] {
  const bare = typed.replace(/^-+/, '').replace(/=.*/, '');
  const near = nearNames(bare, known.filter((flag) => flag.startsWith('--')).map((flag) => flag.slice(2)));
  return near.map((flag) => `--${flag}`);
}
