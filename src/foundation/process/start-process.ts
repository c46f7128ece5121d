import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { mewsError } from '../errors/mews-error.ts';
import type { AppEvent, HostCommand } from '../events/event.ts';
import { seal, unseal } from '../events/envelope.ts';
import type { SentHandle } from '../events/sent-handle.ts';
import { guardGroup } from './group-guardian.ts';
import { signalGroup } from './process-group.ts';

export interface ProcessStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens an IPC channel: for Node processes that speak mews's events. `handle` is a socket that came with the event. */
  readonly onEvent?: (event: AppEvent, handle: SentHandle | undefined) => void;
  /** Without it the process writes to our own stdout and stderr; stdin is always ours. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  /** The streams that `onOutput` is told of. Default: both. */
  readonly captured?: readonly ('stdout' | 'stderr')[];
  /** Descriptors that the process inherits: behind the standard streams (3 …), or behind the channel (4 …) when it has one. */
  readonly descriptors?: readonly number[];
  /** Default: ours. */
  readonly stdin?: 'inherit' | 'ignore';
}

/** How a process ended: `code` when it gave one, else the signal that ended it. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A started process, the leader of a process group of its own: whatever it starts is stopped with it. */
export interface RunningProcess {
  readonly pid: number;
  /** Settles when the process has ended and its last event has arrived; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Settles when its output is complete: what it started may hold the pipe longer than it lives itself. */
  readonly closed: Promise<void>;
  /** False when it has closed the channel. `sent` is called when a socket that goes with it has left, or cannot. */
  send(command: HostCommand, handle?: SentHandle, sent?: () => void): boolean;
  /** Signals the process and all it started. False when none of them is left. */
  signal(signal: NodeJS.Signals): boolean;
}

/**
 * Starts a process in a new group, guarded: should this process be killed, the group is ended too.
 * Rejects with `spawnFailed` when the system will not start it.
 */
export async function startProcess(start: ProcessStart): Promise<RunningProcess> {
  const child = spawn(start.command, start.args, {
    cwd: start.cwd,
    env: start.env,
    stdio: standardStreams(start),
    // A group of its own on POSIX; on Windows `detached` would open a console, and taskkill /T finds the tree.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const exited = ended(child);
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  forward(child, start);
  const pid = await spawned(child, start.command);
  const release = guardGroup(pid);
  void exited.then(release);
  return {
    pid,
    exited,
    closed,
    send: (command, handle, sent = () => undefined) => sendTo(child, command, { handle, sent }),
    signal: (signal) => signalGroup(pid, signal),
  };
}

function standardStreams({ stdin = 'inherit', onOutput, captured = ['stdout', 'stderr'], onEvent, descriptors = [] }: ProcessStart): ('inherit' | 'ignore' | 'pipe' | 'ipc' | number)[] {
  const output = (stream: 'stdout' | 'stderr'): 'pipe' | 'inherit' => (onOutput && captured.includes(stream) ? 'pipe' : 'inherit');
  return [stdin, output('stdout'), output('stderr'), ...(onEvent ? ['ipc' as const] : []), ...descriptors];
}

function sendTo(child: ChildProcess, command: HostCommand, { handle, sent }: { readonly handle: SentHandle | undefined; readonly sent: () => void }): boolean {
  if (!child.connected) {
    sent();
    return false;
  }
  // Node sends its own handles of sockets as they are, though its types name only the objects around them.
  child.send(seal(command), handle as unknown as Socket | undefined, {}, sent);
  return true;
}

function forward(child: ChildProcess, { onEvent, onOutput }: ProcessStart): void {
  if (onEvent) {
    child.on('message', (received, handle) => {
      const event = unseal<AppEvent>(received);
      if (event) onEvent(event, handle as unknown as SentHandle | undefined);
    });
  }
  if (onOutput) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => onOutput('stdout', text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => onOutput('stderr', text));
  }
}

/** The end of the process and of its events: the last one may arrive after the exit. */
async function ended(child: ChildProcess): Promise<ProcessExit> {
  const silent = child.channel ? new Promise((resolve) => void child.once('disconnect', resolve)) : undefined;
  const exit = await new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await silent;
  return exit;
}

function spawned(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) => reject(mewsError('spawnFailed', { command, reason: cause.message }, { cause })));
  });
}
