import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { createReporter } from './create-reporter.ts';
import { configurationOption, formatOption, type ParsedOptions, projectOption, toLaunchOptions, typecheckOption, verbosityOption } from './launch-options.ts';

const EXAMPLES = `
Examples:
  mews build               dist/Debug, type errors reported
  mews build -c Release    dist/Release: minified, and a type error fails the build
  mews build app.ts        a single file`;

/** `mews build`: what `mews run` builds, and nothing started. */
export function buildCommand(context: CommandContext): Command {
  return new Command('build')
    .description('build the app: esbuild, and the type-check beside it')
    .argument('[file]', 'a TypeScript or JavaScript file instead of a project')
    .addOption(configurationOption())
    .addOption(projectOption())
    .addOption(typecheckOption())
    .addOption(formatOption())
    .addOption(verbosityOption())
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, parsed: ParsedOptions) => {
      const options = { ...toLaunchOptions(parsed, { file, args: [] }), useLaunchProfile: false };
      const { buildOnly } = await import('../launch/build-only.ts');
      context.exitCode.value = await buildOnly({ ...context, options, report: createReporter(context, parsed) });
    });
}
