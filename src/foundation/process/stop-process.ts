import { groupMembers } from './process-group.ts';
import type { ProcessExit, RunningProcess } from './start-process.ts';

/** Milliseconds an app has to stop by itself, then after SIGTERM: five seconds in all before SIGKILL. */
const GRACE = 4000;
const INSISTENCE = 1000;
const POLL = 10;

export interface StopRequest {
  /** Asks the process to stop, in the words it understands. */
  readonly ask: () => void;
  /** Aborted: no more patience, end everything at once. */
  readonly now: AbortSignal;
  readonly grace?: number;
  readonly insistence?: number;
}

/**
 * Ask → grace → SIGTERM to the group → insistence → SIGKILL. When it resolves no process of the group is left and
 * its ports are free.
 */
export async function stopProcess(running: RunningProcess, request: StopRequest): Promise<ProcessExit> {
  const { now, grace = GRACE, insistence = INSISTENCE } = request;
  const kill = (): void => void running.signal('SIGKILL');
  if (now.aborted) kill();
  else now.addEventListener('abort', kill, { once: true });
  request.ask();
  if (!(await settlesWithin(running.exited, grace))) running.signal('SIGTERM');
  if (!(await settlesWithin(running.exited, insistence))) kill();
  const exit = await running.exited;
  await endGroup(running, { insistence });
  now.removeEventListener('abort', kill);
  return exit;
}

/** Ends what a process that has exited left running in its group; afterwards its output is complete. */
export async function endGroup(running: RunningProcess, { insistence = INSISTENCE } = {}): Promise<void> {
  if (groupMembers(running.pid).length > 0) {
    running.signal('SIGTERM');
    if (!(await groupEnds(running.pid, insistence))) running.signal('SIGKILL');
    await groupEnds(running.pid, insistence);
  }
  // What left the group may still hold the pipe: that is no reason to wait for it.
  await settlesWithin(running.closed, insistence);
}

async function groupEnds(leader: number, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (groupMembers(leader).length > 0) {
    if (performance.now() > deadline) return false;
    await delay(POLL);
  }
  return true;
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
