import { mewsError } from '../../../foundation/errors/mews-error.ts';
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
  const timers: NodeJS.Timeout[] = [];
  const after = (milliseconds: number): Promise<void> => new Promise((resolve) => {
      if (Number.isFinite(milliseconds)) timers.push(setTimeout(resolve, milliseconds));
    });
  const isReady = process.holds(new Set()).then(() => Promise.race([process.holds(wanted), after(REST)]));
  const late = after(startupTimeLimit).then(() => {
    throw mewsError('moduleStartTimedOut', { pid: worker.pid, seconds: startupTimeLimit / 1000 });
  });
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([isReady, late, aborted]);
  } finally {
    timers.forEach((timer) => clearTimeout(timer));
    signal.removeEventListener('abort', stop);
    aborted.catch(() => {});
    late.catch(() => {});
  }
  if (!process.hasEnded) return;
  const exit = await process.exited;
  throw worker.failureOf(exit) ?? mewsError('appExited', { exitCode: exit.code ?? 0 });
}
