import type { MewsEvent } from '../../events/event.ts';
import { runCommand } from './run-command.ts';
import { type Command, commandText, type TrustStep } from './trust-store.ts';

/** What changing a trust store needs to know of the user and the world. */
export interface StoreAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Whether sudo is there and can ask somebody for a password. Without it, its commands are told and not run. */
  readonly canSudo: boolean;
  /** Aborted when the user has pressed Ctrl+C: no step is begun any more. */
  readonly signal: AbortSignal;
  readonly report: (event: MewsEvent) => void;
}

/** The command as this user has to run it. */
export function commandFor({ command, asRoot }: TrustStep, { isRoot }: Pick<StoreAccess, 'isRoot'>): Command {
  return asRoot && !isRoot ? ['sudo', ...command] : command;
}

/** Whether the steps cannot even be tried: they need root, and there is nobody whom sudo could ask. */
export function isBeyondRights(steps: readonly TrustStep[], { isRoot, canSudo }: Pick<StoreAccess, 'isRoot' | 'canSudo'>): boolean {
  return steps.some(({ asRoot }) => asRoot) && !isRoot && !canSudo;
}

/** Runs the steps until one fails. Resolves with why not all of them were done, or with nothing. */
export async function runSteps(steps: readonly TrustStep[], access: StoreAccess): Promise<string | undefined> {
  const commands = steps.map((step) => commandFor(step, access));
  if (isBeyondRights(steps, access)) return `it needs root: ${commands.map(commandText).join(' && ')}`;
  for (const command of commands) {
    if (access.signal.aborted) return 'it was cancelled';
    access.report({ type: 'detail', text: `$ ${commandText(command)}` });
    const { code, output, complaint } = await runCommand(command, { env: access.env, canAsk: command[0] === 'sudo' });
    if (code !== 0) return `'${commandText(command)}' failed: ${(complaint.trim() || output.trim() || `exit code ${code}`).replaceAll('\n', ' ')}`;
  }
  return undefined;
}
