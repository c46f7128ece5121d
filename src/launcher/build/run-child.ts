import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { setPriority } from 'node:os';

/** After SIGTERM, ms until a tool that does not end is killed. */
const GRACE = 2000;
const LOW_PRIORITY = 10;

export interface ChildRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command is a line for the shell. */
  readonly shell?: boolean;
  readonly lowPriority?: boolean;
  readonly onOutput: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface ChildEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** Runs a tool to its end, both its streams into `onOutput`. When the signal aborts, its whole process group is ended. */
export function runChild(run: ChildRun): Promise<ChildEnd> {
  const options: SpawnOptions = {
    cwd: run.cwd,
    env: run.env,
    shell: run.shell ?? false,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: tools start tools, and all of them must end.
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
  return new Promise((done, fail) => {
    const child = spawn(run.command, run.args, options);
    let insist: NodeJS.Timeout | undefined;
    const stop = () => {
      killGroup(child.pid, 'SIGTERM');
      insist = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE);
    };
    const settle = () => {
      clearTimeout(insist);
      run.signal?.removeEventListener('abort', stop);
    };
    child.stdout?.setEncoding('utf8').on('data', run.onOutput);
    child.stderr?.setEncoding('utf8').on('data', run.onOutput);
    child.once('error', (error) => {
      settle();
      fail(error);
    });
    child.once('close', (exitCode, signal) => {
      settle();
      done({ exitCode, signal });
    });
    if (run.lowPriority) lowerPriority(child.pid);
    if (run.signal?.aborted) stop();
    else run.signal?.addEventListener('abort', stop, { once: true });
  });
}

function killGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended by itself.
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, LOW_PRIORITY);
  } catch {
    // Being fast is a courtesy; some systems forbid even that.
  }
}
