import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { formatOption, type ParsedOptions, projectOption, refuseFileInProject } from './launch-options.ts';

const EXAMPLES = `
Examples:
  mews profiles                  the profiles of this project; * marks the default one
  mews profiles --format json    the same for machines`;

/** `mews profiles`: name, command, addresses, usable or why not. Nothing of the project runs. */
export function profilesCommand(context: CommandContext): Command {
  return new Command('profiles')
    .description('list the launch profiles of this project')
    .argument('[file]', 'a file app instead of a project')
    .addOption(projectOption())
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, parsed: ParsedOptions) => {
      refuseFileInProject(file, parsed.project);
      const { gatherProfiles } = await import('../launch/gather-profiles.ts');
      const { renderProfiles } = await import('./render-profiles.ts');
      const found = gatherProfiles({ cwd: context.cwd, ...(file === undefined ? {} : { file }), ...(parsed.project === undefined ? {} : { project: parsed.project }) });
      context.out(renderProfiles(found, parsed.format));
    });
}
