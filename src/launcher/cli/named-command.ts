import type { Command } from 'commander';

/** A command that words name, and how many of them: `profiles import` is two. */
export interface NamedCommand {
  readonly command: Command;
  readonly words: number;
}

/** The command that the first words name, as deep as they go; the program itself where they name none. */
export function namedCommand(program: Command, words: readonly string[]): NamedCommand {
  let command = program;
  let at = 0;
  for (; at < words.length; at++) {
    const next = command.commands.find((known) => known.name() === words[at]);
    if (!next) break;
    command = next;
  }
  return { command, words: at };
}

/** The command as it is typed: `mews profiles import`. */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}
