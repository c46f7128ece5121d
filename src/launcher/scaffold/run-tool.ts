import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { MewsEvent } from '../../foundation/events/event.ts';
import { startProcess } from '../../foundation/process/start-process.ts';
import { endGroup, stopProcess } from '../../foundation/process/stop-process.ts';
import type { ToolCommand } from './npm-command.ts';

/** What a tool that `mews new` runs may touch of the world. */
export interface ToolHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Ends a tool that does not end by itself. */
  readonly now: AbortSignal;
  readonly report: (event: MewsEvent) => void;
}

/** How a tool ended: well, not well and why, or because the user asked for it. */
export type ToolEnd = { readonly kind: 'succeeded' } | { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly reason: string };

export interface ToolRun extends ToolCommand {
  readonly cwd: string;
  /** Where its output goes; left out: to the user. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a tool to its end, or to the user's Ctrl+C; nothing that it started is left. */
export async function runTool({ command, args, cwd, onOutput }: ToolRun, { env, signal, now, report }: ToolHost): Promise<ToolEnd> {
  if (signal.aborted) return { kind: 'cancelled' };
  try {
    const tool = await startProcess({ command, args, cwd, env, onOutput: (stream, text) => (onOutput ? onOutput(text) : report({ type: 'output', stream, text })) });
    const exit = await Promise.race([tool.exited, aborted(signal)]);
    if (!exit) {
      await stopProcess(tool, { ask: () => void tool.signal('SIGTERM'), now });
      return { kind: 'cancelled' };
    }
    await endGroup(tool);
    if (exit.code === 0) return { kind: 'succeeded' };
    return { kind: 'failed', reason: exit.code === null ? `it was ended by ${exit.signal}` : `it ended with exit code ${exit.code}` };
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    return { kind: 'failed', reason: error.message.replace(/\.$/, '') };
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
