import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuSeconds } from './process-usage.mjs';

const running = new Set();

// Whatever ends this process, its children end with it; one that is killed outright takes them along by their stdin.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** On a signal: end at once, with the exit code a shell gives for it. Only for a program, not for tests. */
export function endAtSignals() {
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(signal, () => process.exit(code));
}

/** A child that does not outlive us. `said(pattern)` resolves with the match in its output; it rejects when the child ends without. */
export function startChild(command, { stdio = ['pipe', 'pipe', 'pipe'], ...options } = {}) {
  const child = spawn(command[0], command.slice(1), { ...options, stdio });
  running.add(child);
  child.stdin?.on('error', () => {});
  let output = '';
  let hasEnded = false;
  const waiting = new Set();
  const wake = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
      wake();
    });
  }
  const ended = new Promise((resolve) => {
    const end = (code) => {
      running.delete(child);
      hasEnded = true;
      resolve({ code, output });
      wake();
    };
    child.once('error', () => end(null));
    child.once('close', end);
  });
  const said = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (!match && !hasEnded) return;
        waiting.delete(look);
        if (match) resolve(match);
        else reject(new Error(`${command.join(' ')} ended without ${pattern}: ${output.trim().slice(-600)}`));
      };
      waiting.add(look);
      look();
    });
  return { child, said, ended, output: () => output };
}

/**
 * Runs a command to its end: what it printed. Throws when it fails. With `after`, it is told after so many milliseconds to come
 * to an end (SIGINT), and `cpu` is the seconds of CPU it had used by then.
 */
export async function runChild(command, { after, ...options } = {}) {
  const { child, ended } = startChild(command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let cpu;
  const interrupt = () => {
    cpu = cpuSeconds(child.pid);
    child.kill('SIGINT');
  };
  const timer = after === undefined ? undefined : setTimeout(interrupt, after);
  const { code, output } = await ended;
  clearTimeout(timer);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${output.trim().slice(-600)}`);
  return { output, cpu };
}

/** Ends a child now, and waits until it is gone. */
export async function endChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
