import { type MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import { unlessAborted } from '../launch/unless-aborted.ts';
import { withTimers } from '../launch/with-timers.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Version } from './version.ts';

/** Milliseconds after its first listen() in which a version has to listen everywhere the one before does. */
const REST = 1000;

export interface Readiness {
  /** The sockets that the version must serve to take the place of another; none where it takes nobody's. */
  readonly wanted: ReadonlySet<number>;
  /** A version that only has to be loaded: nothing listened before either, or nothing serves. */
  readonly needNotListen: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly holdTimeout: number;
  /** Called when the hold limit has passed and the version may still come. */
  readonly onLate: () => void;
}

/**
 * Waits until a version can serve. Rejects with what it died of, appExited, neverListens (for one that is to take the place of
 * another), or the signal's reason.
 */
export async function untilReady(version: Version, { wanted, needNotListen, signal, holdTimeout, onLate }: Readiness): Promise<void> {
  const { process } = version;
  await withTimers((after) => {
    const listens = process.holds(new Set()).then(() => Promise.race([process.holds(wanted), after(REST)]));
    const isReady = needNotListen ? Promise.race([listens, version.loaded]) : listens;
    const late = after(holdTimeout).then(() => {
      onLate();
      // A limit that only tells does not end the waiting.
      if (needNotListen) return isReady;
      throw neverListens(version.plan, holdTimeout);
    });
    return unlessAborted(Promise.race([isReady, late]), signal);
  });
  if (process.hasEnded) throw failureOf(version, await process.exited);
}

export function neverListens({ urls }: LaunchPlan, holdTimeout: number): MewsError {
  return mewsError('neverListens', { seconds: holdTimeout / 1000, wanted: urls.map(({ value }) => value).join(', ') });
}

function failureOf(version: Version, exit: ProcessExit): Error {
  return version.failureOf(exit) ?? mewsError('appExited', { exitCode: exit.code ?? 0 });
}
