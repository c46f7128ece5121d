import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds, residentBytes } from '../kestrel/process-usage.mjs';

/** Milliseconds that a group has between SIGTERM and SIGKILL. */
const GRACE = 8000;
const POLL = 20;

/** Ends the group when the bench is gone without having done so: reads a word that only a living bench can say. */
const GUARDIAN = 'read -r word && exit 0; kill -s KILL -- "-$1" 2>/dev/null';

const running = new Set();

process.on('exit', () => {
  for (const leader of running) signal(leader, 'SIGKILL');
});

/** Starts a command as the leader of a process group: what it starts ends with it. `output`: the end of what it has printed. */
export function startGroup(command, { cwd, env }) {
  const child = spawn(command[0], command.slice(1), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'guardian', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guardian.stdin.on('error', () => undefined);
  guardian.unref();
  running.add(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4000)));
  const exited = once(child, 'exit');
  return {
    pid: child.pid,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** Of the command and of all that it has started. */
    pids: () => descendants(child.pid).map(({ pid }) => pid),
    stop: async () => {
      const all = descendants(child.pid);
      // To the leader alone: one that ends its children itself is let do it.
      child.kill('SIGTERM');
      await Promise.race([exited, delay(GRACE)]);
      signal(child.pid, 'SIGKILL');
      for (const deadline = Date.now() + GRACE; all.some(isAlive) && Date.now() < deadline; ) await delay(POLL);
      for (const { pid } of all.filter(isAlive)) kill(pid);
      running.delete(child.pid);
      guardian.stdin.end('done\n');
    },
  };
}

/** CPU in seconds that processes have used. */
export function cpuOf(pids) {
  return pids.map(cpuSeconds).filter(Number.isFinite).reduce((sum, seconds) => sum + seconds, 0);
}

/** Bytes of a process that are in memory. */
export const memoryOf = residentBytes;

/** A process and all below it, also those that have left its group. */
function descendants(leader) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).map(readState).filter((state) => state !== undefined);
  const found = all.filter(({ pid }) => pid === leader);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** proc(5): the program's name, in parentheses, may hold anything. A number is given again, but not with the same time of its start. */
function readState(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, state: fields[0], parent: Number(fields[1]), started: fields[19] };
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }) {
  const now = readState(pid);
  return now !== undefined && now.started === started && now.state !== 'Z' && now.state !== 'X';
}

function signal(leader, name) {
  try {
    process.kill(-leader, name);
  } catch {
    // The group is gone.
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // So is the process.
  }
}
