import { Command } from 'commander';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { CommandContext } from './command-context.ts';
import { createReporter } from './create-reporter.ts';
import { addLaunchOptions, APP_USAGE, type ParsedOptions, toLaunchOptions } from './launch-options.ts';
import { renderPlan } from './render-plan.ts';

const EXAMPLES = `
Examples:
  mews run                                    the default profile of Properties/launchSettings.json, Debug
  mews run -c Release --launch-profile https  a Release build, with the profile "https"
  mews run --urls "http://localhost:8080"     on another address
  mews run -e LOG_LEVEL=debug -- --seed 42    a variable and arguments for the app
  mews run app.ts                             a single file, with app.run.json beside it if there is one
  mews run --dry-run                          the launch plan, with the reason for every value`;

/** `mews run`: build and start once. */
export function runCommand(context: CommandContext, appArgs: readonly string[]): Command {
  const command = new Command('run')
    .description('build the app and start it once')
    .argument('[file]', 'a TypeScript or JavaScript file to run instead of a project')
    .usage(APP_USAGE)
    .addHelpText('after', EXAMPLES);
  return addLaunchOptions(command).action(async (file: string | undefined, parsed: ParsedOptions) => {
    context.exitCode.value = await run(parsed, { file, appArgs }, context);
  });
}

async function run(parsed: ParsedOptions, words: { readonly file: string | undefined; readonly appArgs: readonly string[] }, context: CommandContext): Promise<number> {
  const options = toLaunchOptions(parsed, { file: words.file, args: words.appArgs });
  const { launch } = await import('../launch/launch.ts');
  const { makePlan } = await import('../launch/make-plan.ts');
  const replan = (): Promise<LaunchPlan> => makePlan({ ...context, options });
  const plan = await replan();
  if (parsed.dryRun) {
    context.out(renderPlan(plan, parsed.format));
    return 0;
  }
  const report = createReporter(context, parsed);
  return launch({ plan, replan }, { ...context, report, captureOutput: parsed.format === 'json', isDetailed: parsed.verbosity === 'detailed' });
}
