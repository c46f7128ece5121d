import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { withNewOptions } from './new/new-options.ts';

const HELP = `
Commands:
  mews new list                   the templates that there are
  mews new details <template>     what a template makes, and its options
  mews new install <source>       add templates: a folder, an npm package, a tarball, a git URL
  mews new uninstall <source>     remove them again

Examples:
  mews new web -n hello                     an empty web app in the folder hello
  mews new webapi -n Shop.Api -o api        named Shop.Api, in the folder api
  mews new web --help                       the options of the template
  mews new express -n shop --dry-run        which files would be written
  mews new web -o . --force --no-restore    into this folder, over what is there; packages are not installed

Environment:
  MEWS_HOME    the folder in which installed templates are kept (default: ~/.mews)

Exit codes: 0 done, 73 files would be overwritten, 100 not written, 101 the template is broken, 102 an option is missing,
103 no such template, 104 a command of the template was not allowed, 105 it failed, 106 a package could not be had, 127 wrong usage`;

/** `mews new`: a project from a template. Its words mean different things for every template, so they are read when that is known. */
export function newCommand(context: CommandContext): Command {
  const command = new Command('new')
    .description('make a project from a template')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .addHelpText('after', HELP)
    .action(async () => {
      const { runNew } = await import('./new/run-new.ts');
      context.exitCode.value = await runNew(command.args, { ...context, showHelp: () => command.outputHelp() });
    });
  command.helpInformation = () => withNewOptions(new Command('mews new').usage('[template] [options]').description(command.description())).helpInformation();
  return command;
}
