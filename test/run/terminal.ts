import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { cleanEnvironment, mewsBin } from '../support/run-mews.ts';

/** A mews on a terminal of its own (a pty that python3 makes): all it and its app print is one stream. */
export interface MewsInTerminal {
  readonly output: () => string;
  readonly said: (text: RegExp) => Promise<RegExpExecArray>;
  /** Types on the keyboard: `\u0003` is Ctrl+C. */
  readonly type: (text: string) => void;
  /** The exit code of mews. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

const PTY = `import os, pty, sys
status = pty.spawn(['/bin/sh', '-c', 'stty cols 120 rows 40; exec "$0" "$@"', *sys.argv[1:]])
sys.exit(os.waitstatus_to_exitcode(status))`;

/** Starts `mews <args>` on a new terminal. */
export async function startInTerminal(args: readonly string[], { cwd, env }: { readonly cwd: string; readonly env: Record<string, string> }): Promise<MewsInTerminal> {
  const child = spawn('python3', ['-c', PTY, process.execPath, mewsBin, ...args], {
    cwd,
    env: { ...cleanEnvironment(), NO_COLOR: undefined, TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let wake: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    wake();
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  void exited.then(() => wake());
  const stop = async (): Promise<void> => {
    child.stdin.write('\u0003');
    await exited;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop();
  });
  const said = async (text: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = text.exec(output);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`mews ${args.join(' ')} ended before it said ${text}\n${output}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { output: () => output, said, type: (text) => void child.stdin.write(text), exited, stop };
}
