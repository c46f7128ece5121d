import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { formatOption } from './launch-options.ts';

const EXAMPLES = `
Examples:
  mews ps                    what runs, in which worktree and branch, and where it answers
  mews ps --format json      the same for machines

A signal to the pid is one to that mews: SIGTERM stops its app as Ctrl+C does.`;

/** `mews ps`: every app of this user that a mews runs. */
export function psCommand(context: CommandContext): Command {
  return new Command('ps')
    .description('list the running apps')
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async ({ format }: { readonly format: 'text' | 'json' }) => {
      const { listRunning } = await import('../launch/running/list-running.ts');
      const { renderRunning } = await import('./render-running.ts');
      context.out(renderRunning(await listRunning(context.env), { format, now: Date.now() }));
    });
}
