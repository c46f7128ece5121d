import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { withTimers } from '../with-timers.ts';
import type { Worker } from './worker.ts';

/** Milliseconds after its first listen() in which a process of the app takes the other sockets. */
const REST = 250;

export interface Serving {
  /** The sockets that are there for it. */
  readonly wanted: ReadonlySet<number>;
  /** Milliseconds. */
  readonly startupTimeLimit: number;
  readonly signal: AbortSignal;
}

/** Waits until a worker can serve. Rejects with what it died of, appExited, moduleStartTimedOut, or the signal's reason. */
export async function untilServing(worker: Worker, { wanted, startupTimeLimit, signal }: Serving): Promise<void> {
  const { process } = worker;
  await withTimers((after) => {
    const isReady = process.holds(new Set()).then(() => Promise.race([process.holds(wanted), after(REST)]));
    const late = after(startupTimeLimit).then(() => {
      throw mewsError('moduleStartTimedOut', { pid: worker.pid, seconds: startupTimeLimit / 1000 });
    });
    return unlessAborted(Promise.race([isReady, late]), signal);
  });
  if (!process.hasEnded) return;
  const exit = await process.exited;
  throw worker.failureOf(exit) ?? mewsError('appExited', { exitCode: exit.code ?? 0 });
}
