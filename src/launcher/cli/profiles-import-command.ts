import { Command, Option } from 'commander';
import { choice } from './choice.ts';
import type { CommandContext } from './command-context.ts';
import type { ImportOptions } from './import-profiles.ts';
import { projectOption } from './launch-options.ts';

const EXAMPLES = `
Examples:
  mews profiles import --dry-run         the profiles that .vscode/launch.json, or else the scripts of package.json, would make
  mews profiles import                   the same, written into the launch settings
  mews profiles import --from scripts    of the scripts of package.json that start something
  mews profiles import --force           profiles of the same names are replaced`;

/** `mews profiles import`: launch profiles from what the project has already. */
export function profilesImportCommand(context: CommandContext): Command {
  return new Command('import')
    .description('make launch profiles of .vscode/launch.json or of the scripts of package.json')
    .addOption(new Option('--from <vscode|scripts>', 'what they are made of (default: launch.json, where there is none the scripts)').argParser(choice('--from', ['vscode', 'scripts'])))
    .addOption(projectOption())
    .addOption(new Option('--dry-run', 'show the profiles; write nothing'))
    .addOption(new Option('--force', 'replace profiles of the same names'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: ImportOptions) => {
      const { importProfiles } = await import('./import-profiles.ts');
      importProfiles(options, context);
    });
}
