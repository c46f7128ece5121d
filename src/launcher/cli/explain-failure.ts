import type { Command, CommanderError } from 'commander';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { takesAppArgs } from './launch-options.ts';
import { fullName, namedCommand } from './named-command.ts';
import { nearOptions } from './near-options.ts';

/** What commander did not understand, as an error of ours. `words` are the command line's. */
export function explainFailure(error: CommanderError, program: Command, words: readonly string[]): MewsError {
  const { command } = namedCommand(program, words);
  if (error.code === 'commander.unknownOption') return explainMistake(error, command);
  if (error.code === 'commander.help') return unknownCommand(words[1] ?? '', program);
  if (error.code === 'commander.unknownCommand' || command === program) return unknownCommand(words[0] ?? '', program);
  return explainMistake(error, command);
}

/** What commander did not understand of the words of one command. */
export function explainMistake(error: CommanderError, command: Command): MewsError {
  const name = fullName(command);
  if (error.code === 'commander.unknownOption') {
    const option = /'([^']*)'/.exec(error.message)?.[1] ?? '';
    const known = command.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined && flag !== null));
    const also = takesAppArgs(command) ? `; arguments for the app go after '--'` : '';
    return mewsError('unknownOption', { option, near: nearOptions(option, known), command: name, also });
  }
  const problem = `${error.message.replace(/^error: /, '').replace(/\.$/, '')}.`;
  return mewsError('badCommandLine', { problem: takesAppArgs(command) ? `${problem} Arguments for the app go after '--'.` : problem, command: name });
}

/** What other tools call our commands. */
const MEANT: Readonly<Record<string, string | undefined>> = { start: 'run', serve: 'run', dev: 'watch' };

/** A file is near to running it, and other tools have other words for our commands. */
function unknownCommand(command: string, program: Command): MewsError {
  const isFile = /\.(?:[cm]?[jt]s|[jt]sx)$/.test(command);
  if (isFile) return mewsError('unknownCommand', { command, near: [`run ${command}`] });
  const meant = MEANT[command];
  return mewsError('unknownCommand', { command, near: meant ? [meant] : nearNames(command, program.commands.map((known) => known.name())) });
}
