import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { configurationOption, type ParsedOptions, projectOption } from './launch-options.ts';

const EXAMPLES = `
Examples:
  mews clean               removes dist/Debug and dist/Release
  mews clean -c Release    removes dist/Release alone`;

/** `mews clean`: removes what `mews build` made, and only that. */
export function cleanCommand(context: CommandContext): Command {
  return new Command('clean')
    .description('remove what build made: dist/Debug and dist/Release')
    .addOption(configurationOption())
    .addOption(projectOption())
    .addHelpText('after', EXAMPLES)
    .action(async (parsed: ParsedOptions) => {
      const { findProject } = await import('../project/find-project.ts');
      const { clean } = await import('../build/clean.ts');
      const { root } = findProject({ cwd: context.cwd, ...(parsed.project === undefined ? {} : { projectPath: parsed.project }) });
      for (const folder of clean({ root, ...(parsed.configuration ? { configuration: parsed.configuration } : {}) })) context.err(`Removed ${folder}\n`);
    });
}
