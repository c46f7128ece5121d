import { Command } from 'commander';
import type { WatchWish } from '../watch/watch-host.ts';
import type { CommandContext } from './command-context.ts';
import { createReporter } from './create-reporter.ts';
import { addLaunchOptions, APP_USAGE, type ParsedOptions, toLaunchOptions } from './launch-options.ts';
import type { Keyboard } from './keyboard.ts';
import { renderPlan } from './render-plan.ts';
import { actionOf, KEYS_HELP } from './watch-keys.ts';

/** Clears screen and scroll-back, and begins at the top (ECMA-48 ED and CUP). */
const CLEAR = '\u001B[2J\u001B[3J\u001B[H';

const EXAMPLES = `
Examples:
  mews watch                       the default profile; again after every change, and no client sees the restart
  mews watch -lp https --open      with the profile "https", in a browser that follows the changes
  mews watch --typecheck gate      what does not type-check never replaces what works
  mews watch app.ts -- --seed 42   a single file, with arguments for it
  MEWS_USE_POLLING=1 mews watch    where changes of files are not told of: some containers and network drives`;

/** `mews watch`: the same as `run`, and again after every change. */
export function watchCommand(context: CommandContext, appArgs: readonly string[]): Command {
  const command = new Command('watch')
    .description('build and start the app, and put each new version in its place without a client noticing')
    .argument('[file]', 'a TypeScript or JavaScript file to run instead of a project')
    .usage(APP_USAGE)
    .addHelpText('after', EXAMPLES);
  return addLaunchOptions(command).action(async (file: string | undefined, parsed: ParsedOptions) => {
    context.exitCode.value = await watchProject(parsed, { file, appArgs }, context);
  });
}

async function watchProject(parsed: ParsedOptions, words: { readonly file: string | undefined; readonly appArgs: readonly string[] }, context: CommandContext): Promise<number> {
  const options = toLaunchOptions(parsed, { file: words.file, args: words.appArgs });
  if (parsed.dryRun) {
    const { makePlan } = await import('../launch/make-plan.ts');
    context.out(renderPlan(await makePlan({ ...context, options }), parsed.format));
    return 0;
  }
  const { watch } = await import('../watch/watch.ts');
  const report = createReporter(context, parsed);
  const keyboard = parsed.format === 'json' ? undefined : context.keyboard;
  return watch({ ...context, options }, {
    ...context,
    report,
    captureOutput: parsed.format === 'json',
    isDetailed: parsed.verbosity === 'detailed',
    takesKeys: keyboard !== undefined,
    onWish: (wish) => keyboard?.listen((key) => press(key, { wish, keyboard, err: context.err })),
  });
}

interface Pressed {
  readonly wish: (wanted: WatchWish) => void;
  readonly keyboard: Keyboard;
  readonly err: (text: string) => void;
}

function press(key: string, { wish, keyboard, err }: Pressed): void {
  const action = actionOf(key);
  if (action === 'quit') keyboard.interrupt();
  else if (action === 'help') err(`${KEYS_HELP}\n\n`);
  else if (action === 'clear') err(CLEAR);
  else if (action) wish(action);
}
