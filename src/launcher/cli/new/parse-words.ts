import { Command, CommanderError } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { explainMistake } from '../explain-failure.ts';
import { refuseOddWords } from '../refuse-odd-words.ts';

/** A command below `mews` that is made while it runs: `new web`. */
export function lateCommand(name: string, { out }: Pick<CommandContext, 'out'>): Command {
  const command = new Command(name).exitOverride().configureOutput({ writeOut: out, writeErr: () => undefined }).showSuggestionAfterError(false).allowExcessArguments(false);
  new Command('mews').addCommand(command);
  return command;
}

/**
 * Reads words as the arguments and options of a command. False when they asked for its help, which was shown.
 * @throws unknownOption, badCommandLine, and what options throw
 */
export function parseWords(command: Command, words: readonly string[]): boolean {
  const isHelp = words.some((word) => word === '--help' || word === '-h');
  if (!isHelp) refuseOddWords(command, words);
  try {
    command.parse(words, { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw explainMistake(error, command);
  }
}
