import { type Command, Option } from 'commander';
import { choice } from '../choice.ts';

/** What commander makes of the options that every template has. */
export interface NewOptions {
  readonly name?: string;
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly restore: boolean;
  readonly allowScripts?: 'yes' | 'no';
}

/** Declares the options that every template takes. */
export function withNewOptions(command: Command): Command {
  return command
    .addOption(new Option('-n, --name <name>', "the project's name (default: the name of its folder)"))
    .addOption(new Option('-o, --output <folder>', 'where to make it (default: a folder of that name)'))
    .addOption(new Option('--dry-run', 'tell which files would be written; write none'))
    .addOption(new Option('--force', 'write over files that are there already'))
    .addOption(new Option('--no-restore', 'do not install the packages'))
    .addOption(new Option('--allow-scripts <yes|no>', 'run the commands of a template that is not from mews (default: no)').argParser(choice('--allow-scripts', ['yes', 'no'])));
}
